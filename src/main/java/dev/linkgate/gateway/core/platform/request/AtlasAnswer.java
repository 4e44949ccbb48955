package dev.linkgate.gateway.core.platform.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Atlas's refusal, as shown to the caller.
 *
 * @param status the HTTP status
 * @param errorCode Atlas's own error code, absent when the body was not Atlas's JSON
 * @param detail Atlas's own words
 * @param fields the fields that Atlas rejects, empty if it names none, and then absent from the JSON
 */
public record AtlasAnswer(
        int status,
        @Nullable String errorCode,
        @Nullable String detail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AtlasField> fields) {

    public AtlasAnswer {
        fields = List.copyOf(Objects.requireNonNullElse(fields, List.of()));
    }

    public AtlasAnswer(int status, @Nullable String errorCode, @Nullable String detail) {
        this(status, errorCode, detail, List.of());
    }

    /** A copy with at most so many fields, and at most so many characters of each text. */
    AtlasAnswer shortened(int number, int characters) {
        return new AtlasAnswer(
                status,
                errorCode,
                detail == null ? null : Failure.first(characters, detail),
                fields.stream()
                        .limit(number)
                        .map(field -> new AtlasField(
                                Failure.first(characters, field.field()),
                                Failure.first(characters, field.description())))
                        .toList());
    }
}
