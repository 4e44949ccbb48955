package dev.linkgate.gateway.atlas.channel;

import dev.linkgate.kernel.StartRefused;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The certificates of connections to all Atlases: the trusted ones, and the gateway's own, for an Atlas or a proxy that
 * asks for one.
 *
 * @param sslBundle the name of a bundle of Spring Boot ({@code spring.ssl.bundle}); absent or blank if the JVM's trust
 *     store applies
 */
@ConfigurationProperties("linkgate.atlas")
public record CertificateSettings(@Nullable String sslBundle) {

    private static final Logger log = LoggerFactory.getLogger(CertificateSettings.class);

    public CertificateSettings {
        sslBundle = sslBundle == null || sslBundle.isBlank() ? null : sslBundle;
    }

    /**
     * Hands over the bundle, if there is one, now and after each change of its files. A change that cannot be used is
     * logged, and the bundle of before stays in use.
     *
     * @throws StartRefused if there is no such bundle, or if it cannot be used
     */
    public void follow(SslBundles bundles, Consumer<SslBundle> user) {
        if (sslBundle == null) {
            return;
        }
        try {
            user.accept(bundles.getBundle(sslBundle));
        } catch (NoSuchSslBundleException e) {
            throw new StartRefused(
                    "linkgate.atlas.ssl-bundle names the SSL bundle '" + sslBundle + "', which does not exist.",
                    "Set spring.ssl.bundle.pem." + sslBundle + ", or name another bundle.");
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new StartRefused(
                    "The SSL bundle '" + sslBundle + "' of linkgate.atlas.ssl-bundle cannot be used: " + e.getMessage(),
                    "Check the files of spring.ssl.bundle, and that the key belongs to the certificate.");
        }
        bundles.addBundleUpdateHandler(sslBundle, changed -> {
            user.accept(changed);
            log.info("Connections to Atlas use the changed SSL bundle {} from now on", sslBundle);
        });
    }
}
