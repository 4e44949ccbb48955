package dev.linkgate.gateway.feature.credentials;

import dev.linkgate.gateway.core.atlas.credential.BaseUrls;
import dev.linkgate.gateway.core.atlas.credential.CredentialKind;
import dev.linkgate.gateway.core.atlas.credential.KeyMaterial;
import dev.linkgate.gateway.core.atlas.credential.KeyText;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.kernel.Secret;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of a PUT: two fields of a digest key, or two of a service account, and perhaps its Atlas and the end of its
 * secret.
 */
public record CredentialRequest(
        @Schema(
                type = "string",
                allowableValues = {"digest", "service-account"},
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String kind,

        @Schema(maxLength = 512) @Nullable String publicKey,

        @Schema(type = "string", format = "password", accessMode = Schema.AccessMode.WRITE_ONLY, maxLength = 512)
        @Nullable
        Secret privateKey,

        @Schema(maxLength = 512) @Nullable String clientId,

        @Schema(type = "string", format = "password", accessMode = Schema.AccessMode.WRITE_ONLY, maxLength = 512)
        @Nullable
        Secret clientSecret,

        @Schema(example = "https://cloud.mongodbgov.com") @Nullable
        String baseUrl,

        @Schema(type = "string", format = "date-time", example = "2027-05-24T00:00:00Z") @Nullable
        String secretExpiresAt) {

    private static final String EXPIRY = "secretExpiresAt";

    /** Less than {@link Instant#parse} takes, which knows years of nine digits. */
    private static final Pattern RFC_3339 =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

    /** @throws LinkgateException {@code invalid-request} with all errors; it contains no value */
    public KeyMaterial material(BaseUrls baseUrls) {
        List<FieldError> errors = new ArrayList<>();
        Map<String, String> given = given();
        Optional<CredentialKind> known = CredentialKind.of(kind == null ? "" : kind);
        known.ifPresentOrElse(
                wanted -> checkHalves(wanted, given, errors),
                () -> errors.add(new FieldError("kind", "must be digest or service-account")));
        Optional<URI> atlas = Optional.ofNullable(baseUrl).flatMap(baseUrls::find);
        if (baseUrl != null && atlas.isEmpty()) {
            errors.add(new FieldError("baseUrl", "must be exactly one of those in linkgate.atlas.base-urls"));
        }
        Optional<Instant> expiry = Optional.ofNullable(secretExpiresAt).flatMap(CredentialRequest::time);
        if (secretExpiresAt != null && known.equals(Optional.of(CredentialKind.DIGEST))) {
            errors.add(foreign(EXPIRY, CredentialKind.DIGEST));
        } else if (secretExpiresAt != null && expiry.isEmpty()) {
            errors.add(new FieldError(EXPIRY, "must be a time as in RFC 3339, such as 2027-05-24T00:00:00Z"));
        }
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        CredentialKind wanted = known.orElseThrow();
        return new KeyMaterial(
                wanted,
                Objects.requireNonNull(given.get(wanted.publicField())),
                Secret.of(Objects.requireNonNull(given.get(wanted.secretField()))),
                atlas.orElse(null),
                expiry.orElse(null));
    }

    private static void checkHalves(CredentialKind wanted, Map<String, String> given, List<FieldError> errors) {
        for (CredentialKind each : CredentialKind.values()) {
            for (String field : List.of(each.publicField(), each.secretField())) {
                if (each == wanted) {
                    KeyText.problem(given.get(field)).ifPresent(problem -> errors.add(new FieldError(field, problem)));
                } else if (given.containsKey(field)) {
                    errors.add(foreign(field, wanted));
                }
            }
        }
    }

    private static FieldError foreign(String field, CredentialKind wanted) {
        return new FieldError(field, "does not belong to a credential of kind " + wanted.word());
    }

    private static Optional<Instant> time(String text) {
        if (!RFC_3339.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text).truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
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
