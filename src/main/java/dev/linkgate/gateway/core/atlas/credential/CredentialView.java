package dev.linkgate.gateway.core.atlas.credential;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
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
 * @param warnings what to do about a declaration of another key, or an unknown end; only in the answer to the PUT that
 *     made the difference
 */
public record CredentialView(
        @Schema(example = "default") String name,

        @Schema(
                type = "string",
                allowableValues = {"digest", "service-account"})
        CredentialKind kind,

        @Nullable String publicKey,

        @Nullable String clientId,

        @Schema(example = "https://cloud.mongodbgov.com") @Nullable
        String baseUrl,

        @Schema(example = "0123456789abcdef") String fingerprint,

        @Schema(example = "1") int version,
        CredentialState state,

        @Nullable Instant secretExpiresAt,

        Instant createdAt,
        Instant updatedAt,

        @Schema(
                description =
                        "In the answer to a `PUT` only: that a declaration, or the environment, has another key, or"
                                + " that the end of a service account's secret is not known")
        List<String> warnings) {}
