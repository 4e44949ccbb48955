package dev.linkgate.gateway.core.platform.web;

import dev.linkgate.gateway.core.platform.request.FieldError;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the sender of JSON what is wrong with it. Jackson's own messages name classes and may quote the text, which can
 * be a secret: none of them is shown.
 */
public final class JsonErrors {

    private static final JsonMapper JSON = JsonMapper.shared();

    private JsonErrors() {}

    /** The error of a body. */
    public static FieldError of(DatabindException e) {
        String path = path(e);
        return FieldError.at(pointer(e), path.isEmpty() ? "body" : path, message(e));
    }

    private static String message(DatabindException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            List<String> known =
                    unknown.getKnownPropertyIds().stream().map(String::valueOf).toList();
            return "is not a field" + Suggestion.ending(unknown.getPropertyName(), known);
        }
        Class<?> wanted = wanted(e);
        if (wanted == Instant.class) {
            return "must be a date and a time with its zone, such as 2027-11-24T00:00:00Z";
        }
        return wanted != null && wanted.isEnum()
                ? "must be one of " + words(wanted)
                : "is missing or has the wrong type";
    }

    private static @Nullable Class<?> wanted(DatabindException e) {
        return switch (e) {
            case InvalidFormatException unknownWord -> unknownWord.getTargetType();
            case ValueInstantiationException refused -> refused.getType().getRawClass();
            default -> null;
        };
    }

    private static String words(Class<?> wanted) {
        return Arrays.stream(wanted.getEnumConstants())
                .map(constant -> JSON.valueToTree(constant).asString())
                .collect(Collectors.joining(", "));
    }

    private static JsonPointer pointer(DatabindException e) {
        JsonPointer pointer = JsonPointer.empty();
        for (Reference step : e.getPath()) {
            pointer = step.getPropertyName() == null
                    ? pointer.appendIndex(step.getIndex())
                    : pointer.appendProperty(step.getPropertyName());
        }
        return pointer;
    }

    private static String path(DatabindException e) {
        StringBuilder path = new StringBuilder();
        for (Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }
}
