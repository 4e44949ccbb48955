package dev.linkgate.gateway.core.platform.settings;

import dev.linkgate.kernel.StartRefused;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The certificates of outbound connections: the trusted ones, and the gateway's own, for a server that asks for one.
 *
 * @param setting its name
 * @param bundle the name of a bundle of Spring Boot ({@code spring.ssl.bundle}); absent or blank if the JVM's trust store
 *     applies
 */
public record ClientBundle(String setting, @Nullable String bundle) {

    private static final Logger log = LoggerFactory.getLogger(ClientBundle.class);

    /**
     * Hands over the bundle, if there is one, now and after each change of its files. A change that cannot be used is
     * logged, and the bundle of before stays in use.
     *
     * @throws StartRefused if there is no such bundle, or if it cannot be used
     */
    public void follow(SslBundles bundles, Consumer<SslBundle> user) {
        if (bundle == null || bundle.isBlank()) {
            return;
        }
        try {
            user.accept(bundles.getBundle(bundle));
        } catch (NoSuchSslBundleException e) {
            throw new StartRefused(
                    setting + " names the SSL bundle '" + bundle + "', which does not exist.",
                    "Set spring.ssl.bundle.pem." + bundle + ", or name another bundle.");
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new StartRefused(
                    "The SSL bundle '" + bundle + "' of " + setting + " cannot be used: " + e.getMessage(),
                    "Check the files of spring.ssl.bundle, and that the key belongs to the certificate.");
        }
        bundles.addBundleUpdateHandler(bundle, changed -> {
            user.accept(changed);
            log.info("New connections use the changed SSL bundle {} of {}", bundle, setting);
        });
    }
}
