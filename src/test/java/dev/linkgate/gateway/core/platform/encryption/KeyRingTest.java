package dev.linkgate.gateway.core.platform.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRingTest {

    private static final String OLD = KeyRing.generate();
    private static final String NEW = KeyRing.generate();
    private static final Secret SECRET = Secret.of("hush-4711-hush");

    @Test
    void decryptsUnderTheSameNameOnly() throws Exception {
        KeyRing keys = ring(NEW);
        String ciphertext = keys.encrypt("payments", SECRET);

        assertThat(keys.decrypt("payments", ciphertext)).isEqualTo(SECRET);
        assertThatExceptionOfType(UnreadableSecret.class)
                .isThrownBy(() -> keys.decrypt("billing", ciphertext))
                .withMessageContaining("altered or belongs to another name")
                .withNoCause();
    }

    @Test
    void isAesGcmOf256BitsWithTheNameAsAssociatedData() throws GeneralSecurityException {
        byte[] sealed = Base64.getDecoder().decode(ring(NEW).encrypt("payments", SECRET));

        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(Base64.getDecoder().decode(NEW), "AES"),
                new GCMParameterSpec(128, sealed, 5, 12));
        cipher.updateAAD("payments".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(cipher.doFinal(sealed, 17, sealed.length - 17), StandardCharsets.UTF_8))
                .isEqualTo(SECRET.reveal());
    }

    @Test
    void neverEncryptsTheSameWayTwice() {
        KeyRing keys = ring(NEW);

        assertThat(keys.encrypt("payments", SECRET)).isNotEqualTo(keys.encrypt("payments", SECRET));
    }

    @Test
    void refusesACiphertextWithAnyBitTurned() {
        KeyRing keys = ring(NEW);
        for (int bit = 0; bit < 8 * (5 + 12 + 14 + 16); bit++) {
            byte[] sealed = Base64.getDecoder().decode(keys.encrypt("payments", SECRET));
            sealed[bit / 8] ^= (byte) (1 << (bit % 8));
            String tampered = Base64.getEncoder().encodeToString(sealed);

            assertThatExceptionOfType(UnreadableSecret.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> keys.decrypt("payments", tampered));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AQ==", "not base64!", "AQAAAAA="})
    void refusesWhatIsNoCiphertext(String text) {
        assertThatExceptionOfType(UnreadableSecret.class)
                .isThrownBy(() -> ring(NEW).decrypt("payments", text))
                .withNoCause();
    }

    @Test
    void encryptsWithTheFirstKeyAndDecryptsWithAny() throws Exception {
        String before = ring(OLD).encrypt("payments", SECRET);
        KeyRing both = ring(NEW + ", " + OLD);

        assertThat(both.decrypt("payments", before)).isEqualTo(SECRET);
        assertThat(both.isCurrent(before)).isFalse();
        String after = both.encrypt("payments", SECRET);
        assertThat(both.isCurrent(after)).isTrue();
        assertThat(ring(NEW).decrypt("payments", after)).isEqualTo(SECRET);
    }

    @Test
    void saysWhichKeyIsMissing() {
        String ciphertext = ring(OLD).encrypt("payments", SECRET);
        String id =
                HexFormat.of().formatHex(Arrays.copyOfRange(Base64.getDecoder().decode(ciphertext), 1, 5));

        assertThatExceptionOfType(UnreadableSecret.class)
                .isThrownBy(() -> ring(NEW).decrypt("payments", ciphertext))
                .withMessageContaining(id);
    }

    @Test
    void acceptsADuplicateKey() throws Exception {
        KeyRing keys = ring(NEW + "," + NEW);

        assertThat(keys.decrypt("payments", keys.encrypt("payments", SECRET))).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQ=", "this-is-not-base64!", "", "  "})
    void namesABadEntryButNeverShowsIt(String bad) {
        StartRefused refusal = Objects.requireNonNull(
                catchThrowableOfType(StartRefused.class, () -> ring(NEW + "," + bad + "," + OLD)));

        assertThat(refusal).hasMessageContaining("entry 2 of 3").hasNoCause();
        assertThat(refusal + refusal.action()).doesNotContain(NEW, OLD);
        if (!bad.isBlank()) {
            assertThat(refusal + refusal.action()).doesNotContain(bad);
        }
    }

    @Test
    void printsNoKey() {
        byte[] key = Base64.getDecoder().decode(NEW);

        assertThat(ring(NEW))
                .asString()
                .doesNotContain(NEW)
                .doesNotContain(HexFormat.of().formatHex(key));
    }

    private static KeyRing ring(String keys) {
        return KeyRing.of(Secret.of(keys), "linkgate.master-key");
    }
}
