package dev.linkgate.gateway.core.platform.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A failure in an answer: problem details of RFC 9457 with the gateway's own members.
 *
 * @param type the path that explains the code
 * @param instance the path of the request
 * @param retryable whether the same request may succeed later by itself
 * @param errors the wrong fields; absent unless the request was invalid
 * @param moreErrors how many there were besides; absent if there were none
 * @param atlas Atlas's answer; absent unless Atlas answered
 * @param operation the path of the operation that continues the request; absent if there is none
 * @param accessRequest the path of the access request that was made instead; absent if there is none
 * @param current the endpoint that exists already, as a {@code GET} shows it; absent unless it was read
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        ProblemCode code,
        boolean retryable,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int moreErrors,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AtlasAnswer atlas,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String operation,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String accessRequest,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object current) {

    /** The maximum size of a problem in bytes. */
    public static final int MAX = 8 * 1024;

    private static final int MAX_ERRORS = 20;
    private static final int MAX_CHARACTERS = 1024;

    /** What is written of a failure, with as many of its words as {@value #MAX} bytes have room for. */
    public static byte[] bounded(Failure failure, Function<Failure, byte[]> written) {
        byte[] body = written.apply(failure);
        int characters = MAX_CHARACTERS;
        for (int errors = MAX_ERRORS; body.length > MAX && errors > 0; errors /= 2) {
            body = written.apply(failure.shortened(errors, characters));
            characters /= 2;
        }
        return body;
    }

    public static Problem of(Failure failure, String instance, String requestId) {
        return of(failure, instance, requestId, field -> false);
    }

    /** @param isParameter whether a wrong field is no field of the request's body */
    public static Problem of(Failure failure, String instance, String requestId, Predicate<String> isParameter) {
        ProblemCode code = failure.code();
        return new Problem(
                typeOf(code),
                code.title(),
                code.status(),
                failure.detail(),
                Failure.first(MAX_CHARACTERS, instance),
                code,
                failure.retryable(),
                requestId,
                failure.errors().stream()
                        .map(error -> error.located(isParameter))
                        .toList(),
                failure.moreErrors(),
                failure.atlas(),
                failure.operation(),
                failure.accessRequest(),
                failure.current());
    }

    public static String typeOf(ProblemCode code) {
        return "/problems/" + code.code();
    }
}
