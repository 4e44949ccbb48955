package dev.linkgate.gateway.feature.asking;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.linkgate.gateway.core.access.principal.Grant;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request for access. Its example has one of {@code for} and {@code until}, because Swagger UI would
 * send both.
 *
 * @param role the role to give; absent for the one that was asked for
 * @param span for how long, from now on; absent for as long as was asked for, or until the moment that is given
 */
@Schema(
        example = "{\"state\":\"GRANTED\",\"role\":\"viewer\",\"for\":\"PT4H\","
                + "\"comment\":\"Reading is enough for that\"}")
record AnswerBody(
        @Schema(example = "GRANTED", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        RequestDecision state,

        @Schema(example = "viewer") @Nullable Role role,

        @JsonProperty("for") @Schema(example = "PT4H") @Nullable
        String span,

        @Schema(example = "2027-11-24T18:00:00Z") @Nullable Instant until,

        @Schema(example = "Reading is enough for that", minLength = 1, maxLength = AccessRequestBody.MAX_TEXT) @Nullable
        String comment) {

    /** The answer to a request for access. */
    enum RequestDecision {
        GRANTED,
        DENIED;

        RequestState state() {
            return switch (this) {
                case GRANTED -> RequestState.GRANTED;
                case DENIED -> RequestState.DENIED;
            };
        }
    }

    /**
     * The request with this answer.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} with all wrong fields
     */
    AccessRequest appliedTo(AccessRequest asked, Instant now) {
        List<FieldError> errors = new ArrayList<>();
        if (state == null) {
            errors.add(new FieldError("state", "must be GRANTED or DENIED"));
        }
        if (role != null && state == RequestDecision.DENIED) {
            errors.add(new FieldError("role", "must be left out of a denial"));
        } else if (role != null && !asked.role().includes(role)) {
            errors.add(new FieldError(
                    "role",
                    "must not be higher than the role that was asked for, "
                            + asked.role().word()));
        }
        if (comment != null && !VisibleText.is(comment, AccessRequestBody.MAX_TEXT)) {
            errors.add(new FieldError("comment", AccessRequestBody.TEXT));
        }
        Instant end = end(asked, now, errors);
        if (state == null || !errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        return new AccessRequest(
                asked.id(),
                asked.projectId(),
                asked.team(),
                asked.role(),
                asked.reason(),
                asked.span(),
                state == RequestDecision.DENIED ? asked.until() : end,
                state.state(),
                asked.createdAt(),
                now.plus(AccessRequests.KEPT),
                now,
                state == RequestDecision.DENIED ? null : role == null ? asked.role() : role,
                comment);
    }

    /** When the role ends; absent if it does not. Whoever answers may shorten what was asked for. */
    private @Nullable Instant end(AccessRequest asked, Instant now, List<FieldError> errors) {
        if (state == RequestDecision.DENIED) {
            if (span != null || until != null) {
                errors.add(new FieldError(span == null ? "until" : "for", "must be left out of a denial"));
            }
            return null;
        }
        if (span != null && until != null) {
            errors.add(new FieldError("until", "must be left out beside for"));
        }
        // The end of one that was answered before is that of its answer; the store refuses another one.
        Instant wanted = asked.state() == RequestState.PENDING
                ? new AccessRequests.Wish(asked.role(), "", asked.span(), asked.until()).end(now)
                : null;
        Instant given = new AccessRequests.Wish(asked.role(), "", AccessRequestBody.span(span, errors), until).end(now);
        Instant end = given == null ? wanted : given;
        String field = span == null ? "until" : "for";
        Grant.problemOf(end, now).ifPresent(problem -> errors.add(new FieldError(field, problem)));
        if (wanted != null && end != null && end.isAfter(wanted)) {
            errors.add(new FieldError(field, "must not be later than was asked for, " + wanted));
        }
        return end == null ? null : end.truncatedTo(ChronoUnit.MICROS);
    }
}
