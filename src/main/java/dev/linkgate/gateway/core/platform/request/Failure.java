package dev.linkgate.gateway.core.platform.request;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a request failed, ready to be shown as a problem.
 *
 * @param code the problem
 * @param detail what happened and what to do, for people; never a secret, a class or an upstream address
 * @param errors the fields that it is about, empty for most problems; at most {@value #MAX_ERRORS}
 * @param moreErrors how many there were besides, 0 or more
 * @param atlas Atlas's answer, if it answered
 * @param retryAfter when to try again; absent means the code's own default
 * @param location the path of the resource that continues the request, or was asked for by it, if any
 * @param current the resource that is in the way, as its answers show it, if it was read
 */
public record Failure(
        ProblemCode code,
        String detail,
        List<FieldError> errors,
        int moreErrors,
        @Nullable AtlasAnswer atlas,
        @Nullable Duration retryAfter,
        @Nullable String location,
        @Nullable Record current) {

    private static final int MAX_ERRORS = 20;

    public static Failure of(ProblemCode code, String detail) {
        return new Failure(code, detail, List.of(), 0, null, null, null, null);
    }

    /** Keeps the first {@value #MAX_ERRORS} errors. */
    public static Failure invalid(List<FieldError> errors) {
        return new Failure(
                        ProblemCode.INVALID_REQUEST,
                        "The request has fields that are not valid.",
                        errors,
                        0,
                        null,
                        null,
                        null,
                        null)
                .shortened(MAX_ERRORS, Integer.MAX_VALUE);
    }

    public static Failure invalid(String field, String message) {
        return invalid(List.of(new FieldError(field, message)));
    }

    /** A copy of this failure with the fields that it is about. */
    public Failure naming(FieldError... fields) {
        return new Failure(code, detail, List.of(fields), moreErrors, atlas, retryAfter, location, current);
    }

    /** The path of the operation that continues the request, if any. */
    public @Nullable String operation() {
        return code.equals(ProblemCode.ORIGIN_NOT_ALLOWED) ? null : location;
    }

    /** The path of the access request that the refused request has made, if any. */
    public @Nullable String accessRequest() {
        return code.equals(ProblemCode.ORIGIN_NOT_ALLOWED) ? location : null;
    }

    /** A copy of this failure whose detail goes on with more text. */
    public Failure telling(String more) {
        return new Failure(code, detail + more, errors, moreErrors, atlas, retryAfter, location, current);
    }

    public Failure answeredBy(@Nullable AtlasAnswer answer) {
        return new Failure(code, detail, errors, moreErrors, answer, retryAfter, location, current);
    }

    public Failure retryAfter(@Nullable Duration delay) {
        return new Failure(code, detail, errors, moreErrors, atlas, delay, location, current);
    }

    /** @param path of the gateway's resource that continues the request */
    public Failure continuedAt(String path) {
        return new Failure(code, detail, errors, moreErrors, atlas, retryAfter, path, current);
    }

    public Failure showing(Record resource) {
        return new Failure(code, detail, errors, moreErrors, atlas, retryAfter, location, resource);
    }

    /**
     * A copy of this failure with fewer words; with very few, without the resource that is in the way.
     *
     * @param number of errors and of Atlas's fields, at most
     * @param characters of each text, at most
     */
    public Failure shortened(int number, int characters) {
        return new Failure(
                code,
                first(characters, detail),
                errors.stream()
                        .limit(number)
                        .map(error -> new FieldError(
                                first(characters, error.field()),
                                firstOf(characters, error.pointer()),
                                firstOf(characters, error.parameter()),
                                first(characters, error.message())))
                        .toList(),
                moreErrors + Math.max(0, errors.size() - number),
                atlas == null ? null : atlas.shortened(number, characters),
                retryAfter,
                location,
                number > 1 ? current : null);
    }

    private static @Nullable String firstOf(int characters, @Nullable String text) {
        return text == null ? null : first(characters, text);
    }

    /** The beginning of a text: at most so many characters, and a sign that there were more. */
    public static String first(int characters, String text) {
        if (text.length() <= characters) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters;
        return text.substring(0, end) + "…";
    }

    /**
     * Whether the same request may succeed later by itself. If a link's endpoints are being removed, {@code retryAfter}
     * says when.
     */
    public boolean retryable() {
        return code.retryable() || (code.equals(ProblemCode.LINK_NOT_EMPTY) && retryAfter != null);
    }

    public LinkgateException toException() {
        return new LinkgateException(this);
    }
}
