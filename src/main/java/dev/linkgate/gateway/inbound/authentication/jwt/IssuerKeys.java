package dev.linkgate.gateway.inbound.authentication.jwt;

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
import dev.linkgate.gateway.access.principal.IssuerSettings;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

/**
 * Fetches the keys of the JWTs' issuer: the JWK set at the given address, or at the one that the issuer's discovery
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

    /** The time for at most two fetches: the cache's regular one, and one for unknown keys. */
    private static final Duration FETCH_INTERVAL = Duration.ofMinutes(1);

    /** How long the last keys are accepted while the issuer cannot be reached. */
    private static final Duration OUTAGE = Duration.ofHours(4);

    private final URI issuer;
    private final @Nullable URI jwkSet;
    private final Duration answerTimeout;
    private final WebClient web = WebClient.builder()
            .clientConnector(new ReactorClientHttpConnector(HttpClient.create().proxyWithSystemProperties()))
            .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(MAX_BYTES))
            .build();

    /** Whether its last answer had keys. */
    private volatile boolean hasAnswered;

    /**
     * @param jwkSet absent to take it from the issuer's discovery document
     * @param answerTimeout for one complete answer; the product's is {@link #ANSWER_TIMEOUT}
     */
    IssuerKeys(URI issuer, @Nullable URI jwkSet, Duration answerTimeout) {
        this.issuer = issuer;
        this.jwkSet = jwkSet;
        this.answerTimeout = answerTimeout;
    }

    /**
     * The keys, cached. A request with a known key waits only for the very first fetch. A request with an unknown key
     * waits for at most one fetch, which all waiting requests share.
     */
    JWKSource<SecurityContext> cached() {
        JWKSource<SecurityContext> built = JWKSourceBuilder.create(this)
                .cache(CACHE_LIFE.toMillis(), 2 * answerTimeout.toMillis())
                .refreshAheadCache(REFRESH_AHEAD.toMillis(), true)
                .rateLimited(FETCH_INTERVAL.toMillis())
                .outageTolerant(OUTAGE.toMillis())
                .build();
        return new Known(((JWKSetBasedJWKSource<SecurityContext>) built).getJWKSetSource());
    }

    /** Of an issuer that has not answered, and is not asked again so soon, no key is unknown: it is unavailable. */
    private final class Known extends JWKSetBasedJWKSource<SecurityContext> {

        Known(JWKSetSource<SecurityContext> source) {
            super(source);
        }

        @Override
        public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
            try {
                return super.get(selector, context);
            } catch (RateLimitReachedException e) {
                throw hasAnswered ? e : new JWKSetUnavailableException("The issuer has not answered.", e);
            }
        }
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator evaluator, long now, @Nullable SecurityContext context)
            throws KeySourceException {
        try {
            JWKSet keys = JWKSet.parse(get(jwkSet == null ? discover() : jwkSet));
            hasAnswered = true;
            return keys;
        } catch (ParseException | RuntimeException e) {
            hasAnswered = false;
            log.warn("The keys of the JWTs' issuer cannot be fetched: {}", e.getMessage());
            throw new JWKSetRetrievalException("The keys cannot be fetched.", e);
        }
    }

    private URI discover() throws ParseException {
        Map<String, Object> document =
                JSONObjectUtils.parse(get(URI.create(IssuerSettings.discoveryUri(issuer.toString()))));
        if (!issuer.toString().equals(document.get("issuer"))) {
            throw new IllegalStateException("the discovery document names another issuer");
        }
        String keys = Objects.requireNonNull(JSONObjectUtils.getString(document, "jwks_uri"), "no jwks_uri");
        if (IssuerSettings.isSafe(issuer.toString()) && !IssuerSettings.isSafe(keys)) {
            throw new IllegalStateException("the discovery document names an address that cannot be trusted");
        }
        return URI.create(keys);
    }

    private String get(URI address) {
        return Objects.requireNonNullElse(
                web.get().uri(address).retrieve().bodyToMono(String.class).block(answerTimeout), "");
    }

    @Override
    public void close() {}
}
