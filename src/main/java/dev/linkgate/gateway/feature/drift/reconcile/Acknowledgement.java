package dev.linkgate.gateway.feature.drift.reconcile;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An administrator's word that a finding is known and looked after.
 *
 * @param by who said it, as JSON
 * @param comment what it was, or what is done about it
 */
record Acknowledgement(
        Instant at,

        @Schema(implementation = Entry.Who.class) @JsonRawValue
        String by,

        String comment) {

    private static final int MOST = 500;

    /** What an administrator sends. */
    @Schema(name = "AcknowledgementRequest")
    record Body(
            @Schema(
                    example = "A change by hand, as agreed",
                    minLength = 1,
                    maxLength = MOST,
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String comment) {

        /**
         * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if the comment is no
         *     sentence
         */
        String checked() {
            if (comment == null || !VisibleText.is(comment, MOST)) {
                throw Failure.invalid(
                                "comment",
                                "must have 1 to " + MOST
                                        + " visible characters on one line, with spaces only between them")
                        .toException();
            }
            return comment;
        }
    }

    static Acknowledgement by(Actor actor, String comment, Instant now) {
        return new Acknowledgement(now, Entry.Who.of(actor).json(), comment);
    }
}
