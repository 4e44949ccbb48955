package dev.linkgate.gateway.feature.identities.jwt;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.linkgate.gateway.feature.identities.IssuerSettings;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider;

/**
 * Fetches the keys of an issuer of JWTs: the JWK set at the given address, or at the one that the issuer's discovery
 * document (OpenID Connect Discovery 1.0, section 4) names.
 *
 * <p>A complete answer must have arrived within a time-out, and may have at most {@link #MAX_BYTES}. Redirects are not
 * followed.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

    private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);

    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

    private static final int MAX_BYTES = 128 * 1024;

    /** The time after which a key that the issuer has withdrawn is no longer accepted. */
    private static final Duration CACHE_LIFE = Duration.ofMinutes(5);

    private static final Duration REFRESH_AHEAD = Duration.ofMinutes(1);

    /**
     * The time for at most two fetches, so that strangers with made-up keys cause six a minute, and keep out a new key
     * for no longer than this.
     */
    static final Duration FETCH_INTERVAL = Duration.ofSeconds(20);

    /** How long the last keys are accepted while the issuer cannot be reached. */
    private static final Duration OUTAGE = Duration.ofHours(4);

    private final String name;
    private final IssuerSettings.OfIssuer settings;
    private final Duration answerTimeout;
    private final Duration fetchInterval;
    private volatile WebClient web;

    /** When its last answer with keys came, by {@link System#nanoTime}. */
    private volatile long answered = System.nanoTime();

    /** @param name the operator's */
    IssuerKeys(String name, IssuerSettings.OfIssuer settings) {
        this(name, settings, ANSWER_TIMEOUT, FETCH_INTERVAL);
    }

    /** @param answerTimeout for one complete answer */
    IssuerKeys(String name, IssuerSettings.OfIssuer settings, Duration answerTimeout, Duration fetchInterval) {
        this.name = name;
        this.settings = settings;
        this.answerTimeout = answerTimeout;
        this.fetchInterval = fetchInterval;
        this.web = client(HttpClient.create());
    }

    private static WebClient client(HttpClient http) {
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(http.proxyWithSystemProperties()))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_BYTES))
                .build();
    }

    /** Trusts the certificates of a bundle, and shows the bundle's own one, from now on. */
    void use(SslBundle bundle) {
        SslProvider.GenericSslContextSpec<SslContextBuilder> certificates = Http11SslContextSpec.forClient()
                .configure(context -> context.keyManager(bundle.getManagers().getKeyManagerFactory())
                        .trustManager(bundle.getManagers().getTrustManagerFactory()));
        web = client(HttpClient.create().secure(tls -> tls.sslContext(certificates)));
    }

    /**
     * The keys, cached. A request with a known key waits only for the very first fetch. A request with an unknown key
     * waits for at most one fetch, which all waiting requests share.
     */
    JWKSource<SecurityContext> cached() {
        JWKSource<SecurityContext> built = JWKSourceBuilder.create(this)
                .cache(CACHE_LIFE.toMillis(), 2 * answerTimeout.toMillis())
                .refreshAheadCache(REFRESH_AHEAD.toMillis(), true)
                .rateLimited(fetchInterval.toMillis())
                .outageTolerant(OUTAGE.toMillis())
                .build();
        return new Known(((JWKSetBasedJWKSource<SecurityContext>) built).getJWKSetSource());
    }

    /**
     * A key is unknown only if the issuer has answered since it was asked for. Else the issuer is unavailable: it does not
     * answer, or may not be asked again yet.
     */
    private final class Known extends JWKSetBasedJWKSource<SecurityContext> {

        Known(JWKSetSource<SecurityContext> source) {
            super(source);
        }

        @Override
        public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
            long begun = System.nanoTime();
            List<JWK> keys = getOrNone(selector, context);
            if (keys.isEmpty() && answered - begun < 0) {
                throw new JWKSetUnavailableException("The issuer has not answered.");
            }
            return keys;
        }

        private List<JWK> getOrNone(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
            try {
                return super.get(selector, context);
            } catch (RateLimitReachedException e) {
                return List.of();
            }
        }
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
            throws KeySourceException {
        try {
            String address = settings.jwkSetUri();
            JWKSet keys = JWKSet.parse(get(URI.create(address == null ? discover() : address)));
            answered = System.nanoTime();
            return keys;
        } catch (ParseException | RuntimeException e) {
            log.warn("The keys of the JWTs' issuer {} cannot be fetched: {}", name, e.getMessage());
            throw new JWKSetRetrievalException("The keys cannot be fetched.", e);
        }
    }

    private String discover() throws ParseException {
        Map<String, Object> document = JSONObjectUtils.parse(get(URI.create(settings.discoveryUri())));
        if (!settings.uri().equals(document.get("issuer"))) {
            throw new IllegalStateException("the discovery document names another issuer");
        }
        String keys = Objects.requireNonNull(JSONObjectUtils.getString(document, "jwks_uri"), "no jwks_uri");
        if (!IssuerSettings.isSafe(keys)) {
            throw new IllegalStateException("the discovery document names an address that cannot be trusted");
        }
        return keys;
    }

    private String get(URI address) {
        return Objects.requireNonNullElse(
                web.get().uri(address).retrieve().bodyToMono(String.class).block(answerTimeout), "");
    }

    @Override
    public void close() {}
}
