package dev.linkgate.gateway.trail.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs checkpoints, as administrators see it.
 *
 * @param publicKey as {@code GET /audit/public-key} has it
 * @param signsUntil absent for the newest
 */
record KeyView(
        @Schema(example = KeyView.EXAMPLE) String publicKey,

        Instant createdAt,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant signsUntil) {

    static final String EXAMPLE = "linkgate/9f2c4e6a8b0d1357+7a1cf2a3+AVd0mXyQ0bR4c7sN1sJkXo5b0m9eKq3sV2nT8uJ4yH6P";

    static KeyView of(CheckpointKeyRow row) {
        return new KeyView(row.key().toString(), row.createdAt(), row.signsUntil());
    }
}
