package dev.linkgate.gateway.feature.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.oauth.AccessTokens.IssuedToken;
import dev.linkgate.kernel.IdentityId;
import dev.linkgate.kernel.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class AccessTokensTest {

    private static final String KEY_ID = "h0pCeGHbvnoe";

    private static final Actor HOLDER = Actor.team("payments", KEY_ID);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final SecretKey KEY = key('a');
    private static final Duration MILLI = Duration.ofMillis(1);

    private final ManualClock clock = new ManualClock();
    private final Instant now = clock.instant();
    private final DataSource database = TestDatabase.SQLITE.migrated();
    private final RevokedTokens revoked = revoked();
    private final AccessTokens tokens = signingWith(KEY);

    private static SecretKey key(char each) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) each);
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    private RevokedTokens revoked() {
        JdbcClient jdbc = JdbcClient.create(database);
        return new RevokedTokens(
                jdbc,
                new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock::read),
                clock);
    }

    private AccessTokens signingWith(SecretKey key) {
        return new AccessTokens(() -> Optional.of(new TokenSigner(key)), revoked, clock);
    }

    private AccessToken recognised(IssuedToken issued) {
        return tokens.recognise(issued.text()).orElseThrow();
    }

    @Test
    void tokenLivesAnHour() {
        IssuedToken issued = tokens.issue(KEY_ID, null, HOUR);
        AccessToken token = recognised(issued);

        assertThat(issued.life()).isEqualTo(Duration.ofHours(1));
        assertThat(token.keyId()).isEqualTo("h0pCeGHbvnoe");
        clock.advance(Duration.between(clock.instant(), token.expiresAt()).minus(MILLI));
        assertThat(tokens.isValid(token, HOLDER)).isTrue();
        assertThat(tokens.rightOf(token, HOLDER).state()).isInstanceOf(Right.Held.class);
        clock.advance(MILLI);
        assertThat(tokens.isValid(token, HOLDER)).isFalse();
        assertThat(tokens.rightOf(token, HOLDER).state()).isInstanceOf(Right.Ended.class);
    }

    @Test
    void tokenNeverOutlivesItsKey() {
        Instant end = now.plusSeconds(90).plusMillis(500);
        IssuedToken issued = tokens.issue(KEY_ID, end, HOUR);

        assertThat(issued.life()).isLessThanOrEqualTo(Duration.between(now, end).plusSeconds(1));
        assertThat(recognised(issued).expiresAt()).isBeforeOrEqualTo(end).isAfter(end.minusSeconds(1));
        assertThat(tokens.issue(KEY_ID, now.plus(Duration.ofDays(7)), HOUR).life())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void keyThatIsAboutToExpireGetsNone() {
        assertThatThrownBy(() -> tokens.issue(KEY_ID, now.plusMillis(500), HOUR))
                .hasMessageContaining(ProblemCode.UNAUTHENTICATED.code());
    }

    /** One character more, less or other anywhere. The last one has bits that decoders ignore. */
    @Test
    void tokenThatWasAlteredAnywhereIsNone() {
        String token = tokens.issue(KEY_ID, null, HOUR).text().reveal();
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
        String token = tokens.issue(KEY_ID, null, HOUR).text().reveal();
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = digits.indexOf(token.charAt(token.length() - 1));
        char same = digits.charAt(last ^ 1);

        assertThat(tokens.recognise(Secret.of(token.substring(0, token.length() - 1) + same)))
                .isEmpty();
    }

    @Test
    void tokenOfAnotherGatewayIsNone() {
        assertThat(tokens.recognise(
                        signingWith(key('b')).issue(KEY_ID, null, HOUR).text()))
                .isEmpty();
    }

    /** An attacker who had the key for a moment must not keep the access for longer than a token lasts. */
    @Test
    void tokenThatWouldLiveLongerThanAnyIsNone() {
        TokenSigner signer = new TokenSigner(KEY);
        for (Duration life : List.of(Duration.ofMinutes(62), Duration.ofDays(50 * 365))) {
            AccessToken forged = new AccessToken("1", "h0pCeGHbvnoe", now, now.plus(life));
            assertThat(tokens.recognise(Secret.of(signer.sign(forged))))
                    .as("%s", life)
                    .isEmpty();
        }
        AccessToken ofAnotherReplica =
                new AccessToken("1", "h0pCeGHbvnoe", now, now.plusSeconds(3_605).truncatedTo(ChronoUnit.SECONDS));
        assertThat(tokens.recognise(Secret.of(signer.sign(ofAnotherReplica)))).contains(ofAnotherReplica);
    }

    /** One replica lacks the master key of another, for the time in which neither restarts. */
    @Test
    void withoutTheKeyThereAreNoTokens() {
        String token = tokens.issue(KEY_ID, null, HOUR).text().reveal();
        AccessTokens without = new AccessTokens(Optional::empty, revoked, clock);

        assertThat(without.recognise(Secret.of(token))).isEmpty();
        assertThatThrownBy(() -> without.issue(KEY_ID, null, HOUR))
                .hasMessageContaining(ProblemCode.INTERNAL_ERROR.code());
    }

    @Test
    void unknownAndExpiredTokensAreRevokedWithoutATrace() {
        IssuedToken issued = tokens.issue(KEY_ID, null, HOUR);
        clock.advance(Duration.ofHours(1));

        tokens.revoke(issued.text(), "h0pCeGHbvnoe");
        tokens.revoke(Secret.of("what is this"), "h0pCeGHbvnoe");

        assertThat(JdbcClient.create(database)
                        .sql("SELECT COUNT(*) FROM revoked_token")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static TokenSelection selected(
            @Nullable String team, @Nullable String identity, @Nullable String issuer, @Nullable String subject) {
        return new TokenSelection(team, identity, issuer, subject);
    }

    /** All that is given must hold. */
    static Stream<Arguments> selections() {
        return Stream.of(
                arguments(selected("payments", null, null, null), true),
                arguments(selected("search", null, null, null), false),
                arguments(selected(null, "deploy", null, null), true),
                arguments(selected(null, "deploy-2", null, null), false),
                arguments(selected(null, null, "github", null), true),
                arguments(selected(null, null, "github", "repo:a/b & c=d"), true),
                arguments(selected(null, null, "github", "repo:a/b"), false),
                arguments(selected(null, null, "gitlab", "repo:a/b & c=d"), false),
                arguments(selected("payments", "deploy", "github", "repo:a/b & c=d"), true),
                arguments(selected("search", "deploy", "github", "repo:a/b & c=d"), false));
    }

    @ParameterizedTest
    @MethodSource("selections")
    void whatWasIssuedBeforeIsEndedAndNothingElse(TokenSelection selection, boolean included) {
        Actor holder = Actor.jwt("payments", new IdentityId("github", "deploy", null, null), "repo:a/b & c=d");
        AccessToken before = recognised(tokens.issue(KEY_ID, null, HOUR));
        tokens.end(selection);
        clock.advance(MILLI);
        AccessToken after = recognised(tokens.issue(KEY_ID, null, HOUR));

        assertThat(tokens.isValid(before, holder)).isEqualTo(!included);
        assertThat(tokens.rightOf(before, holder).state() instanceof Right.Held).isEqualTo(!included);
        assertThat(tokens.isValid(after, holder)).isTrue();

        tokens.end(selection);
        assertThat(tokens.isValid(after, holder)).as("once more").isEqualTo(!included);
        clock.advance(HOUR);
        revoked.everyMinute();
        assertThat(JdbcClient.create(database)
                        .sql("SELECT COUNT(*) FROM revoked_token")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    /** The whole process stands still, and nothing has polled yet when it goes on. */
    @Test
    void tokenIsAskedAboutAgainAfterAPause() {
        AccessToken kept = recognised(tokens.issue(KEY_ID, null, HOUR));
        IssuedToken issued = tokens.issue(KEY_ID, null, HOUR);
        AccessToken ended = recognised(issued);
        assertThat(tokens.isValid(kept, HOLDER)).isTrue();
        assertThat(tokens.isValid(ended, HOLDER)).isTrue();
        Right ofKept = Right.PERMANENT.and(tokens.rightOf(kept, HOLDER));
        Right ofEnded = Right.PERMANENT.and(tokens.rightOf(ended, HOLDER));

        new AccessTokens(() -> Optional.of(new TokenSigner(KEY)), revoked(), clock).revoke(issued.text(), KEY_ID);
        clock.advance(Duration.ofSeconds(5));
        assertThat(ofKept.state()).isInstanceOf(Right.Unconfirmed.class);

        ofKept.confirm();
        assertThat(ofKept.state()).isInstanceOf(Right.Held.class);
        assertThat(ofEnded.state()).isInstanceOf(Right.Ended.class);
    }

    @Test
    void nothingPrintsAToken() {
        IssuedToken issued = tokens.issue(KEY_ID, null, HOUR);
        String text = issued.text().reveal();

        assertThat(issued.toString()).doesNotContain(text);
        assertThat(TokenController.TokenAnswer.of(issued).toString()).doesNotContain(text);
    }
}
