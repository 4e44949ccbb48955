package dev.linkgate.gateway.core.atlas.channel;

import dev.linkgate.gateway.core.platform.settings.ClientBundle;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The certificates of connections to all Atlases, and the gateway's own, for an Atlas or a proxy that asks for one.
 *
 * @param sslBundle the name of a bundle of Spring Boot ({@code spring.ssl.bundle}); absent or blank if the JVM's trust
 *     store applies
 */
@ConfigurationProperties("linkgate.atlas")
public record CertificateSettings(@Nullable String sslBundle) {

    public ClientBundle bundle() {
        return new ClientBundle("linkgate.atlas.ssl-bundle", sslBundle);
    }
}
