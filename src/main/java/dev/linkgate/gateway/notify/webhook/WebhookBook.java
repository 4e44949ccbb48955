package dev.linkgate.gateway.notify.webhook;

import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.UnreadableSecret;
import java.util.List;

/**
 * The stored webhooks.
 *
 * @param all by their names
 * @param unreadable how many of their secrets cannot be decrypted here
 * @param underOtherKeys how many of them another master key than the first one encrypts
 */
record WebhookBook(List<Webhook> all, int unreadable, int underOtherKeys) {

    static WebhookBook of(List<Webhook> all, KeyRing keys) {
        int unreadable = 0;
        int underOtherKeys = 0;
        for (Webhook webhook : all) {
            for (String ciphertext : webhook.ciphertexts()) {
                underOtherKeys += keys.isCurrent(ciphertext) ? 0 : 1;
                unreadable += isReadable(webhook, ciphertext, keys) ? 0 : 1;
            }
        }
        return new WebhookBook(all, unreadable, underOtherKeys);
    }

    private static boolean isReadable(Webhook webhook, String ciphertext, KeyRing keys) {
        try {
            keys.decrypt(Webhook.binding(webhook.name()), ciphertext);
            return true;
        } catch (UnreadableSecret e) {
            return false;
        }
    }
}
