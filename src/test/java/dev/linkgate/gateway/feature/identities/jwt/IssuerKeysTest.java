package dev.linkgate.gateway.feature.identities.jwt;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.linkgate.ManualClock;
import dev.linkgate.Patience;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.inbound.authentication.Identified;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.identities.IdentityWords;
import dev.linkgate.gateway.feature.identities.IssuerSettings;
import dev.linkgate.gateway.feature.identities.TestIssuer;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often the issuer is asked for its keys, and which keys are accepted while it does not answer. */
@Timeout(120)
class IssuerKeysTest {

    /** It is longer than any busy machine needs for an answer. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** It is longer than any test, and must be shorter than the keys are kept. */
    private static final Duration INTERVAL = Duration.ofMinutes(4);

    private static final Access ACCESS =
            TestAccess.on(TestDatabase.SQLITE.migrated(), TestKeys.RING, new ManualClock());
    private static final ECKey KEY = newKey("known");
    private static final ECKey UNKNOWN = newKey("unknown");

    private final WireMockServer issuer = new WireMockServer(wireMockConfig().dynamicPort());
    private final String name;
    private JwtProvider jwts;

    IssuerKeysTest() {
        issuer.start();
        name = issuer.baseUrl();
        jwts = authenticator(URI.create(name + "/keys"));
        issuer.stubFor(get("/keys").willReturn(okJson(new JWKSet(KEY).toString())));
    }

    @AfterEach
    void stop() throws IOException {
        jwts.close();
        issuer.stop();
    }

