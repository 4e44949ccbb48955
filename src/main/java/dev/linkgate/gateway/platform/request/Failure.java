package dev.linkgate.gateway.platform.request;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a request failed, ready to be shown as a problem.
 *
 * @param code the problem
 * @param detail what happened and what to do, for people; never a secret, a class or an upstream address
 * @param errors the wrong fields, empty unless the request was invalid
 * @param atlas Atlas's answer, if it answered
 * @param retryAfter when to try again; absent means the code's own default
 * @param location the path of the resource that continues the request, if any
 * @param current the resource that is in the way, as its answers show it, if it was read
 */
public record Failure(
        ProblemCode code,
        String detail,
        List<FieldError> errors,
        @Nullable AtlasAnswer atlas,
        @Nullable Duration retryAfter,
        @Nullable String location,
        @Nullable Record current) {

    public static Failure of(ProblemCode code, String detail) {
        return new Failure(code, detail, List.of(), null, null, null, null);
    }

    public static Failure invalid(List<FieldError> errors) {
        return new Failure(
                ProblemCode.INVALID_REQUEST,
                "The request has fields that are not valid.",
                errors,
                null,
                null,
                null,
                null);
    }

    public static Failure invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    public Failure answeredBy(@Nullable AtlasAnswer answer) {
        return new Failure(code, detail, errors, answer, retryAfter, location, current);
    }

    public Failure retryAfter(@Nullable Duration delay) {
        return new Failure(code, detail, errors, atlas, delay, location, current);
    }

    /** @param path of the gateway's resource that continues the request */
    public Failure continuedAt(String path) {
        return new Failure(code, detail, errors, atlas, retryAfter, path, current);
    }

    public Failure showing(Record resource) {
        return new Failure(code, detail, errors, atlas, retryAfter, location, resource);
    }

    /** Whether the same request may succeed later by itself. Of a link whose endpoints leave it, it says when. */
    public boolean retryable() {
        return code.retryable() || (code == ProblemCode.LINK_NOT_EMPTY && retryAfter != null);
    }

    public LinkgateException toException() {
        return new LinkgateException(this);
    }
}
