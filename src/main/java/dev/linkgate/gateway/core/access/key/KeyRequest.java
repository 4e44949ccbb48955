package dev.linkgate.gateway.core.access.key;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.web.AddressRange;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The key that is asked for. Its example is not bound, because Swagger UI would make such a key. */
@Schema(example = "{\"label\":\"ci\",\"expiresAt\":\"2027-11-24T00:00:00Z\"}")
public record KeyRequest(
        @NotBlank(message = "must be given")
        @Size(max = MAX_LABEL, message = "may have at most " + MAX_LABEL + " characters")
        @Schema(example = "ci")
        String label,

        @Schema(example = "2027-11-24T00:00:00Z") @Nullable Instant expiresAt,

        @ArraySchema(maxItems = KeyBinding.MAX_NETWORKS, schema = @Schema(example = "10.0.0.0/8")) @Nullable
        List<@Nullable String> networks,

        @Schema(example = "5f1f7f4d0d3c0d9f0f1a6b4c0e9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f") @Nullable
        String certificate,

        @Schema(example = "false") @Nullable Boolean digest) {

    private static final int MAX_LABEL = 100;

    public boolean forDigest() {
        return Boolean.TRUE.equals(digest);
    }

    /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} with all wrong fields */
    public KeyBinding binding(Instant now, KeySettings settings) {
        List<FieldError> errors = new ArrayList<>();
        if (!VisibleText.is(label, MAX_LABEL)) {
            errors.add(new FieldError("label", VisibleText.RULE));
        }
        CertificateThumbprint thumbprint = thumbprint(errors);
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            errors.add(new FieldError("expiresAt", "must be in the future"));
        } else if (!Objects.equals(expiresAt, settings.end(expiresAt, now))) {
            errors.add(new FieldError(
                    "expiresAt",
                    "must be given, and not be later than " + settings.maxLife()
                            + " from now: the setting linkgate.keys.max-life"));
        }
        List<AddressRange> ranges = ranges(errors);
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        return ranges.isEmpty() && thumbprint == null ? KeyBinding.NONE : new KeyBinding(ranges, thumbprint);
    }

    private @Nullable CertificateThumbprint thumbprint(List<FieldError> errors) {
        try {
            return certificate == null ? null : CertificateThumbprint.of(certificate);
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("certificate", CertificateThumbprint.EXPECTED));
            return null;
        }
    }

    private List<AddressRange> ranges(List<FieldError> errors) {
        List<@Nullable String> texts = Objects.requireNonNullElse(networks, List.of());
        if (texts.size() > KeyBinding.MAX_NETWORKS) {
            errors.add(new FieldError("networks", "may have at most " + KeyBinding.MAX_NETWORKS + " entries"));
            return List.of();
        }
        try {
            return texts.stream()
                    .map(text -> AddressRange.of(Objects.requireNonNullElse(text, "")))
                    .toList();
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("networks", "must be IP addresses or ranges such as 10.0.0.0/8"));
            return List.of();
        }
    }
}
