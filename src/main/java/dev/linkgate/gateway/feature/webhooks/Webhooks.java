package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.encryption.EncryptedSecrets;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.Snapshot;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.feature.webhooks.target.WebhookUrl;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The stored webhooks, and changes of them. */
@Component
final class Webhooks implements EncryptedSecrets {

    /** Each may cost a few connections at once. */
    static final int MOST = 50;

    static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";

    /** How long the secret before signs, too. */
    private static final Duration OVERLAP = Duration.ofHours(24);

    private static final Pattern SHAPE = Pattern.compile(NAME);

    private final WebhookStore store;
    private final DeliveryStore deliveries;
    private final KeyRing keys;
    private final InstantSource clock;
    private final Snapshot<WebhookSnapshot> snapshot;

    Webhooks(WebhookStore store, DeliveryStore deliveries, KeyRing keys, Snapshots snapshots, InstantSource clock) {
        this.store = store;
        this.deliveries = deliveries;
        this.keys = keys;
        this.clock = clock;
        this.snapshot = snapshots.of("webhook", () -> WebhookSnapshot.of(store.all(), keys));
    }

    /** Whether any is enabled, as far as this replica knows. Costs no query. */
    boolean anyEnabled() {
        return snapshot.get().anyEnabled();
    }

    /** @throws LinkgateException {@code webhook-not-found} */
    Webhook get(String name) {
        return find(name).orElseThrow(() -> notFound(name));
    }

    /** All webhooks by their names, as they are stored. */
    List<Webhook> all() {
        return store.all();
    }

    Optional<Webhook> find(String name) {
        return store.find(name);
    }

    static boolean isName(String name) {
        return SHAPE.matcher(name).matches();
    }

    /** @throws LinkgateException {@code invalid-request} on the field {@code name} */
    static void requireName(String name) {
        if (!isName(name)) {
            throw Failure.invalid("name", "must match " + NAME).toException();
        }
    }

    /**
     * A webhook as it is to be, checked.
     *
     * @param secret absent if the stored one stays
     */
    record NewWebhook(WebhookUrl url, @Nullable SigningSecret secret, EventFilter filter, boolean enabled)
            implements Recorded {

        /** The target of the write that stores it under a name. */
        Target target(String name) {
            return Target.of(WebhookWords.WEBHOOK, name).changing(Change.to(this));
        }

        @Override
        public Change.Values recorded() {
            return Webhook.recorded(url.toString(), filter, enabled, secret == null ? null : secret.fingerprint());
        }
    }

    /**
     * Stores a webhook. Its deliveries that wait are tried at once. A secret that is replaced signs, too, for a day.
     *
     * @param wanted without a secret if the stored one stays
     * @throws LinkgateException {@code invalid-request} if a new one has no secret, or there are too many;
     *     {@code credential-unreadable} if another master key encrypts the secret that would be replaced
     */
    Put<Webhook> put(String name, NewWebhook wanted) {
        return snapshot.change(() -> {
            deliveries.lock(name); // first, so that two changes at the same time build on each other
            Optional<Webhook> before = store.find(name);
            if (before.isEmpty() && store.all().size() >= MOST) {
                throw Failure.invalid(
                                "name", "is one too many: there are " + MOST + " webhooks, the most that there may be")
                        .toException();
            }
            Webhook webhook = before.map(stored -> changed(stored, wanted)).orElseGet(() -> created(name, wanted));
            store.save(webhook);
            deliveries.noteSuccess(name);
            deliveries.hurry(name, clock.instant());
            return new Put<>(before.orElse(null), webhook);
        });
    }

    private Webhook created(String name, NewWebhook wanted) {
        SigningSecret secret = wanted.secret();
        if (secret == null) {
            throw Failure.invalid("secret", "must be given").toException();
        }
        deliveries.removeOf(name); // deliveries of an earlier webhook of this name, stored while it was removed
        Instant now = now();
        return new Webhook(
                name,
                wanted.url().toString(),
                wanted.filter(),
                wanted.enabled(),
                null,
                keys.encrypt(Webhook.binding(name), secret.text()),
                secret.fingerprint(),
                null,
                null,
                now,
                now);
    }