    /** A stranger's made-up keys must not make a key of the issuer unknown. */
    @Test
    void aNewKeyIsNotUnknownWhileTheIssuerMayNotBeAsked() {
        assertKnown(KEY);
        assertThat(refusal(newKey("made up"))).isEqualTo(ProblemCode.UNAUTHENTICATED);
        assertThat(refusal(newKey("made up, too"))).isEqualTo(IdentityWords.ISSUER_UNAVAILABLE);
        issuer.stubFor(get("/keys").willReturn(okJson(new JWKSet(List.of(KEY, UNKNOWN)).toString())));

        assertThat(refusal(UNKNOWN)).isEqualTo(IdentityWords.ISSUER_UNAVAILABLE);
        assertKnown(KEY);
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void aNewKeyIsNotUnknownWhileTheIssuerIsDown() {
        assertKnown(KEY);
        issuer.stubFor(get("/keys").willReturn(serverError()));
        for (int i = 0; i < 3; i++) {
            assertThat(refusal(UNKNOWN)).isEqualTo(IdentityWords.ISSUER_UNAVAILABLE);
        }
    }

    /** Its two fetches are used up by strangers; then time passes. */
    @Test
    void strangersKeepOutANewKeyForAnIntervalAtMost() {
        Duration interval = Duration.ofMillis(100);
        IssuerSettings.OfIssuer settings = TestIssuer.withKeys(name, name + "/keys", "linkgate");
        try (JwtProvider often = provider(settings, PATIENCE, interval)) {
            for (int i = 0; i < 5; i++) {
                Identified.by(often, token(newKey("made up " + i)));
            }
            issuer.stubFor(get("/keys").willReturn(okJson(new JWKSet(List.of(KEY, UNKNOWN)).toString())));
            Patience.until(() -> Identified.by(often, token(UNKNOWN)).isAuthenticated());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProblemCode refusal(ECKey key) {
        return Objects.requireNonNull(Identified.by(jwts, token(key)).refusal()).code();
    }

    @Test
    void concurrentRequestsShareAFetch() throws Exception {
        issuer.stubFor(
                get("/keys").willReturn(okJson(new JWKSet(KEY).toString()).withFixedDelay(300)));
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> asked = IntStream.range(0, 50)
                    .mapToObj(i -> callers.submit(() -> assertKnown(KEY)))
                    .toList();
            for (Future<?> answer : asked) {
                answer.get();
            }
        }
        assertThat(fetches()).isEqualTo(1);
    }

    /** The cache keeps what it has got in the last minute of the four hours. */
    @Test
    void knownKeysDoNotOutliveFourHours() throws Exception {
        JWKSetSource<SecurityContext> keys = ((JWKSetBasedJWKSource<SecurityContext>)
                        new IssuerKeys("company", TestIssuer.withKeys(name, name + "/keys"), PATIENCE, INTERVAL)
                                .cached())
                .getJWKSetSource();
        long start = System.currentTimeMillis();
        assertThat(at(keys, start, Duration.ZERO)).isEqualTo(new JWKSet(KEY.toPublicJWK()));
        issuer.stop();

        assertThat(at(keys, start, Duration.ofMinutes(239))).isEqualTo(new JWKSet(KEY.toPublicJWK()));
        assertThatExceptionOfType(JWKSetUnavailableException.class)
                .isThrownBy(() -> at(keys, start, Duration.ofMinutes(246)));
        keys.close();
    }

    private static JWKSet at(JWKSetSource<SecurityContext> keys, long start, Duration later) throws Exception {
        return keys.getJWKSet(JWKSetCacheRefreshEvaluator.noRefresh(), start + later.toMillis(), null);
    }

    @Test
    void invalidKeySetChangesNothing() {
        assertKnown(KEY);
        issuer.stubFor(get("/keys").willReturn(okJson("{\"keys\":\"" + "x".repeat(200_000) + "\"}")));
        assertUnknown(UNKNOWN);
        assertKnown(KEY);
    }

    @Test
    void noRedirectIsFollowed() throws IOException {
        issuer.stubFor(get("/moved").willReturn(temporaryRedirect("/keys")));
        try (JwtProvider moved = authenticator(URI.create(name + "/moved"))) {
            assertThat(Identified.by(moved, token(KEY)).isAuthenticated()).isFalse();
        }
        assertThat(fetches()).isZero();
    }

    @Test
    void theIssuersDocumentNamesTheKeys() throws IOException {
        answerDocument(name, name);
        try (JwtProvider discovering = authenticator(null)) {
            assertThat(Identified.by(discovering, token(KEY)).isAuthenticated()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"https://elsewhere.example,", ", http://elsewhere.example"})
    void aDocumentThatCannotBeTrustedIsRefused(@Nullable String of, @Nullable String keys) throws IOException {
        answerDocument(Objects.requireNonNullElse(of, name), Objects.requireNonNullElse(keys, name));
        try (JwtProvider discovering = authenticator(null)) {
            assertThat(Identified.reason(Identified.by(discovering, token(KEY))))
                    .contains("cannot be fetched");
        }
        assertThat(fetches()).isZero();
    }

    private JwtProvider authenticator(@Nullable URI keys) {
        return authenticator(keys, PATIENCE);
    }

    private JwtProvider authenticator(@Nullable URI keys, Duration answerTimeout) {
        return provider(
                TestIssuer.withKeys(name, keys == null ? null : keys.toString(), "linkgate"), answerTimeout, INTERVAL);
    }

    private static JwtProvider provider(IssuerSettings.OfIssuer settings, Duration answerTimeout, Duration interval) {
        return new JwtProvider(
                List.of(new Issuer(
                        "company",
                        settings,
                        new IssuerKeys("company", settings, answerTimeout, interval).cached(),
                        InstantSource.system())),
                new JwtCallers(ACCESS),
                request -> Optional.empty());
    }

    private void answerDocument(String of, String keys) {
        issuer.stubFor(get("/.well-known/openid-configuration")
                .willReturn(aResponse().withBody("{\"issuer\":\"" + of + "\",\"jwks_uri\":\"" + keys + "/keys\"}")));
    }

    private int fetches() {
        return issuer.findAll(getRequestedFor(urlEqualTo("/keys"))).size();
    }

    private void assertKnown(ECKey key) {
        assertThat(Identified.by(jwts, token(key)).isAuthenticated()).isTrue();
    }

    private void assertUnknown(ECKey key) {
        assertThat(Identified.by(jwts, token(key)).isAuthenticated()).isFalse();
    }

    private String token(ECKey key) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder()
                            .issuer(name)
                            .audience("linkgate")
                            .claim("team", "payments")
                            .expirationTime(Date.from(Instant.now().plusSeconds(3_600)))
                            .build());
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey newKey(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
