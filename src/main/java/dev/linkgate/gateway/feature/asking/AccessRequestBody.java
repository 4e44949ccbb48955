package dev.linkgate.gateway.feature.asking;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.linkgate.gateway.core.access.principal.Grant;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a team asks for. Its example has one of {@code for} and {@code until}, because Swagger UI would send both. */
@Schema(example = "{\"role\":\"editor\",\"reason\":\"We move the orders service to this project\",\"for\":\"PT8H\"}")
record AccessRequestBody(
        @Schema(example = "editor", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        Role role,

        @Schema(
                example = "We move the orders service to this project",
                minLength = 1,
                maxLength = MAX_TEXT,
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String reason,

        @JsonProperty("for") @Schema(example = "PT8H") @Nullable
        String span,

        @Schema(example = "2027-11-24T18:00:00Z") @Nullable Instant until) {

    static final int MAX_TEXT = 500;
    static final String TEXT =
            "must have 1 to " + MAX_TEXT + " visible characters on one line, with spaces only between them";

    private static final Duration LONGEST = Duration.ofDays(3660);

    /**
     * The time that is meant by {@code for}; absent if it is not given.
     *
     * @param errors gets what is wrong
     */
    static @Nullable Duration span(@Nullable String text, List<FieldError> errors) {
        try {
            Duration span = text == null ? null : Duration.parse(text);
            if (span == null || (span.isPositive() && span.compareTo(LONGEST) <= 0)) {
                return span;
            }
        } catch (DateTimeParseException e) {
            // is as wrong as a bad one
        }
        errors.add(new FieldError("for", "must be an ISO 8601 duration of up to ten years, such as PT8H"));
        return null;
    }

    /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} with all wrong fields */
    AccessRequests.Wish checked(Instant now) {
        List<FieldError> errors = new ArrayList<>();
        Duration wanted = span(span, errors);
        Grant.problemOf(until, now).ifPresent(problem -> errors.add(new FieldError("until", problem)));
        if (span != null && until != null) {
            errors.add(new FieldError("until", "must be left out beside for"));
        }
        if (role == null) {
            errors.add(new FieldError("role", "must be viewer, editor or owner"));
        }
        if (reason == null || !VisibleText.is(reason, MAX_TEXT)) {
            errors.add(new FieldError("reason", TEXT));
        }
        if (role == null || reason == null || !errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        return new AccessRequests.Wish(
                role, reason, wanted, until == null ? null : until.truncatedTo(ChronoUnit.MICROS));
    }
}