    private Webhook changed(Webhook before, NewWebhook wanted) {
        Instant now = now();
        Webhook changed = before.changed(wanted, now);
        SigningSecret secret = wanted.secret();
        boolean readable = isReadable(before, before.ciphertext(), keys);
        if (secret == null || (readable && secret.fingerprint().equals(before.fingerprint()))) {
            return changed;
        }
        if (keys.lacksKeyOf(before.ciphertext())) {
            throw Failure.of(
                            ProblemCode.CREDENTIAL_UNREADABLE,
                            UnreadableSecret.about(
                                            "secret of the webhook " + before.name(), keys.reason(before.ciphertext()))
                                    + " Nothing was stored, because the other replicas could not read it.")
                    .toException();
        }
        String ciphertext = keys.encrypt(Webhook.binding(before.name()), secret.text());
        return readable
                ? changed.signingWith(ciphertext, secret.fingerprint(), now.plus(OVERLAP))
                : changed.signingWith(ciphertext, secret.fingerprint());
    }

    private static boolean isReadable(Webhook webhook, String ciphertext, KeyRing keys) {
        try {
            keys.decrypt(Webhook.binding(webhook.name()), ciphertext);
            return true;
        } catch (UnreadableSecret e) {
            return false;
        }
    }

    private Instant now() {
        return Micros.now(clock);
    }

    /**
     * Stops deliveries for a reason that the receiver gave, unless the webhook was changed since it was read.
     *
     * @return the webhook as it is now, if it was disabled
     */
    Optional<Webhook> disable(Webhook webhook, String reason) {
        return snapshot.change(
                () -> store.disable(webhook, reason, now()) ? store.find(webhook.name()) : Optional.empty());
    }

    /**
     * @return the webhook as it was
     * @throws LinkgateException {@code webhook-not-found}
     */
    Webhook remove(String name) {
        return snapshot.change(() -> {
            Optional<Webhook> before = store.find(name);
            if (before.isEmpty() || !store.remove(name)) {
                throw notFound(name);
            }
            deliveries.removeOf(name);
            return before.get();
        });
    }

    /** The previous ones, too, which have the names of their webhooks. */
    @Override
    public List<EncryptedSecret> secrets() {
        return store.secrets();
    }

    @Override
    public void replace(Map<EncryptedSecret, String> ciphertexts) {
        snapshot.change(() -> {
            ciphertexts.forEach(
                    (secret, ciphertext) -> store.reencrypt(secret.name(), secret.ciphertext(), ciphertext));
            return ciphertexts;
        });
    }

    /** Their events wait, as for a receiver that is down, until somebody stores the secret again. */
    @Override
    public void giveUp(Collection<EncryptedSecret> lost) {
        snapshot.change(() -> {
            lost.forEach(secret -> store.giveUp(secret.name(), secret.ciphertext()));
            return lost;
        });
    }

    @Override
    public int unreadable() {
        return snapshot.get().unreadable();
    }

    @Override
    public int underOtherKeys() {
        return snapshot.get().underOtherKeys();
    }

    private static LinkgateException notFound(String name) {
        return Failure.of(WebhookWords.WEBHOOK_NOT_FOUND, "No webhook has the name " + name + ".")
                .toException();
    }

    /**
     * What is known of the stored webhooks without a query.
     *
     * @param anyEnabled whether any is enabled
     * @param unreadable how many of their secrets cannot be decrypted here
     * @param underOtherKeys how many of them another master key than the first one encrypts
     */
    record WebhookSnapshot(boolean anyEnabled, int unreadable, int underOtherKeys) {

        static WebhookSnapshot of(List<Webhook> all, KeyRing keys) {
            int unreadable = 0;
            int underOtherKeys = 0;
            for (Webhook webhook : all) {
                for (String ciphertext : webhook.ciphertexts()) {
                    underOtherKeys += ciphertext.isEmpty() || keys.isCurrent(ciphertext) ? 0 : 1;
                    unreadable += isReadable(webhook, ciphertext, keys) ? 0 : 1;
                }
            }
            return new WebhookSnapshot(all.stream().anyMatch(Webhook::enabled), unreadable, underOtherKeys);
        }
    }
}
