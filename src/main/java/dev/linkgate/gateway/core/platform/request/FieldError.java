package dev.linkgate.gateway.core.platform.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/**
 * An error in one field of a request.
 *
 * @param field its name as the caller wrote it: a path variable, a query parameter, a header or a JSON path
 * @param pointer into the body (RFC 6901); absent of a parameter, and until it is {@linkplain #located located}
 * @param parameter the name of a path variable, a query parameter or a header
 * @param message the required form
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldError(
        @Schema(deprecated = true) String field,
        @Nullable String pointer,
        @Nullable String parameter,
        String message) {

    /** An error whose place its name and the request tell. */
    public FieldError(String field, String message) {
        this(field, null, null, message);
    }

    /** An error in the body, where its name does not tell the place. */
    public static FieldError at(JsonPointer pointer, String field, String message) {
        return new FieldError(field, pointer.toString(), null, message);
    }

    public FieldError ofParameter() {
        return new FieldError(field, null, field, message);
    }

    /** A copy of this error with its place. The field {@code body} is the whole body. */
    public FieldError located(Predicate<String> isParameter) {
        if (pointer != null || parameter != null) {
            return this;
        }
        if (isParameter.test(field)) {
            return ofParameter();
        }
        String steps = "/" + field.replaceAll("[.\\[]", "/").replace("]", "");
        return new FieldError(field, field.equals("body") ? "" : steps, null, message);
    }
}
