package dev.linkgate.gateway.feature.identities.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.linkgate.Certificates;
import dev.linkgate.ManualClock;
import dev.linkgate.RsaKeys;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.key.ClientCertificate;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.core.inbound.authentication.Identified;
import dev.linkgate.gateway.core.inbound.authentication.ShownCredential;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.identities.TestIssuer;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.Secret;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Which JWTs count. Every token that is refused here differs in one thing from one that is taken. */
class JwtProviderTest {

    private static final Instant NOW = Instant.parse("2026-11-24T13:24:00Z");
    private static final Access ACCESS =
            TestAccess.on(TestDatabase.SQLITE.migrated(), TestKeys.RING, new ManualClock());
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final RSAKey RSA = RsaKeys.next("rsa");
    private static final RSAKey FORGED = RsaKeys.next("rsa");
    private static final X509Certificate OWN = Certificates.client("CN=robot").getCertificate();
    private static final ECKey EC;
    private static final OctetSequenceKey SHARED;

    static {
        try {
            EC = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
            SHARED = new OctetSequenceKeyGenerator(256).keyID("shared").generate();
        } catch (JOSEException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Instant now = NOW;

    /** The refusal of the caller's address, if it has used up its requests. */
    private @Nullable Failure limit;

    private final JwtProvider jwts = new JwtProvider(
            List.of(new Issuer(
                    "company",
                    TestIssuer.of("https://issuer.example/", "linkgate", "linkgate-eu"),
                    new ImmutableJWKSet<>(new JWKSet(List.of(RSA, EC, SHARED))),
                    () -> now)),
            new JwtCallers(ACCESS),
            request -> Optional.ofNullable(limit));

    static Stream<Arguments> claimsThatAreFine() {
        return Stream.of(
                arguments("aud", List.of("another", "linkgate-eu")),
                arguments("exp", secondsFromNow(Duration.ofHours(24))),
                arguments("exp", secondsFromNow(Duration.ofHours(24).plus(SKEW))),
                arguments("exp", secondsFromNow(SKEW.negated())),
                arguments("exp", NOW.getEpochSecond() + 0.5),
                arguments("nbf", secondsFromNow(SKEW)),
                arguments("iat", secondsFromNow(SKEW)),
                arguments("iat", 0),
                arguments("nbf", null),
                arguments("sub", "x".repeat(255)),
                arguments("sub", "Müller 経理"),
                arguments("sub", null),
                arguments("scope", null),
                arguments("scope", ""),
                arguments("scope", List.of()),
                arguments("scope", "openid profile"),
                arguments("jti", "anything"),
                arguments("groups", Map.of("a", List.of(1, true))));
    }

    @ParameterizedTest
    @MethodSource("claimsThatAreFine")
    void validTokenIsAccepted(String claim, @Nullable Object value) {
        assertThat(identify(with(claim, value)).isAuthenticated()).isTrue();
    }

    static Stream<Arguments> claimsThatAreNot() {
        return Stream.of(
                arguments("iss", null),
                arguments("iss", "https://issuer.example"),
                arguments("iss", List.of("https://issuer.example/")),
                arguments("iss", 1),
                arguments("aud", null),
                arguments("aud", ""),
                arguments("aud", "linkgate another"),
                arguments("aud", List.of()),
                arguments("aud", List.of("another")),
                arguments("aud", List.of("linkgate", 1)),
                arguments("aud", Map.of("linkgate", true)),
                arguments("aud", 1),
                arguments("exp", "2026-11-24T14:00:00Z"),
                arguments("exp", String.valueOf(secondsFromNow(Duration.ofHours(1)))),
                arguments("exp", true),
                arguments("exp", List.of(secondsFromNow(Duration.ofHours(1)))),
                arguments("exp", secondsFromNow(SKEW.negated().minusSeconds(1))),
                arguments("exp", 0),
                arguments("exp", -1),
                arguments("exp", secondsFromNow(Duration.ofHours(24).plus(SKEW).plusSeconds(1))),
                arguments("exp", 9e15),
                arguments("exp", 9_000_000_000_000_000L),
                arguments("exp", Long.MAX_VALUE),
                arguments("exp", 1e300),
                arguments("exp", Math.addExact(18_446_744_073_709_551L, secondsFromNow(Duration.ofHours(1)))),
                arguments("nbf", secondsFromNow(SKEW.plusSeconds(1))),
                arguments("nbf", 9e15),
                arguments("nbf", "0"),
                arguments("nbf", false),
                arguments("iat", secondsFromNow(SKEW.plusSeconds(1))),
                arguments("iat", "0"),
                arguments("iat", true),
                arguments("sub", 4_711),
                arguments("sub", true),
                arguments("sub", List.of("somebody")),
                arguments("sub", Map.of()),
                arguments("sub", "admin\u202Etxt"),
                arguments("sub", "some\u2028body"),
                arguments("sub", "some\nbody"),
                arguments("sub", "some\u0000body"),
                arguments("sub", "some\u200Bbody"),
                arguments("team", ""),
                arguments("team", 1.5),
                arguments("team", true),
                arguments("team", List.of("payments")),
                arguments("team", Map.of("name", "payments")),
                arguments("team", " payments"),
                arguments("team", "payments\n"),
                arguments("team", "payments,billing"),
                arguments("team", "x".repeat(64)),
                arguments("scope", true),
                arguments("scope", Map.of("openid", true)),
                arguments("scope", List.of("openid", 1)));
    }

    @ParameterizedTest
    @MethodSource("claimsThatAreNot")
    void invalidTokenIsRefused(String claim, @Nullable Object value) {
        assertRefused(signed(with(claim, value)));
    }

    static Stream<Arguments> reasons() {
        return Stream.of(
                arguments(
                        "iss",
                        "https://elsewhere.example/",
                        "The JWT is of another issuer (iss) than the accepted one."),
                arguments("aud", "another", "The JWT is for another audience (aud) than this gateway."),
                arguments("exp", secondsFromNow(Duration.ofHours(-1)), "Jwt expired at 2026-11-24T12:24:00Z"),
                arguments("exp", null, "exp is required"),
                arguments(
                        "exp",
                        secondsFromNow(Duration.ofHours(25)),
                        "The JWT's claim exp is not a time, or is too far ahead."),
                arguments("nbf", secondsFromNow(Duration.ofHours(1)), "Jwt used before 2026-11-24T14:24:00Z"),
                arguments(
                        "iat",
                        secondsFromNow(Duration.ofHours(1)),
                        "The JWT's claim iat is not a time, or is too far ahead."),
                arguments(
                        "sub",
                        "x".repeat(256),
                        "The JWT's subject (sub) is too long, or contains invisible characters."),
                arguments("team", null, "The JWT names no team in its claim 'team', and fits no identity."),
                arguments("team", "Payments", "The JWT's claim team is not the name of a team."),
                arguments("team", 4_711, "The JWT's claim team is not the name of a team."),
                arguments("scope", 1, "The JWT's claim scope has the wrong type."));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void aRefusalNamesItsReason(String claim, @Nullable Object value, String reason) {
        Map<String, Object> claims = with(claim, value);
        claims.values().removeIf(Objects::isNull);
        assertThat(Identified.reason(identify(claims))).isEqualTo(reason);
    }

    /** A forger of tokens must not learn what the claims should be. */
    @ParameterizedTest
    @MethodSource("reasons")
    void withoutAValidSignatureNoClaimIsNamed(String claim, @Nullable Object value, String reason)
            throws JOSEException {
        boolean byNobody = claim.equals("iss"); // there are no keys to check it with
        RSASSASigner forger = new RSASSASigner(FORGED);

        assertThat(Identified.reason(identify(token(header("RS256", "rsa"), with(claim, value), forger))))
                .isEqualTo(byNobody ? reason : "The JWT's signature is not valid.");
        assertThat(Identified.reason(identify(token(header("RS256", "elsewhere"), with(claim, value), forger))))
                .isEqualTo(
                        byNobody
                                ? reason
                                : "The JWT is not signed with a key of the accepted issuer: the key is unknown.");
    }

    @Test
    void tokensThatAreNoSignedAccessTokensAreToldApart() throws JOSEException {
        assertThat(Identified.reason(identify("nonsense"))).isEqualTo("The token is neither a known key nor a JWT.");
        assertThat(Identified.reason(identify("a.b.c")))
                .isEqualTo("The token has the form of a JWT, but cannot be read.");
        assertThat(Identified.reason(identify(token(header("HS256", "shared"), good(), new MACSigner(SHARED)))))
                .isEqualTo("The JWT is signed with an algorithm that is not accepted.");
        assertThat(Identified.reason(identify(typed("dpop+jwt"))))
                .isEqualTo("The token is another kind of JWT: its type must be JWT or at+jwt.");
    }

    /** Its parser would take a stack of thousands of frames. */
    @Test
    void aTokenThatIsNestedTooDeeplyIsNotParsed() throws JOSEException {
        String text = "\"" + "[{".repeat(100) + "\\\"{\"";
        for (String fine : List.of(nested(15), text, "[" + text + "]")) {
            assertThat(identify(deep(fine)).isAuthenticated()).as(fine).isTrue();
        }
        for (String deep : List.of(nested(16), nested(5_000), "[".repeat(10_000), "{\"a\":".repeat(1_000))) {
            assertThat(Identified.reason(identify(deep(deep)))).isEqualTo("The JWT is nested too deeply.");
        }
        String claims = signed(good()).replaceFirst("[^.]*\\.", "");
        Base64URL header = Base64URL.encode("{\"alg\":\"RS256\",\"kid\":\"rsa\",\"deep\":" + nested(16) + "}");
        assertThat(Identified.reason(identify(header + "." + claims))).isEqualTo("The JWT is nested too deeply.");
    }

    /** Lists in a list. */
    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static String deep(String value) throws JOSEException {
        String claims = new Payload(good()).toString();
        JWSObject token = new JWSObject(
                header("RS256", "rsa"),
                new Payload(claims.substring(0, claims.length() - 1) + ",\"deep\":" + value + "}"));
        token.sign(new RSASSASigner(RSA));
        return token.serialize();
    }

    /** What is costly to find out of an unknown caller need not be. A stranger must not keep out who was known. */
    @Test
    void fromAnAddressThatAsksTooOftenOnlyTokensThatWereAcceptedAreRead() {
        String known = signed(good());
        String bad = signed(with("aud", "another"));
        assertThat(identify(known).isAuthenticated()).isTrue();
        assertThat(Identified.reason(identify(bad))).contains("audience");

        limit = Failure.of(ProblemCode.RATE_LIMITED, "Try again later.");

        assertThat(identify(known).isAuthenticated()).isTrue();
        for (String other : List.of(bad, signed(with("jti", "new")), "a.b.c")) {
            assertThat(Identified.reason(identify(other))).isEqualTo("Try again later.");
        }
        now = NOW.plus(Duration.ofDays(1));
        assertThat(Identified.reason(identify(known))).startsWith("Jwt expired at ");
    }

    /** RFC 8705, section 3.1. */
    @Test
    void aTokenThatIsBoundToACertificateNeedsIt() throws GeneralSecurityException {
        X509Certificate own = Certificates.client("CN=robot").getCertificate();
        X509Certificate another = Certificates.client("CN=robot").getCertificate();
        String token = signed(with("cnf", Map.of("x5t#S256", thumbprint(own))));

        assertThat(showing(own, token).isAuthenticated()).isTrue();
        assertThat(Identified.reason(showing(another, token)))
                .isEqualTo("The JWT is bound (cnf) to a client certificate that the request does not show.");
        assertRefused(token);
    }

    static Stream<Object> otherBindings() throws GeneralSecurityException {
        String thumbprint = thumbprint(OWN);
        return Stream.of(
                Map.of("jkt", thumbprint),
                Map.of("jwk", Map.of("kty", "RSA")),
                Map.of("kid", "rsa"),
                Map.of("x5t#S256", thumbprint, "jkt", thumbprint),
                Map.of("x5t#S256", List.of(thumbprint)),
                Map.of("x5t#S256", ""),
                Map.of(
                        "x5t#S256",
                        HexFormat.of().formatHex(Base64.getUrlDecoder().decode(thumbprint))),
                Map.of("x5t", thumbprint),
                Map.of(),
                List.of(),
                thumbprint,
                false);
    }

    /** DPoP (RFC 9449), for instance, which is not checked here. */
    @ParameterizedTest
    @MethodSource("otherBindings")
    void aTokenWithAnotherBindingIsRefused(Object bound) {
        assertThat(Identified.reason(showing(OWN, signed(with("cnf", bound)))))
                .isEqualTo("The JWT is bound (cnf) to something other than a client certificate (x5t#S256).");
    }

    private CallerAuthentication showing(X509Certificate certificate, String token) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAttribute(ClientCertificate.ATTRIBUTE, new X509Certificate[] {certificate});
        return Identified.by(jwts, new ShownCredential.BearerToken(Secret.of(token), request));
    }

    private static String thumbprint(X509Certificate certificate) throws GeneralSecurityException {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    @Test
    void theRightOfATokenEndsWithIt() {
        Right right =
                identify(with("exp", secondsFromNow(Duration.ofSeconds(10)))).right();
        Duration life = Duration.ofSeconds(10).plus(SKEW);

        now = NOW.plus(life).minusMillis(1);
        assertThat(right.continues()).isTrue();

        now = NOW.plus(life);
        assertThatThrownBy(right::continues).hasMessageContaining("unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    void rsaIsTaken(String algorithm) throws JOSEException {
        assertThat(identify(token(header(algorithm, "rsa"), good(), new RSASSASigner(RSA)))
                        .isAuthenticated())
                .isTrue();
    }

    @Test
    void ecdsaIsAccepted() throws JOSEException {
        assertThat(identify(token(header("ES256", "ec"), good(), new ECDSASigner(EC)))
                        .isAuthenticated())
                .isTrue();
    }

    /** They are refused even when the issuer's set has the key for them. */
    @Test
    void symmetricAlgorithmsAreRefused() throws JOSEException {
        assertRefused(token(header("HS256", "shared"), good(), new MACSigner(SHARED)));
        assertRefused(token(
                header("HS256", "rsa"),
                good(),
                new MACSigner(RSA.toRSAPublicKey().getEncoded())));
        assertRefused(token(
                header("HS256", "rsa"), good(), new MACSigner(RSA.toPublicJWK().toJSONString())));
    }

    @Test
    void anAlgorithmThatIsNotThatOfTheKeyIsRefused() throws JOSEException {
        assertRefused(
                token(header("ES256", "rsa"), good(), new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate())));
        String token = signed(good());
        for (String algorithm : List.of("ES256", "HS256", "EdDSA", "RS1")) {
            Base64URL header = Base64URL.encode("{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa\"}");
            assertRefused(token.replaceFirst("[^.]*", header.toString()));
        }
    }

    @Test
    void unsignedTokenIsRefused() throws Exception {
        assertRefused(new PlainJWT(JWTClaimsSet.parse(good())).serialize());
        String token = signed(good());
        assertRefused(token.substring(0, token.lastIndexOf('.') + 1));
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            Base64URL header = Base64URL.encode("{\"alg\":\"" + none + "\",\"kid\":\"rsa\"}");
            assertRefused(token.replaceFirst("[^.]*", header.toString()));
        }
    }

    @Test
    void onlyAccessTokensAreAccepted() throws JOSEException {
        for (String type : List.of("JWT", "jwt", "at+jwt", "application/at+jwt")) {
            assertThat(identify(typed(type)).isAuthenticated()).as(type).isTrue();
        }
        for (String type : List.of("dpop+jwt", "logout+jwt", "secevent+jwt", "JOSE", "")) {
            assertRefused(typed(type));
        }
    }

    /** Keys that the token itself brings or names are not its issuer's. */
    @Test
    void aTokenCannotBringItsKey() throws JOSEException {
        RSAKey own = RsaKeys.next("rsa");
        assertRefused(token(header("RS256", "rsa"), good(), new RSASSASigner(own)));
        JWSHeader bringing = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(own.toPublicJWK())
                .jwkURL(URI.create("https://elsewhere.example/keys"))
                .build();
        assertRefused(token(bringing, good(), new RSASSASigner(own)));
    }

    @Test
    void unknownCriticalHeaderIsRefused() throws JOSEException {
        JWSHeader critical = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa")
                .criticalParams(Set.of("exp"))
                .customParam("exp", 1)
                .build();
        assertRefused(token(critical, good(), new RSASSASigner(RSA)));
    }

    /** Any text in place of a token is refused without an exception. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noChangeOfATokenIsTakenOrThrows(long seed) {
        String good = signed(good());
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 250; i++) {
            String changed = changed(good, random);
            if (!changed.equals(good)) {
                assertThat(identify(changed).isAuthenticated())
                        .as("seed %d: %s", seed, changed)
                        .isFalse();
            }
        }
    }

    private static String changed(String token, RandomGenerator random) {
        String characters = "ABCabc019-_.={}\"\u0000é ";
        StringBuilder changed = new StringBuilder(token);
        // The last character of base64url has bits that mean nothing.
        int at = random.nextInt(token.length() - 1);
        switch (random.nextInt(4)) {
            case 0 -> changed.setCharAt(at, characters.charAt(random.nextInt(characters.length())));
            case 1 -> changed.setLength(at);
            case 2 -> changed.insert(at, characters.charAt(random.nextInt(characters.length())));
            default -> changed.delete(at, Math.min(token.length(), at + 1 + random.nextInt(20)));
        }
        return changed.toString();
    }

    private void assertRefused(String token) {
        assertThat(identify(token).isAuthenticated()).as(token).isFalse();
    }

    private CallerAuthentication identify(Map<String, Object> claims) {
        return identify(signed(claims));
    }

    private CallerAuthentication identify(String token) {
        return Identified.by(jwts, token);
    }

    private static long secondsFromNow(Duration later) {
        return NOW.plus(later).getEpochSecond();
    }

    private static Map<String, Object> good() {
        return new HashMap<>(Map.of(
                "iss", "https://issuer.example/",
                "aud", "linkgate",
                "sub", "somebody",
                "team", "payments",
                "exp", secondsFromNow(Duration.ofHours(1))));
    }

    private static Map<String, Object> with(String claim, @Nullable Object value) {
        Map<String, Object> claims = good();
        claims.put(claim, value);
        return claims;
    }

    private static String typed(String type) throws JOSEException {
        return token(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("rsa")
                        .type(new JOSEObjectType(type))
                        .build(),
                good(),
                new RSASSASigner(RSA));
    }

    private static String signed(Map<String, Object> claims) {
        try {
            return token(header("RS256", "rsa"), claims, new RSASSASigner(RSA));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSHeader header(String algorithm, String key) {
        return new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID(key).build();
    }

    /** The signing helper does not check the claims, so they can be anything. */
    private static String token(JWSHeader header, Map<String, Object> claims, JWSSigner signer) throws JOSEException {
        JWSObject token = new JWSObject(header, new Payload(claims));
        token.sign(signer);
        return token.serialize();
    }
}
