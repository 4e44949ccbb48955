package dev.linkgate.atlas;

import dev.linkgate.kernel.AtlasAnswer;
import dev.linkgate.kernel.Failure;
import java.util.Objects;
import java.util.Set;

/** Finds the row of the fault table that an answer, or the lack of one, belongs to. Every answer has one. */
final class Diagnosis {

    private static final Set<String> NO_SUCH_PROJECT =
            Set.of("GROUP_NOT_FOUND", "INVALID_GROUP_ID", "NOT_ATLAS_GROUP", "INVALID_ATLAS_GROUP");

    private Diagnosis() {}

    static Symptom of(AtlasResponse response) {
        return response.isSuccess() ? Symptom.SUCCESS : of(response.refusal());
    }

    static Symptom of(TransportFailure failure) {
        return switch (failure.phase()) {
            case NOT_SENT -> failure.whileWaiting() ? Symptom.NO_TURN : Symptom.NOT_CONNECTED;
            case SENT -> failure.timeout() ? Symptom.TIMED_OUT : Symptom.NO_ANSWER;
        };
    }

    private static Symptom of(AtlasAnswer answer) {
        String code = Objects.requireNonNullElse(answer.errorCode(), "");
        return switch (answer.status()) {
            case 400, 402 -> Symptom.REJECTED;
            case 401 -> Symptom.NOT_AUTHORIZED; // one about the credential itself ends in the authenticating layer
            case 403 -> forbidden(code);
            case 404 -> notFound(code);
            case 405 ->
                code.equals("WRITES_NOT_ALLOWED_DURING_APP_UPGRADES") ? Symptom.MAINTENANCE : Symptom.METHOD_REFUSED;
            case 408 -> Symptom.REQUEST_TIMEOUT;
            case 409 -> conflict(code);
            case 410 -> Symptom.GONE;
            case 429 -> Symptom.RATE_LIMITED;
            default -> answer.status() >= 500 ? Symptom.FAILING : Symptom.UNEXPECTED;
        };
    }

    private static Symptom forbidden(String code) {
        if (code.endsWith("ACCESS_LIST") || code.endsWith("WHITELIST")) {
            return Symptom.ACCESS_LIST;
        }
        return code.equals("ACCESS_FORBIDDEN") ? Symptom.ACCESS_FORBIDDEN : Symptom.FORBIDDEN;
    }

    private static Symptom notFound(String code) {
        if (NO_SUCH_PROJECT.contains(code)) {
            return Symptom.NO_PROJECT;
        }
        return code.endsWith("SERVICE_NOT_FOUND") || code.equals("PRIVATELINK_NOT_FOUND")
                ? Symptom.NO_LINK
                : Symptom.NOTHING_THERE;
    }

    private static Symptom conflict(String code) {
        if (code.contains("ALREADY_EXISTS")) {
            return Symptom.EXISTS;
        }
        return code.contains("CANNOT_ACCEPT") || code.contains("NOT_READY") ? Symptom.NOT_READY : Symptom.CONFLICT;
    }

    /** What the caller is told of an answer, with what Atlas said and when it wants to be asked again. */
    static Failure failure(AtlasOperation operation, AtlasResponse response) {
        Failure failure = of(response).failure(operation).answeredBy(response.refusal());
        return failure.code().retryable() ? failure.retryAfter(response.retryAfter()) : failure;
    }

    static Failure failure(AtlasOperation operation, TransportFailure failure) {
        return of(failure).failure(operation);
    }
}
