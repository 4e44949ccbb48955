package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.feature.credentials.SecretBody;
import dev.linkgate.gateway.feature.declared.SecretReference;
import dev.linkgate.gateway.feature.webhooks.DeliveryView.DeliveryState;
import dev.linkgate.gateway.feature.webhooks.Webhooks.NewWebhook;
import dev.linkgate.gateway.feature.webhooks.target.AllowedTargets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The administrator's view of the webhooks. Secrets are accepted here and never returned. */
@RestController
@RequestMapping(path = "/admin/webhooks", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Webhooks")
class WebhookController {

    private final Webhooks webhooks;
    private final DeliveryStore deliveries;
    private final Sender sender;
    private final AllowedTargets allowed;
    private final SecretReference.Resolver references;
    private final Vocabulary vocabulary;
    private final SecretBody bodies;
    private final AuditTrail audit;
    private final InstantSource clock;

    WebhookController(
            Webhooks webhooks,
            DeliveryStore deliveries,
            Sender sender,
            WebhookSettings settings,
            SecretReference.Resolver references,
            Vocabulary vocabulary,
            SecretBody bodies,
            AuditTrail audit,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.sender = sender;
        this.allowed = settings.targets();
        this.references = references;
        this.vocabulary = vocabulary;
        this.bodies = bodies;
        this.audit = audit;
        this.clock = clock;
    }

    @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "putWebhook",
            summary = "Create a webhook, or change it",
            description = "Events are sent to `url`, signed with `secret`. Without a secret, the stored one stays. The"
                    + " one before signs, too, for a day. `docs/webhooks.md` shows what a receiver must do.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = WebhookRequest.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "All endpoints of a project",
                                                            value = "{\"url\":\"https://hooks.example.com/linkgate\","
                                                                    + "\"secret\":\"whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz\","
                                                                    + "\"projects\":[\"5df264b8f10fab7d2cad2f0a\"],"
                                                                    + "\"events\":[\"endpoint.*\"]}"))))
    @Problems("credential-unreadable")
    @ApiResponse(responseCode = "201", description = "Created", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "Changed", useReturnTypeSchema = true)
    ResponseEntity<WebhookView> put(RequestContext context, @PathVariable String name, InputStream body)
            throws IOException {
        Webhooks.requireName(name);
        NewWebhook wanted = bodies.read(body, WebhookRequest.class).checked(allowed, references, vocabulary);
        Put<Webhook> put = put(context, name, wanted);
        WebhookView stored = views(List.of(put.now())).getFirst();
        WebhookView view =
                allowed.warning(wanted.url()).map(stored::withWarning).orElse(stored);
        return put.created()
                ? ResponseEntity.created(URI.create("/admin/webhooks/" + name)).body(view)
                : ResponseEntity.ok(view);
    }

    /** Stores a webhook, and has it on record. */
    Put<Webhook> put(RequestContext context, String name, NewWebhook wanted) {
        return audit.write(
                context,
                WebhookWords.WEBHOOK_PUT,
                wanted.target(name),
                Put::status,
                intent -> intent.changed(webhooks.put(name, wanted)));
    }

    @GetMapping
    @Operation(operationId = "listWebhooks", summary = "List the webhooks, without their secrets")
    Listing<WebhookView> list(RequestContext context, Page page) {
        return audit.read(context, WebhookWords.WEBHOOK_GET, Target.NONE, () -> page.of(webhooks.all(), this::views));
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getWebhook", summary = "Get a webhook, without its secret")
    @Problems("webhook-not-found")
    WebhookView get(RequestContext context, @PathVariable String name) {
        Webhooks.requireName(name);
        return audit.read(
                context,
                WebhookWords.WEBHOOK_GET,
                target(name),
                () -> views(List.of(webhooks.get(name))).getFirst());
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "removeWebhook", summary = "Remove a webhook, and the events that wait for it")
    @Problems("webhook-not-found")
    void remove(RequestContext context, @PathVariable String name) {
        Webhooks.requireName(name);
        audit.write(context, WebhookWords.WEBHOOK_REMOVE, target(name), 204, intent -> {
            intent.changed(webhooks.remove(name), null);
            return name;
        });
    }

    @GetMapping("/{name}/deliveries")
    @Operation(
            operationId = "listDeliveries",
            summary = "List the last 100 deliveries of a webhook, the newest first",
            description = "Deliveries that wait, and the last 100 of those that were delivered and of those that were"
                    + " given up.")
    @Problems("webhook-not-found")
    Listing<DeliveryView> deliveries(
            RequestContext context,
            @PathVariable String name,
            @Parameter(schema = @Schema(implementation = DeliveryState.class)) @RequestParam(required = false) @Nullable
                    String state,
            Page page) {
        Webhooks.requireName(name);
        DeliveryState wanted = state == null ? null : state(state);
        return audit.read(
                context,
                WebhookWords.WEBHOOK_GET,
                target(name),
                () -> page.of(deliveries.last(webhooks.get(name).name(), wanted)));
    }

    @PostMapping("/{name}/test")
    @Operation(
            operationId = "testWebhook",
            summary = "Send a test event to a webhook, and show the answer",
            description = "An event of the type `webhook.test` is sent once, beside those that wait, also while the"
                    + " webhook is disabled.")
    @Problems("webhook-not-found")
    Sender.TestResult test(RequestContext context, @PathVariable String name) {
        Webhooks.requireName(name);
        return audit.write(context, WebhookWords.WEBHOOK_TEST, target(name), 200, intent -> {
            Sender.TestResult result = sender.test(webhooks.get(name));
            intent.right().require(); // the receiver's answer takes its time
            return result;
        });
    }

    private static Target target(String name) {
        return Target.of(WebhookWords.WEBHOOK, name);
    }

    private static DeliveryState state(String text) {
        return Arrays.stream(DeliveryState.values())
                .filter(state -> state.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Failure.invalid("state", "must be WAITING, DELIVERED or GIVEN_UP")
                        .toException());
    }

    private List<WebhookView> views(List<Webhook> shown) {
        Map<String, DeliveryStore.Totals> totals = deliveries.totals();
        Instant now = clock.instant();
        return shown.stream()
                .map(webhook ->
                        WebhookView.of(webhook, totals.getOrDefault(webhook.name(), DeliveryStore.Totals.NONE), now))
                .toList();
    }

    /**
     * The administrator's view of a webhook, without its secret.
     *
     * @param projects all if empty
     * @param events all if empty
     * @param secretFingerprint see {@link SigningSecret#fingerprint()}
     * @param warnings only in the answer to a PUT, if there are any
     */
    record WebhookView(
            @Schema(example = "payments-chat") String name,

            @Schema(example = "https://hooks.example.com/linkgate")
            String url,

            @Schema(example = "[\"5df264b8f10fab7d2cad2f0a\"]")
            List<String> projects,

            @Schema(example = "[\"endpoint.*\"]") List<String> events,

            boolean enabled,

            @Schema(example = "the receiver answered 410: it is gone") @Nullable
            String disabledReason,

            @Schema(example = "0123456789abcdef") String secretFingerprint,

            @Nullable Instant previousSecretUntil,

            @Schema(example = "0") long waiting,

            @Schema(example = "0") long failures,

            @Nullable Instant restsUntil,

            Instant createdAt,
            Instant updatedAt,

            @Schema(description = "In the answer to a `PUT` only: that the host may never be sent to")
            List<String> warnings) {

        private static WebhookView of(Webhook webhook, DeliveryStore.Totals totals, Instant now) {
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
                    webhook.updatedAt(),
                    List.of());
        }

        WebhookView withWarning(String given) {
            return new WebhookView(
                    name,
                    url,
                    projects,
                    events,
                    enabled,
                    disabledReason,
                    secretFingerprint,
                    previousSecretUntil,
                    waiting,
                    failures,
                    restsUntil,
                    createdAt,
                    updatedAt,
                    List.of(given));
        }
    }
}
