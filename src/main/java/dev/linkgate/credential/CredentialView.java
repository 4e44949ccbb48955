package dev.linkgate.credential;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The administrator's view of a credential, without its secret.
 *
 * @param publicKey of a digest key
 * @param clientId of a service account
 * @param baseUrl the Atlas it belongs to; absent for the one of {@code linkgate.atlas.base-url}
 * @param fingerprint see {@link KeyMaterial#fingerprint()}
 * @param secretExpiresAt see {@link KeyMaterial#secretExpiresAt()}
 * @param version counts the replacements under this name, also across its removal
 */
record CredentialView(
        @Schema(example = "default") String name,

        @Schema(
                type = "string",
                allowableValues = {"digest", "service-account"})
        CredentialKind kind,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String publicKey,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String clientId,

        @Schema(example = "https://cloud.mongodbgov.com") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String baseUrl,

        @Schema(example = "0123456789abcdef") String fingerprint,

        @Schema(example = "1") int version,
        CredentialState state,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant secretExpiresAt,

        Instant createdAt,
        Instant updatedAt) {}
