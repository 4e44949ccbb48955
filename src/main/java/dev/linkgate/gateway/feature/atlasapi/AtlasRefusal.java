package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.ToldFailure;
import dev.linkgate.protocol.ApiError;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.RequestRefused;

/**
 * Ends a request that is not one of Atlas's API with the error that Atlas itself would answer. It has no stack trace:
 * the error is enough for a reader.
 */
final class AtlasRefusal extends RuntimeException implements ToldFailure {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final transient ApiError error;

    /** @param generation of the API that the request is for */
    AtlasRefusal(RequestRefused refused, Refusal.Generation generation) {
        super(refused.refusal().name(), null, false, false);
        this.error = refused.error(generation);
        this.failure = Failure.of(code(error.status()), "Atlas's API refuses it with " + error.errorCode() + ".");
    }

    /** The failure for the record and the log. It does not repeat what the caller wrote. */
    @Override
    public Failure failure() {
        return failure;
    }

    /** The error for the caller. */
    ApiError error() {
        return error;
    }

    private static ProblemCode code(int status) {
        return switch (status) {
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            default -> ProblemCode.INVALID_REQUEST;
        };
    }
}
