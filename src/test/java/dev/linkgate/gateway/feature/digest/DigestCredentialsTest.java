package dev.linkgate.gateway.feature.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.gateway.core.inbound.authentication.UnknownCaller;
import dev.linkgate.gateway.core.platform.digest.DigestAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestCredentialsTest {

    /** The header as curl sends it. */
    private static final String CURL = "username=\"h0pCeGHbvnoe\",realm=\"MMS Public API\",nonce=\"bm9uY2U\","
            + "uri=\"/api/atlas/v2\",cnonce=\"Yz09\",nc=00000001,algorithm=MD5,response=\"0123\",qop=\"auth\"";

    private static DigestCredentials parse(String parameters) {
        return DigestCredentials.parse(parameters);
    }

    private static void isRefused(String parameters, String reason) {
        assertThatExceptionOfType(UnknownCaller.class)
                .isThrownBy(() -> parse(parameters))
                .withMessageContaining(reason);
    }

    @Test
    void allIsRead() {
        DigestCredentials shown = parse(CURL);

        assertThat(shown)
                .isEqualTo(new DigestCredentials(
                        "h0pCeGHbvnoe", DigestAlgorithm.MD5, "bm9uY2U", "00000001", "Yz09", "/api/atlas/v2", "0123"));
        assertThat(shown.count()).isEqualTo(1);
        assertThat(shown).hasToString("DigestCredentials[hidden]");
    }

    /** Go's clients quote the algorithm, and curl the qop; others quote neither, or put blanks where they may be. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "algorithm=MD5 | algorithm=\"MD5\"",
                "algorithm=MD5 | algorithm=md5",
                "qop=\"auth\" | qop=auth",
                "nc=00000001 | nc=\"00000001\"",
                "realm=\"MMS Public API\" | REALM = \t\"MMS Public API\"",
                "realm=\"MMS Public API\" | realm=\"MMS \\Public API\"",
                "algorithm=MD5, | ''",
                "qop=\"auth\" | qop=auth, , \t,,",
                "qop=\"auth\" | qop=auth, userhash=false, opaque=\"x\", other=y"
            })
    void clientsMaySayItTheirWay(String usual, String other) {
        assertThat(CURL).contains(usual);

        assertThat(parse(CURL.replace(usual, other.equals("''") ? "" : other))).isEqualTo(parse(CURL));
    }

    @Test
    void strongerAlgorithmIsRead() {
        assertThat(parse(CURL.replace("MD5", "SHA-256")).algorithm()).isEqualTo(DigestAlgorithm.SHA_256);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "algorithm=MD5 | algorithm=MD5-sess | algorithm",
                "algorithm=MD5 | algorithm=SHA-512-256 | algorithm",
                "algorithm=MD5 | algorithm=CRC | algorithm",
                "qop=\"auth\" | qop=auth-int | qop",
                "qop=\"auth\" | qop=\"auth,auth-int\" | qop",
                "qop=\"auth\" | x=y | lacks its parameter qop",
                "qop=\"auth\" | qop=auth, userhash=true | userhash",
                "realm=\"MMS Public API\" | realm=\"Other\" | realm",
                "realm=\"MMS Public API\" | realm=\"mms public api\" | realm",
                "nc=00000001 | nc=00000000 | nc",
                "nc=00000001 | nc=1 | nc",
                "nc=00000001 | nc=+0000001 | nc",
                "nc=00000001 | nc=000000001 | nc",
                "username=\"h0pCeGHbvnoe\" | username=\"\" | lacks its parameter username",
                "username=\"h0pCeGHbvnoe\" | username*=UTF-8''h0pCeGHbvnoe | lacks its parameter username",
                "nonce=\"bm9uY2U\" | nonce2=x | lacks its parameter nonce",
                "cnonce=\"Yz09\" | cnonce=\"\" | lacks its parameter cnonce",
                "uri=\"/api/atlas/v2\" | Uri=\"\" | lacks its parameter uri",
                "response=\"0123\" | other=x | lacks its parameter response"
            })
    void anAnswerToAnotherChallengeIsRefused(String usual, String other, String reason) {
        assertThat(CURL).contains(usual);

        isRefused(CURL.replace(usual, other), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nc=00000002", "NC=00000001", "username=\"h0pCeGHbvnoe\"", "x=1,x=1"})
    void parametersGivenTwiceAreRefused(String again) {
        isRefused(CURL + "," + again, "twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "username",
                "username=",
                "=x",
                "username=\"open",
                "username=\"open\\",
                "username=\"a\"b",
                "username=a b",
                "username=(a)",
                "username=\"a\" realm=\"b\"",
                "username=a; realm=b"
            })
    void textThatIsNoListIsRefused(String text) {
        isRefused(text, "is not a list");
    }
}
