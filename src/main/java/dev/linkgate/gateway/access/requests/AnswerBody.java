package dev.linkgate.gateway.access.requests;

import dev.linkgate.gateway.access.principal.Role;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.FieldError;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request for access.
 *
 * @param role the role to give; absent for the one that was asked for
 */
record AnswerBody(
        @Schema(example = "GRANTED", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        RequestDecision state,

        @Schema(example = "viewer") @Nullable Role role,

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
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code invalid-request} with all wrong fields
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
        if (state == null || !errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        return new AccessRequest(
                asked.id(),
                asked.projectId(),
                asked.team(),
                asked.role(),
                asked.reason(),
                state.state(),
                asked.createdAt(),
                now.plus(AccessRequests.KEPT),
                now,
                state == RequestDecision.DENIED ? null : role == null ? asked.role() : role,
                comment);
    }
}
