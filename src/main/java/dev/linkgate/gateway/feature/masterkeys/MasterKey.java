package dev.linkgate.gateway.feature.masterkeys;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A master key as administrators see it.
 *
 * @param id 8 hex digits, derived from the key; or {@code unknown} for stored texts that no master key made
 * @param encrypts whether the replica that answers encrypts with it
 * @param known whether the replica that answers has it
 * @param credentials the number of stored secrets that it encrypts: those of credentials, of API keys for Digest, of
 *     the keys that sign checkpoints or access tokens, and of webhooks; at 0 it can be retired
 */
public record MasterKey(
        @Schema(example = "5d41402a") String id,

        boolean encrypts,

        boolean known,

        @Schema(example = "0") long credentials) {}
