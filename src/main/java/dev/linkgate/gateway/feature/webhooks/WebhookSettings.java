package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.feature.webhooks.target.AllowedTargets;
import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of webhooks.
 *
 * @param allow the receivers, as {@link AllowedTargets} reads them; nothing is sent to others
 * @param source the {@code source} of events: a reference of a URI, the same on all replicas
 * @param timeout for one try, from its beginning to the status of the answer; at most 1 min
 * @param longestPause the longest pause between two tries of an event
 * @param sslBundle the name of a bundle of Spring Boot ({@code spring.ssl.bundle}) with the certificates that receivers
 *     are trusted by; absent or blank if the JVM's trust store applies
 */
@ConfigurationProperties("linkgate.webhooks")
record WebhookSettings(
        @DefaultValue List<String> allow,
        @DefaultValue("linkgate") String source,
        @DefaultValue("15s") Duration timeout,
        @DefaultValue("4h") Duration longestPause,
        @Nullable String sslBundle) {

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);

    /** @throws StartRefused if a value cannot be used */
    WebhookSettings {
        AllowedTargets.of(allow);
        if (!isReference(source)) {
            throw new StartRefused(
                    "linkgate.webhooks.source must be a reference of a URI.",
                    "Set it to a URI, or a part of one, such as linkgate, or leave it out.");
        }
        SettingBounds.requirePositive("linkgate.webhooks.timeout", timeout, LONGEST_TIMEOUT);
        SettingBounds.requirePositive("linkgate.webhooks.longest-pause", longestPause);
        sslBundle = sslBundle == null || sslBundle.isBlank() ? null : sslBundle;
    }

    /** For finding the address of a receiver, for connecting, and for the TLS handshake; each. */
    Duration connectTimeout() {
        return timeout.dividedBy(3);
    }

    AllowedTargets targets() {
        return AllowedTargets.of(allow);
    }

    private static boolean isReference(String text) {
        try {
            return !new URI(text).toString().isBlank();
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
