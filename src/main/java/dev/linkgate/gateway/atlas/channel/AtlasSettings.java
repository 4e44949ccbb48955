package dev.linkgate.gateway.atlas.channel;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach Atlas.
 *
 * @param baseUrl scheme, host and port, checked by {@link AtlasOrigin}; the gateway appends the paths
 * @param baseUrls the base URLs of other Atlases that a credential may belong to, such as Atlas for Government
 * @param allowPlainHttp whether {@code http} to another machine is allowed
 * @param api which of Atlas's APIs to speak
 * @param deadline for one request of a team, retries included; at most 30 minutes
 * @param connectTimeout for one TCP and TLS connection, and for waiting until a request may be sent
 * @param responseTimeout for one request, from asking for a connection to the answer's last byte
 * @param maxConnections the maximum number of open connections to one Atlas, and of concurrent requests
 */
@ConfigurationProperties("linkgate.atlas")
public record AtlasSettings(
        @DefaultValue("https://cloud.mongodb.com") String baseUrl,
        @DefaultValue List<String> baseUrls,
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue("v2") Api api,
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("20s") Duration responseTimeout,
        @DefaultValue("256") int maxConnections) {

    /** Half as long as a lock may be held, because a write holds a lock until its deadline. */
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(30);

    public AtlasSettings {
        baseUrl = origin("linkgate.atlas.base-url", baseUrl, allowPlainHttp);
        baseUrls = baseUrls.stream()
                .map(url -> origin("linkgate.atlas.base-urls", url, allowPlainHttp))
                .toList();
        if (!deadline.isPositive() || !connectTimeout.isPositive() || !responseTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "linkgate.atlas.deadline, .connect-timeout and .response-timeout must be positive");
        }
        if (deadline.compareTo(LONGEST_DEADLINE) > 0) {
            throw new IllegalArgumentException("linkgate.atlas.deadline must be at most 30m");
        }
        if (maxConnections < 1) {
            throw new IllegalArgumentException("linkgate.atlas.max-connections must be at least 1");
        }
    }

    private static String origin(String setting, String baseUrl, boolean allowPlainHttp) {
        return AtlasOrigin.of(setting, baseUrl, allowPlainHttp).toString();
    }

    /** The same settings with this Atlas alone. */
    public AtlasSettings at(URI origin) {
        return new AtlasSettings(
                origin.toString(),
                List.of(),
                allowPlainHttp,
                api,
                deadline,
                connectTimeout,
                responseTimeout,
                maxConnections);
    }

    /** The origins of all Atlases that a credential may belong to. */
    public Set<URI> origins() {
        return Stream.concat(Stream.of(baseUrl), baseUrls.stream())
                .map(URI::create)
                .collect(Collectors.toUnmodifiableSet());
    }

    public URI origin() {
        return URI.create(baseUrl);
    }

    /** Atlas's two generations of the private endpoint resources. */
    public enum Api {
        /** The versioned Atlas Administration API. */
        V2,
        /** The deprecated v1.0 resources, AWS only. */
        CLASSIC
    }
}
