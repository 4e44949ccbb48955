package dev.linkgate.gateway.core.platform.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Samples;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestChallengeTest {

    /** The challenge that Atlas's own servers were recorded to send, August 2026. */
    private static final String ATLAS = "Digest realm=\"MMS Public API\", domain=\"\","
            + " nonce=\"SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg\", algorithm=MD5, qop=\"auth\", stale=false";

    private static final String VISIBLE = Samples.range(' ', '~') + Samples.range('\u00a0', '\u00ff') + "\t";

    private static final List<String> PARTS = List.of(
            "Digest", "Basic", "realm", "nonce", "qop", "auth", "=", "\"", "\\", ",", " ", "\t", "a", ";", "nextnonce");

    @Test
    void readsAtlassChallenge() {
        DigestChallenge challenge = the(ATLAS);

        assertThat(challenge.realm()).isEqualTo("MMS Public API");
        assertThat(challenge.nonce()).isEqualTo("SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg");
        assertThat(challenge.algorithm()).isEqualTo(DigestAlgorithm.MD5);
        assertThat(challenge.opaque()).isNull();
        assertThat(challenge.stale()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stale=true", "stale=\"true\"", "stale=TRUE", "STALE = true", "stale\t=\t\"True\""})
    void readsStaleInAnySpelling(String parameter) {
        assertThat(the("digest nonce=n, realm=r, qop=auth, " + parameter).stale())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qop=auth", "qop=\"auth-int,auth\"", "qop=\"auth-int , AUTH\"", "qop=\",auth,\""})
    void takesAnyOfferOfAuth(String qop) {
        assertThat(found("Digest realm=\"r\", nonce=\"n\", " + qop)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",,,",
                "Digest",
                "Basic realm=\"r\"",
                "Digest realm=\"r\", nonce=\"n\"",
                "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
                "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA3-256",
                "Digest realm=\"r\", qop=\"auth\"",
                "Digest nonce=\"n\", qop=\"auth\"",
                "Digest realm=\"r\", qop=\"auth\", nonce=\"never closed",
                "realm=\"r\", nonce=\"n\", qop=\"auth\"",
                "Bearer Digest, realm=\"r\", nonce=\"n\", qop=\"auth\"",
                "\"Digest realm=r, nonce=n, qop=auth\""
            })
    void findsNoneThatItCouldAnswer(String header) {
        assertThat(found(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Negotiate, " + "Digest realm=\"r\", nonce=\"it\", qop=\"auth\"",
                "Negotiate YWJj==, Digest realm=\"r\", nonce=\"it\", qop=\"auth\"",
                "NTLM TlRMTVNTUAACAAAA ,Digest realm=\"r\",nonce=\"it\",qop=\"auth\"",
                "Basic realm=\"Digest, nonce=\\\"no\\\"\", Digest realm=\"r\", nonce=\"it\", qop=\"auth\"",
                "Digest realm=\"r\", nonce=\"it\", qop=\"auth\", Basic realm=\"other\", nonce=\"no\"",
                "Digest realm=\"r\", nonce=\"no\", qop=auth, algorithm=X, Digest realm=r, nonce=\"it\", qop=auth",
                "Digest realm=\"r\", nonce=\"it\", nonce=\"no\", qop=\"auth\"",
                "Digest realm=\"r\",,, ;;; , nonce=\"it\", = , qop=\"auth\", Digest realm=r, nonce=\"no\"",
                "Digest new=\"x\", realm=\"r\", domain=\"/a /b\", nonce=\"it\", other=y, qop=\"auth\""
            })
    void findsTheChallengeAmongOtherThings(String header) {
        assertThat(the(header).nonce()).isEqualTo("it");
    }

    @Test
    void takesTheFirstSupportedChallenge() {
        DigestChallenge challenge = DigestChallenge.firstSupported(List.of(
                        "Bearer realm=\"r\"",
                        "Digest realm=\"r\", nonce=\"int\", qop=\"auth-int\"",
                        "Digest realm=\"r\", nonce=\"sha\", qop=\"auth\", algorithm=\"SHA-256\"",
                        ATLAS))
                .orElseThrow();

        assertThat(challenge.nonce()).isEqualTo("sha");
        assertThat(challenge.algorithm()).isEqualTo(DigestAlgorithm.SHA_256);
    }

    private record Texts(String realm, String nonce, String opaque) {

        static Texts any(RandomGenerator random) {
            return new Texts(text(random), text(random), text(random));
        }

        private static String text(RandomGenerator random) {
            return Samples.text(random, random.nextBoolean() ? VISIBLE : "\"\\,=\t a", 0, 40);
        }
    }

    @Test
    void readsBackAnyTextThatWasQuoted() {
        Samples.check(1_000, Texts::any, texts -> {
            DigestChallenge challenge = the("Basic realm=" + quoted(texts.opaque()) + ", Digest opaque="
                    + quoted(texts.opaque()) + ",realm=" + quoted(texts.realm()) + " , qop=\"auth\", nonce="
                    + quoted(texts.nonce()) + ", stale=true");

            assertThat(challenge.realm()).isEqualTo(texts.realm());
            assertThat(challenge.nonce()).isEqualTo(texts.nonce());
            assertThat(challenge.opaque()).isEqualTo(texts.opaque());
            assertThat(challenge.stale()).isTrue();
        });
    }

    @Test
    void survivesAnyHeader() {
        Samples.check(1_000, DigestChallengeTest::header, header -> {
            assertThat(found(header)).isNotNull();
            assertThat(HeaderScanner.parameters(header)).isNotNull();
        });
    }

    private static String header(RandomGenerator random) {
        return Stream.generate(() -> Samples.oneOf(random, PARTS))
                .limit(random.nextInt(41))
                .collect(Collectors.joining());
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Any character may be escaped; escape some that need not be.
            if (c == '"' || c == '\\' || c % 7 == 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    private static Optional<DigestChallenge> found(String header) {
        return DigestChallenge.firstSupported(List.of(header));
    }

    private static DigestChallenge the(String header) {
        return found(header).orElseThrow();
    }
}
