package dev.linkgate.atlas;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach Atlas.
 *
 * @param baseUrl scheme, host and port; the gateway appends the paths
 * @param api which of Atlas's APIs to speak
 * @param deadline for one call of a team, retries included
 * @param connectTimeout for one TCP and TLS connection
 * @param responseTimeout for one request, from asking for a connection to the answer's last byte
 * @param maxConnections open connections to Atlas at most
 */
@ConfigurationProperties("linkgate.atlas")
record AtlasSettings(
        @DefaultValue("https://cloud.mongodb.com") URI baseUrl,
        @DefaultValue("v2") Api api,
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("20s") Duration responseTimeout,
        @DefaultValue("256") int maxConnections) {

    /** Atlas's two generations of the private endpoint resources. */
    enum Api {
        /** The versioned Atlas Administration API. */
        V2,
        /** The deprecated v1.0 resources, AWS only. */
        CLASSIC
    }
}
