package dev.linkgate.gateway.core.access.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.linkgate.gateway.core.platform.digest.DigestAlgorithm;
import dev.linkgate.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestVerifierTest {

    private static final String DATA = "nonce:00000001:cnonce:auth:0123";

    private final DigestVerifier verifier = DigestVerifier.of("h0pCeGHbvnoe", Secret.of("lgk_key"));

    private static String hash(DigestAlgorithm algorithm, String text) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance(algorithm.word()).digest(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String response(DigestAlgorithm algorithm, String user, String key) throws NoSuchAlgorithmException {
        return hash(algorithm, hash(algorithm, user + ":MMS Public API:" + key) + ":" + DATA);
    }

    @ParameterizedTest
    @EnumSource(names = {"MD5", "SHA_256"})
    void acceptsOnlyTheResponseOfTheKey(DigestAlgorithm algorithm) throws NoSuchAlgorithmException {
        String right = response(algorithm, "h0pCeGHbvnoe", "lgk_key");

        assertThat(verifier.accepts(algorithm, DATA, right)).isTrue();
        assertThat(DigestVerifier.parse(verifier.text()).accepts(algorithm, DATA, right))
                .isTrue();
        assertThat(verifier.accepts(algorithm, DATA + "4", right)).isFalse();
        assertThat(verifier.accepts(algorithm, DATA, right.substring(1))).isFalse();
        assertThat(verifier.accepts(algorithm, DATA, "")).isFalse();
        assertThat(verifier.accepts(algorithm, DATA, response(algorithm, "h0pCeGHbvnoe", "lgk_other")))
                .isFalse();
        assertThat(verifier.accepts(algorithm, DATA, response(algorithm, "h0pCeGHbvnof", "lgk_key")))
                .isFalse();
        assertThat(DigestVerifier.ofNoKey().accepts(algorithm, DATA, right)).isFalse();
    }

    @Test
    void showsNothing() {
        StoredVerifier stored = new StoredVerifier("ciphertext", verifier);

        assertThat(stored).hasToString("StoredVerifier[true]");
        assertThat(verifier).hasToString("DigestVerifier[hidden]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MD5", "MD5 0123\n", "SHA-256 0123\n", "{}"})
    void textThatLacksAnAlgorithmIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DigestVerifier.parse(Secret.of(text)));
    }
}
