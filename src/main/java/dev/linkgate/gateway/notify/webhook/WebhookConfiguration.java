package dev.linkgate.gateway.notify.webhook;

import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.encryption.MissingKeys;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.kernel.StartRefused;
import java.time.InstantSource;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the webhooks, and the client of their receivers. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    /** All that stores a secret needs this bean, so the keys are checked before a declaration is applied. */
    @Bean
    Webhooks webhooks(
            WebhookStore store, DeliveryStore deliveries, KeyRing keys, Snapshots snapshots, InstantSource clock) {
        MissingKeys.of(store.secrets(), keys)
                .refuseStart(
                        names -> "run this in the database, start, and store the webhooks again: DELETE FROM webhook"
                                + " WHERE name IN (" + names + ");");
        return new Webhooks(store, deliveries, keys, snapshots, clock);
    }

    /** @throws StartRefused if the bundle of {@code linkgate.webhooks.ssl-bundle} does not exist, or cannot be used */
    @Bean
    ReceiverClient receiverClient(
            WebhookSettings settings, InstantSource clock, ProductVersion version, SslBundles bundles) {
        ReceiverClient client = new ReceiverClient(settings, clock, version.value());
        String bundle = settings.sslBundle();
        if (bundle != null) {
            try {
                client.use(bundles.getBundle(bundle));
            } catch (NoSuchSslBundleException e) {
                throw new StartRefused(
                        "linkgate.webhooks.ssl-bundle names the SSL bundle '" + bundle + "', which does not exist.",
                        "Set spring.ssl.bundle.pem." + bundle + ", or name another bundle.");
            } catch (IllegalStateException | IllegalArgumentException e) {
                throw new StartRefused(
                        "The SSL bundle '" + bundle + "' of linkgate.webhooks.ssl-bundle cannot be used: "
                                + e.getMessage(),
                        "Check the files of spring.ssl.bundle.");
            }
            bundles.addBundleUpdateHandler(bundle, client::use);
        }
        return client;
    }
}
