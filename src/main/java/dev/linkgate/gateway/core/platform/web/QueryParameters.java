package dev.linkgate.gateway.core.platform.web;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.kernel.ProjectId;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters of a request's query, and their errors, which are told together. */
public final class QueryParameters {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final HttpServletRequest request;
    private final List<FieldError> errors = new ArrayList<>();

    public QueryParameters(HttpServletRequest request) {
        this.request = request;
    }

    /**
     * A parameter; absent if it is not given, or is refused.
     *
     * @param form what it must be, for people
     * @param parse throws an {@link IllegalArgumentException} or a {@link DateTimeException} if it is not
     */
    public <T> @Nullable T get(String name, String form, Function<String, T> parse) {
        String text = request.getParameter(name);
        if (text == null) {
            return null;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            refuse(name, "must be " + form);
            return null;
        }
    }

    /** The parameter {@code projectId}. */
    public @Nullable ProjectId project() {
        return get("projectId", "24 lowercase hex digits", ProjectId::new);
    }

    /** A time from 1970 to 9999, as in ISO 8601. */
    public @Nullable Instant time(String name) {
        return get(name, "a time, such as 2026-11-24T13:24:00Z", QueryParameters::parse);
    }

    private static Instant parse(String text) {
        Instant time = Instant.parse(text);
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
            throw new IllegalArgumentException("not a time that can be stored");
        }
        return time;
    }

    /** Refuses a parameter for another reason than its form. */
    public void refuse(String name, String message) {
        errors.add(new FieldError(name, message));
    }

    /**
     * Ends the reading of parameters.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} with one entry for each
     *     refused parameter
     */
    public void check() {
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
    }
}
