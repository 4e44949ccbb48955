package dev.linkgate.gateway.notify.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The administrator's view of a webhook, without its secret.
 *
 * @param projects all if empty
 * @param events all if empty
 * @param secretFingerprint see {@link SigningSecret#fingerprint()}
 */
record WebhookView(
        @Schema(example = "payments-chat") String name,

        @Schema(example = "https://hooks.example.com/linkgate")
        String url,

        @Schema(example = "[\"5df264b8f10fab7d2cad2f0a\"]") List<String> projects,

        @Schema(example = "[\"endpoint.*\"]") List<String> events,

        boolean enabled,

        @Schema(example = "the receiver answered 410: it is gone") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String disabledReason,

        @Schema(example = "0123456789abcdef") String secretFingerprint,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant previousSecretUntil,

        @Schema(example = "0") long waiting,

        @Schema(example = "0") long failures,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant restsUntil,

        Instant createdAt,
        Instant updatedAt) {

    static WebhookView of(Webhook webhook, DeliveryStore.Totals totals, Instant now) {
        Instant until = webhook.previousUntil();
        return new WebhookView(
                webhook.name(),
                webhook.url(),
                webhook.filter().projects(),
                webhook.filter().events(),
                webhook.enabled(),
                webhook.disabledReason(),
                webhook.fingerprint(),
                until != null && now.isBefore(until) ? until : null,
                totals.waiting(),
                totals.failures(),
                totals.restsUntil() != null && now.isBefore(totals.restsUntil()) ? totals.restsUntil() : null,
                webhook.createdAt(),
                webhook.updatedAt());
    }
}
