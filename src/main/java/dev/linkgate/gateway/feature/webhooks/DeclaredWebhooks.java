package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import dev.linkgate.gateway.feature.declared.DeclaredFields;
import dev.linkgate.gateway.feature.declared.DeclaredResources;
import dev.linkgate.gateway.feature.declared.Difference;
import dev.linkgate.gateway.feature.declared.Differences;
import dev.linkgate.gateway.feature.declared.SecretReference;
import dev.linkgate.gateway.feature.webhooks.Webhooks.NewWebhook;
import dev.linkgate.gateway.feature.webhooks.target.AllowedTargets;
import dev.linkgate.kernel.Secret;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The section {@code webhooks}. A secret is a reference, {@code env:ATLAS_…} or {@code file:…}. */
@Component
@Order(4)
class DeclaredWebhooks implements DeclaredResources<DeclaredWebhooks.Shown> {

    private final Webhooks webhooks;
    private final WebhookController requests;
    private final AllowedTargets allowed;
    private final SecretReference.Resolver references;
    private final Vocabulary vocabulary;

    DeclaredWebhooks(
            Webhooks webhooks,
            WebhookController requests,
            WebhookSettings settings,
            SecretReference.Resolver references,
            Vocabulary vocabulary) {
        this.webhooks = webhooks;
        this.requests = requests;
        this.allowed = settings.targets();
        this.references = references;
        this.vocabulary = vocabulary;
    }

    /** A webhook as a difference shows it. */
    record Shown(String url, List<String> projects, List<String> events, boolean enabled, String secretFingerprint) {}

    @Override
    public String kind() {
        return "webhook";
    }

    @Override
    public Optional<String> problemOf(String name) {
        return Webhooks.isName(name) ? Optional.empty() : Optional.of("must be a name that matches " + Webhooks.NAME);
    }

    @Override
    public Map<String, Shown> stored() {
        Map<String, Shown> stored = new LinkedHashMap<>();
        webhooks.all().forEach(webhook -> stored.put(webhook.name(), shown(webhook)));
        return stored;
    }

    @Override
    public Map<String, ?> present() {
        Map<String, WebhookRequest> present = new LinkedHashMap<>();
        webhooks.all()
                .forEach(webhook -> present.put(
                        webhook.name(),
                        new WebhookRequest(
                                webhook.url(),
                                null,
                                List.copyOf(webhook.filter().projects()),
                                List.copyOf(webhook.filter().events()),
                                webhook.enabled())));
        return present;
    }

    @Override
    public void compare(String name, @Nullable Shown before, DeclaredFields fields, Differences differences) {
        compare(
                name,
                before,
                request(fields, differences).checked(allowed, references, vocabulary),
                fields.path(),
                differences);
    }

    private static WebhookRequest request(DeclaredFields fields, Differences differences) {
        String secret = fields.text("secret");
        if (secret != null && !SigningSecret.isReference(secret)) {
            differences.error(
                    fields.path() + ".secret",
                    "must be a reference, env:ATLAS_… or file:…: a declaration contains no secret");
            secret = null;
        }
        return new WebhookRequest(
                fields.text("url"),
                secret == null ? null : Secret.of(secret),
                List.copyOf(fields.list("projects")),
                List.copyOf(fields.list("events")),
                fields.bool("enabled"));
    }

    private void compare(
            String name, @Nullable Shown before, NewWebhook wanted, String field, Differences differences) {
        Optional<Webhook> stored = webhooks.find(name);
        SigningSecret secret = wanted.secret();
        if (secret == null && stored.isEmpty()) {
            differences.error(field + ".secret", "must be given");
            return;
        }
        Shown after = new Shown(
                wanted.url().toString(),
                wanted.filter().projects(),
                wanted.filter().events(),
                wanted.enabled(),
                secret != null ? secret.fingerprint() : stored.orElseThrow().fingerprint());
        if (isGone(stored.orElse(null), after)) {
            differences.warning("The webhook " + name + " stays disabled, because its receiver said that it is gone."
                    + " Declare another URL, or enable it with a PUT");
        } else if (!after.equals(before)) {
            allowed.warning(wanted.url())
                    .ifPresent(warning -> differences.warning("The webhook " + name + ": " + warning));
            differences.add(
                    Difference.put(kind(), name, before, after, context -> requests.put(context, name, wanted)));
        }
    }

    /** Whether all that differs is that the gateway disabled it: a restart is no reason to try again. */
    private static boolean isGone(@Nullable Webhook stored, Shown after) {
        return stored != null
                && stored.disabledReason() != null
                && after.equals(new Shown(
                        stored.url(),
                        stored.filter().projects(),
                        stored.filter().events(),
                        true,
                        stored.fingerprint()));
    }

    @Override
    public void remove(RequestContext context, String name) {
        requests.remove(context, name);
    }

    private static Shown shown(Webhook webhook) {
        return new Shown(
                webhook.url(),
                webhook.filter().projects(),
                webhook.filter().events(),
                webhook.enabled(),
                webhook.fingerprint());
    }
}
