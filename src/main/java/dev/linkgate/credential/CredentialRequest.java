package dev.linkgate.credential;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.FieldError;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.Secret;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of a PUT: two fields of a digest key, or two of a service account, and perhaps its Atlas. */
record CredentialRequest(
        @Schema(
                type = "string",
                allowableValues = {"digest", "service-account"},
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String kind,

        @Schema(description = "Of a digest key", maxLength = 512) @Nullable
        String publicKey,

        @Schema(
                description = "Of a digest key",
                type = "string",
                format = "password",
                accessMode = Schema.AccessMode.WRITE_ONLY,
                maxLength = 512)
        @Nullable
        Secret privateKey,

        @Schema(description = "Of a service account", maxLength = 512) @Nullable
        String clientId,

        @Schema(
                description = "Of a service account",
                type = "string",
                format = "password",
                accessMode = Schema.AccessMode.WRITE_ONLY,
                maxLength = 512)
        @Nullable
        Secret clientSecret,

        @Schema(
                description = "The Atlas it belongs to, one of those that the gateway's settings allow; without it, the"
                        + " settings' first one",
                example = "https://cloud.mongodbgov.com")
        @Nullable
        String baseUrl) {

    /** @throws LinkgateException {@code invalid-request} with all errors; it contains no value */
    KeyMaterial material(BaseUrls baseUrls) {
        CredentialKind wanted = CredentialKind.of(kind == null ? "" : kind)
                .orElseThrow(() -> Failure.invalid("kind", "must be digest or service-account")
                        .toException());
        List<FieldError> errors = new ArrayList<>();
        Map<String, String> given = given();
        for (CredentialKind each : CredentialKind.values()) {
            for (String field : List.of(each.publicField(), each.secretField())) {
                if (each == wanted) {
                    KeyText.problem(given.get(field)).ifPresent(problem -> errors.add(new FieldError(field, problem)));
                } else if (given.containsKey(field)) {
                    errors.add(new FieldError(field, "does not belong to a credential of kind " + wanted.word()));
                }
            }
        }
        Optional<URI> atlas = Optional.ofNullable(baseUrl).flatMap(baseUrls::find);
        if (baseUrl != null && atlas.isEmpty()) {
            errors.add(new FieldError("baseUrl", "must be exactly one of those in linkgate.atlas.base-urls"));
        }
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        return new KeyMaterial(
                wanted,
                Objects.requireNonNull(given.get(wanted.publicField())),
                Secret.of(Objects.requireNonNull(given.get(wanted.secretField()))),
                atlas.orElse(null));
    }

    private Map<String, String> given() {
        Map<String, String> given = new HashMap<>();
        put(given, CredentialKind.DIGEST, publicKey, privateKey);
        put(given, CredentialKind.SERVICE_ACCOUNT, clientId, clientSecret);
        return given;
    }

    private static void put(
            Map<String, String> given, CredentialKind kind, @Nullable String publicPart, @Nullable Secret secret) {
        if (publicPart != null) {
            given.put(kind.publicField(), publicPart);
        }
        if (secret != null) {
            given.put(kind.secretField(), secret.reveal());
        }
    }
}
