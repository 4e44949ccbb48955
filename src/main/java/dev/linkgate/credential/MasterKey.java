package dev.linkgate.credential;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A master key as administrators see it.
 *
 * @param id 8 hex digits, derived from the key; or {@code unknown} for stored texts that no master key made
 * @param encrypts whether the replica that answers encrypts with it
 * @param known whether the replica that answers has it
 * @param credentials the number of stored credentials whose secret it encrypts; at 0 it can be retired
 */
public record MasterKey(
        @Schema(description = "Derived from the key", example = "5d41402a")
        String id,

        @Schema(description = "Whether it is the first one of `linkgate.master-key`, which encrypts")
        boolean encrypts,

        @Schema(description = "Whether it is in `linkgate.master-key`")
        boolean known,

        @Schema(description = "The stored credentials that need it: at 0 it can be retired", example = "0")
        long credentials) {}
