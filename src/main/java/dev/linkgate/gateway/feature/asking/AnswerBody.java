package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an access request. Its example has no end, which depends on the project's rules.
 *
 * @param until the end of what is given; absent for as long as was asked for
 */
@Schema(example = "{\"approved\":true,\"comment\":\"As discussed in ticket 4711\"}")
record AnswerBody(
        @Schema(example = "true", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        Boolean approved,

        @Schema(example = "As discussed in ticket 4711", minLength = 1, maxLength = AccessRequestBody.MAX_TEXT)
        @Nullable
        String comment,

        @Schema(example = "2027-11-24T18:00:00Z") @Nullable Instant until) {

    /** Whether a request has this answer already. */
    boolean isThatOf(AccessRequest request) {
        boolean isSame = Boolean.TRUE.equals(approved)
                ? request.state() == RequestState.APPROVED || request.state() == RequestState.USED
                : request.state() == RequestState.DENIED;
        return isSame
                && Objects.equals(comment, request.comment())
                && (until == null || until.equals(request.until()))
                && (until != null || Objects.equals(request.until(), end(request, request.answeredAt())));
    }

    /** When what was asked for ends, if it was given at a time; absent if it does not. */
    private static @Nullable Instant end(AccessRequest request, @Nullable Instant given) {
        return request.span() == null || given == null ? null : Micros.toInstant(Micros.of(given.plus(request.span())));
    }

    /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} with all wrong fields */
    AnswerBody checked() {
        List<FieldError> errors = new ArrayList<>();
        if (approved == null) {
            errors.add(new FieldError("approved", "must be true or false"));
        }
        if (comment != null && !VisibleText.is(comment, AccessRequestBody.MAX_TEXT)) {
            errors.add(new FieldError("comment", AccessRequestBody.TEXT));
        }
        if (until != null && Boolean.FALSE.equals(approved)) {
            errors.add(new FieldError("until", "must be left out of a denial"));
        }
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        return until == null ? this : new AnswerBody(approved, comment, Micros.toInstant(Micros.of(until)));
    }

    boolean isApproval() {
        return Boolean.TRUE.equals(approved);
    }

    /**
     * When what is given to a request ends; absent if it does not end by itself.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if the end is over, or
     *     later than was asked for
     */
    @Nullable
    Instant givenUntil(AccessRequest request, Instant now) {
        Instant wanted = end(request, now);
        if (until != null && !until.isAfter(now)) {
            throw Failure.invalid("until", "must be in the future").toException();
        }
        if (until != null && wanted != null && until.isAfter(wanted)) {
            throw Failure.invalid("until", "must not be later than was asked for, " + wanted)
                    .toException();
        }
        return until == null ? wanted : until;
    }
}
