package dev.linkgate.gateway.feature.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.NewKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.core.inbound.authentication.Identified;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** What each outcome costs: the number of uses of the database. */
class DigestProviderTest {

    private static final String PATH = "/api/atlas/v2";

    private final AtomicInteger used = new AtomicInteger();
    private final DelegatingDataSource database = new DelegatingDataSource(TestDatabase.SQLITE.migrated()) {
        @Override
        public Connection getConnection() throws SQLException {
            used.incrementAndGet();
            return super.getConnection();
        }
    };
    private final ManualClock clock = new ManualClock();
    private final Access access = TestAccess.on(database, TestKeys.RING, clock);
    private final DigestNonces nonces = new DigestNonces(TestKeys.RING, clock);
    private final DigestProvider digests = new DigestProvider(access, nonces);
    private final NewKey good = key("good", true);

    private NewKey key(String label, boolean digest) {
        access.putTeam("payments", "");
        return access.add(access.newKey(
                Principal.team("payments"), label, clock.instant().plusSeconds(600), KeyBinding.NONE, digest));
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String answer(String user, String password, String nonce, int count) {
        String nc = "%08x".formatted(count);
        String response = md5(String.join(
                ":", md5(user + ":MMS Public API:" + password), nonce, nc, "c", "auth", md5("GET:" + PATH)));
        return "username=\"" + user + "\", realm=\"MMS Public API\", nonce=\"" + nonce + "\", uri=\"" + PATH
                + "\", qop=auth, nc=" + nc + ", cnonce=\"c\", response=\"" + response + "\"";
    }

    private String answer(NewKey key) {
        return answer(key.stored().id(), key.key().reveal(), nonces.issue(), 1);
    }

    private CallerAuthentication identify(String answer) {
        used.set(0);
        return Identified.by(digests, new DigestReader.ShownDigest(answer, new MockHttpServletRequest("GET", PATH)));
    }

    @Test
    void whoIsKnownCostsNoQuery() {
        assertThat(identify(answer(good)).getPrincipal())
                .isEqualTo(Actor.team("payments", good.stored().id()));
        assertThat(used).hasValue(0);
    }

    @Test
    void whateverIsWrongCostsTheSame() {
        NewKey plain = key("plain", false);
        NewKey revoked = key("revoked", true);
        access.revokeKey(Principal.team("payments"), revoked.stored().id());
        NewKey expired = access.add(access.newKey(
                Principal.team("payments"), "expired", clock.instant().minusSeconds(1), KeyBinding.NONE, true));
        List<String> answers = List.of(
                answer("nobody", "x", nonces.issue(), 1),
                answer(good.stored().id(), "x", nonces.issue(), 1),
                answer(plain),
                answer(revoked),
                answer(expired));
        String reason = Identified.reason(identify(answers.getFirst()));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(Identified.reason(identify(answer))).isEqualTo(reason);
            assertThat(used).as("one look for changes").hasValue(1);
        });
    }

    /** It is on record, but not in the answer. */
    @Test
    void expiredKeyIsNamed() {
        NewKey expired = access.add(access.newKey(
                Principal.team("payments"), "expired", clock.instant().minusSeconds(1), KeyBinding.NONE, true));

        assertThat(identify(answer(expired)).getPrincipal())
                .isEqualTo(Actor.anonymous(expired.stored().id()));
    }

    @Test
    void oldAndForeignNoncesAndUsedCountsCostNoQuery() {
        String old = answer(good);
        clock.advance(Duration.ofSeconds(61));
        assertThat(Identified.reason(identify(old))).contains("too old");
        assertThat(used).hasValue(0);

        assertThat(Identified.reason(
                        identify(answer(good.stored().id(), good.key().reveal(), "x", 1))))
                .contains("not one of this gateway");
        assertThat(used).hasValue(0);

        String answer = answer(good);
        assertThat(identify(answer).isAuthenticated()).isTrue();
        assertThat(Identified.reason(identify(answer))).contains("used before");
        assertThat(used).hasValue(0);
    }

    /** Otherwise who has seen a nonce could use its counts up. */
    @Test
    void wrongResponseUsesNoCount() {
        String nonce = nonces.issue();
        String id = good.stored().id();
        Identified.reason(identify(answer(id, "x", nonce, 1)));

        assertThat(identify(answer(id, good.key().reveal(), nonce, 1)).isAuthenticated())
                .isTrue();
    }
}
