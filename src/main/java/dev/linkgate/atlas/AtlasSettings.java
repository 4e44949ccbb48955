package dev.linkgate.atlas;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach Atlas.
 *
 * @param baseUrl scheme, host and port, checked by {@link AtlasOrigin}; the gateway appends the paths
 * @param allowPlainHttp whether {@code http} to another machine is allowed
 * @param api which of Atlas's APIs to speak
 * @param deadline for one request of a team, retries included
 * @param connectTimeout for one TCP and TLS connection, and for waiting until a request may be sent
 * @param responseTimeout for one request, from asking for a connection to the answer's last byte
 * @param maxConnections the maximum number of open connections to Atlas, and of concurrent requests
 */
@ConfigurationProperties("linkgate.atlas")
record AtlasSettings(
        @DefaultValue("https://cloud.mongodb.com") String baseUrl,
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue("v2") Api api,
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("20s") Duration responseTimeout,
        @DefaultValue("256") int maxConnections) {

    AtlasSettings {
        baseUrl = AtlasOrigin.of(baseUrl, allowPlainHttp).toString();
        if (!deadline.isPositive() || !connectTimeout.isPositive() || !responseTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "linkgate.atlas.deadline, .connect-timeout and .response-timeout must be positive");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("linkgate.atlas.max-connections must be at least 1");
        }
    }

    URI origin() {
        return URI.create(baseUrl);
    }

    /** Atlas's two generations of the private endpoint resources. */
    enum Api {
        /** The versioned Atlas Administration API. */
        V2,
        /** The deprecated v1.0 resources, AWS only. */
        CLASSIC
    }
}
