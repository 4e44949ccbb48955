package dev.linkgate.gateway.feature.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigestNoncesTest {

    private static final String OLD = KeyRing.generate();
    private static final String NEW = KeyRing.generate();

    private final ManualClock clock = new ManualClock();
    private final DigestNonces nonces = replica(OLD);

    private DigestNonces replica(String... masterKeys) {
        return new DigestNonces(TestKeys.ring(masterKeys), clock);
    }

    private static byte[] bytes(String nonce) {
        return Base64.getUrlDecoder().decode(nonce);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Test
    void noTwoAreTheSame() {
        Set<DigestNonce> known = new HashSet<>();
        IntStream.range(0, 1_000)
                .forEach(i -> known.add(nonces.recognise(nonces.issue()).orElseThrow()));

        assertThat(known).hasSize(1_000);
    }

    @Test
    void whileMasterKeysChangeAllAreKnown() {
        DigestNonces adding = replica(OLD, NEW);
        DigestNonces rotated = replica(NEW, OLD);

        assertThat(rotated.recognise(nonces.issue())).isPresent();
        assertThat(adding.recognise(rotated.issue())).isPresent();
        assertThat(replica(NEW).recognise(rotated.issue())).isPresent();
    }

    @Test
    void nonceOfOtherMasterKeysIsForeign() {
        assertThat(replica(NEW).recognise(nonces.issue())).isEmpty();
    }

    @Test
    void nonceWithAnyBitChangedIsForeign() {
        byte[] issued = bytes(nonces.issue());
        for (int bit = 0; bit < 8 * issued.length; bit++) {
            byte[] altered = issued.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(nonces.recognise(text(altered))).as("bit %s", bit).isEmpty();
        }
    }

    @Test
    void textThatIsNoNonceIsForeign() {
        String issued = nonces.issue();
        for (String text : new String[] {
            "", "x", "!", issued.substring(4), issued + issued, issued.substring(0, 20), text(new byte[16]), "é"
        }) {
            assertThat(nonces.recognise(text)).as(text).isEmpty();
        }
    }

    @Test
    void livesAMinute() {
        DigestNonce nonce = nonces.recognise(nonces.issue()).orElseThrow();

        clock.advance(Duration.ofMinutes(1));
        assertThat(nonces.isLive(nonce)).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(nonces.isLive(nonce)).isFalse();
    }

    @Test
    void clockOfAnotherReplicaMayBeAheadALittle() {
        ManualClock ahead = new ManualClock();
        ahead.advance(Duration.ofSeconds(30));
        String issued = new DigestNonces(TestKeys.ring(OLD), ahead).issue();
        ahead.advance(Duration.ofSeconds(31));
        String late = new DigestNonces(TestKeys.ring(OLD), ahead).issue();

        assertThat(nonces.isLive(nonces.recognise(issued).orElseThrow())).isTrue();
        assertThat(nonces.isLive(nonces.recognise(late).orElseThrow())).isFalse();
    }
}
