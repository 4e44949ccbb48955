package dev.linkgate.gateway.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.access.KeyBinding;
import dev.linkgate.gateway.access.StoredKey;
import dev.linkgate.gateway.access.StoredVerifier;
import dev.linkgate.gateway.encryption.DerivedKey;
import dev.linkgate.gateway.request.ProblemCode;
import dev.linkgate.gateway.request.Right;
import dev.linkgate.gateway.store.Snapshots;
import dev.linkgate.gateway.store.TestDatabase;
import dev.linkgate.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class AccessTokensTest {

    private static final DerivedKey KEY = key("5d41402a", 'a');
    private static final DerivedKey NEW_KEY = key("900150bf", 'b');
    private static final Duration MILLI = Duration.ofMillis(1);

    private final ManualClock clock = new ManualClock();
    private final Instant now = clock.instant();
    private final DataSource database = TestDatabase.SQLITE.migrated();
    private final RevokedTokens revoked = revoked();
    private final AccessTokens tokens = signingWith(KEY);

    private static DerivedKey key(String id, char each) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) each);
        return new DerivedKey(id, new SecretKeySpec(bytes, "HmacSHA256"));
    }

    private RevokedTokens revoked() {
        JdbcClient jdbc = JdbcClient.create(database);
        return new RevokedTokens(
                new RevokedTokenStore(jdbc, clock),
                new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock::read),
                clock);
    }

    private AccessTokens signingWith(DerivedKey... keys) {
        return new AccessTokens(List.of(keys), revoked, clock);
    }

    private StoredKey teamKey(@Nullable Instant expiresAt) {
        return new StoredKey(
                "h0pCeGHbvnoe", "payments", "ci", "", now, expiresAt, KeyBinding.NONE, StoredVerifier.NONE, null, null);
    }

    private AccessToken recognised(IssuedToken issued) {
        return tokens.recognise(issued.text()).orElseThrow();
    }

    @Test
    void tokenLivesAnHour() {
        IssuedToken issued = tokens.issue(teamKey(null));
        AccessToken token = recognised(issued);

        assertThat(issued.life()).isEqualTo(Duration.ofHours(1));
        assertThat(token.keyId()).isEqualTo("h0pCeGHbvnoe");
        clock.advance(Duration.between(clock.instant(), token.expiresAt()).minus(MILLI));
        assertThat(tokens.isValid(token)).isTrue();
        assertThat(tokens.rightOf(token).state()).isInstanceOf(Right.Held.class);
        clock.advance(MILLI);
        assertThat(tokens.isValid(token)).isFalse();
        assertThat(tokens.rightOf(token).state()).isInstanceOf(Right.Ended.class);
    }

    @Test
    void tokenNeverOutlivesItsKey() {
        Instant end = now.plusSeconds(90).plusMillis(500);
        IssuedToken issued = tokens.issue(teamKey(end));

        assertThat(issued.life()).isLessThanOrEqualTo(Duration.between(now, end).plusSeconds(1));
        assertThat(recognised(issued).expiresAt()).isBeforeOrEqualTo(end).isAfter(end.minusSeconds(1));
        assertThat(tokens.issue(teamKey(now.plus(Duration.ofDays(7)))).life()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void keyThatIsAboutToExpireGetsNone() {
        assertThatThrownBy(() -> tokens.issue(teamKey(now.plusMillis(500))))
                .hasMessageContaining(ProblemCode.UNAUTHENTICATED.code());
    }

    @Test
    void everyTokenIsAnother() {
        assertThat(tokens.issue(teamKey(null)).text())
                .isNotEqualTo(tokens.issue(teamKey(null)).text());
    }

    /** One character more, less or other anywhere. The last one has bits that decoders ignore. */
    @Test
    void tokenThatWasAlteredAnywhereIsNone() {
        String token = tokens.issue(teamKey(null)).text().reveal();
        for (int i = 0; i < token.length(); i++) {
            for (String other : List.of("", "A", "B", ".", "=", "\u0000", token.charAt(i) + "A")) {
                String altered = token.substring(0, i) + other + token.substring(i + 1);
                if (!altered.equals(token)) {
                    assertThat(tokens.recognise(Secret.of(altered))).as(altered).isEmpty();
                }
            }
        }
        for (String more :
                List.of(token + ".", token + "=", "." + token, token + "." + token, " " + token, "", ".", "..")) {
            assertThat(tokens.recognise(Secret.of(more))).as(more).isEmpty();
        }
    }

    /** What only differs in bits that are not part of the signature is decoded to the same one. */
    @Test
    void signatureHasOneSpelling() {
        String token = tokens.issue(teamKey(null)).text().reveal();
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = digits.indexOf(token.charAt(token.length() - 1));
        char same = digits.charAt(last ^ 1);

        assertThat(tokens.recognise(Secret.of(token.substring(0, token.length() - 1) + same)))
                .isEmpty();
    }

    @Test
    void tokenOfAnotherGatewayIsNone() {
        IssuedToken foreign = signingWith(key(KEY.id(), 'c')).issue(teamKey(null));

        assertThat(tokens.recognise(foreign.text())).isEmpty();
        assertThat(tokens.recognise(signingWith(NEW_KEY).issue(teamKey(null)).text()))
                .isEmpty();
    }

    @Test
    void masterKeyIsRotatedWithoutEndingTokens() {
        IssuedToken before = tokens.issue(teamKey(null));
        AccessTokens rotated = signingWith(NEW_KEY, KEY);
        IssuedToken after = rotated.issue(teamKey(null));

        assertThat(rotated.recognise(before.text())).isPresent();
        assertThat(rotated.recognise(after.text())).isPresent();
        assertThat(signingWith(KEY, NEW_KEY).recognise(after.text())).isPresent();
        assertThat(tokens.recognise(after.text())).isEmpty();
        assertThat(signingWith(NEW_KEY).recognise(before.text())).isEmpty();
    }

    @Test
    void tokenForAnotherAudienceOrOfAnotherIssuerIsNone() {
        JWTClaimsSet claims = claims();
        TokenSigner signer = new TokenSigner(KEY);

        assertThat(tokens.recognise(Secret.of(signer.sign(claims)))).isPresent();
        for (JWTClaimsSet other : List.of(
                new JWTClaimsSet.Builder(claims)
                        .issuer("https://issuer.example")
                        .build(),
                new JWTClaimsSet.Builder(claims).issuer(null).build(),
                new JWTClaimsSet.Builder(claims).audience("linkgate").build(),
                new JWTClaimsSet.Builder(claims).audience((String) null).build())) {
            assertThat(tokens.recognise(Secret.of(signer.sign(other))))
                    .as("%s", other)
                    .isEmpty();
        }
    }

    private JWTClaimsSet claims() {
        return new JWTClaimsSet.Builder()
                .issuer(AccessTokens.ISSUER)
                .audience(AccessTokens.AUDIENCE)
                .subject("h0pCeGHbvnoe")
                .jwtID("1")
                .expirationTime(Date.from(now.plusSeconds(60)))
                .build();
    }

    /** Even with the right key: the header is ours, or the token is not. */
    @Test
    void headerCannotBeChosen() throws JOSEException, ParseException {
        assertThat(tokens.recognise(Secret.of(new PlainJWT(claims()).serialize())))
                .isEmpty();
        for (JWSHeader header : List.of(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(KEY.id()).build(),
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(JOSEObjectType.JWT)
                        .keyID(KEY.id())
                        .build(),
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(KEY.id())
                        .customParam("colour", "red")
                        .build())) {
            SignedJWT jwt = new SignedJWT(header, claims());
            jwt.sign(new MACSigner(KEY.key()));
            assertThat(tokens.recognise(Secret.of(jwt.serialize())))
                    .as("%s", header)
                    .isEmpty();
        }
        String genuine = tokens.issue(teamKey(null)).text().reveal();
        assertThat(JWSHeader.parse(SignedJWT.parse(genuine).getHeader().toBase64URL())
                        .toJSONObject())
                .containsOnlyKeys("alg", "typ", "kid")
                .containsEntry("alg", "HS256");
    }

    @Test
    void revokedTokenIsEndedAndNoOther() {
        IssuedToken issued = tokens.issue(teamKey(null));
        AccessToken other = recognised(tokens.issue(teamKey(null)));

        tokens.revoke(issued.text(), "h0pCeGHbvnoe");
        tokens.revoke(issued.text(), "h0pCeGHbvnoe");

        assertThat(tokens.isValid(recognised(issued))).isFalse();
        assertThat(tokens.rightOf(recognised(issued)).state()).isInstanceOf(Right.Ended.class);
        assertThat(tokens.isValid(other)).isTrue();
    }

    @Test
    void unknownAndExpiredTokensAreRevokedWithoutATrace() {
        IssuedToken issued = tokens.issue(teamKey(null));
        clock.advance(Duration.ofHours(1));

        tokens.revoke(issued.text(), "h0pCeGHbvnoe");
        tokens.revoke(Secret.of("what is this"), "h0pCeGHbvnoe");

        assertThat(JdbcClient.create(database)
                        .sql("SELECT COUNT(*) FROM revoked_token")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void anotherKeysTokenIsNotItsToRevoke() {
        IssuedToken issued = tokens.issue(teamKey(null));

        assertThatThrownBy(() -> tokens.revoke(issued.text(), "somebodyElse"))
                .hasMessageContaining(ProblemCode.INVALID_REQUEST.code());
        assertThat(tokens.isValid(recognised(issued))).isTrue();
    }

    @Test
    void nothingPrintsAToken() {
        IssuedToken issued = tokens.issue(teamKey(null));
        String text = issued.text().reveal();

        assertThat(issued.toString()).doesNotContain(text);
        assertThat(TokenAnswer.of(issued).toString()).doesNotContain(text);
        assertThat(KEY.toString()).doesNotContain(new String(KEY.key().getEncoded(), StandardCharsets.US_ASCII));
    }
}
