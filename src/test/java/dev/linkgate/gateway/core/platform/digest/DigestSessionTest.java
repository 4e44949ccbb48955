package dev.linkgate.gateway.core.platform.digest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestSessionTest {

    private static final DigestUser MUFASA = new DigestUser("Mufasa", Secret.of("Circle of Life"));

    /** RFC 7616, section 3.9.1. */
    private static final String RFC_7616 = "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\","
            + " algorithm=%s, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
            + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void answersTheExampleOfRfc7616(String algorithm, String response) {
        DigestSession session = new DigestSession(
                challenge(RFC_7616.formatted(algorithm)), MUFASA, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");

        assertThat(session.authorize("GET", "/dir/index.html"))
                .isEqualTo("Digest username=\"Mufasa\", realm=\"http-auth@example.org\","
                        + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", uri=\"/dir/index.html\","
                        + " algorithm=" + algorithm + ", qop=auth, nc=00000001,"
                        + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\","
                        + " response=\"" + response + "\","
                        + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
    }

    /** RFC 7616, section 3.9.2, with the values of its erratum 4897: the printed ones are of another hash. */
    @Test
    void answersTheExampleWithHashedUtf8Name() {
        DigestSession session = new DigestSession(
                challenge("Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256,"
                        + " nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\","
                        + " opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, userhash=true"),
                new DigestUser("J\u00e4s\u00f8n Doe", Secret.of("Secret, or not?")),
                "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v");

        assertThat(parameters(session.authorize("GET", "/doe.json")))
                .containsEntry("username", "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b")
                .containsEntry("response", "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5")
                .containsEntry("userhash", "true");
    }

    /** RFC 2617, section 3.5. */
    @Test
    void answersTheExampleOfRfc2617() {
        DigestSession session = new DigestSession(
                challenge("Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\","
                        + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\","
                        + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\""),
                new DigestUser("Mufasa", Secret.of("Circle Of Life")),
                "0a4f113b");

        assertThat(session.authorize("GET", "/dir/index.html"))
                .contains("response=\"6629fae49393a05397450978507c4ef1\"")
                .as("no algorithm was named, so none is sent back")
                .doesNotContain("algorithm");
    }

    @Test
    void bindsASessionKeyToTheFirstNonceAlone() {
        DigestSession session = new DigestSession(
                challenge("Digest realm=\"r\", qop=\"auth\", algorithm=MD5-sess, nonce=\"first\""),
                new DigestUser("u", Secret.of("p")),
                "client");
        String key = md5(md5("u:r:p") + ":first:client");
        String target = md5("GET:/x");

        assertThat(parameters(session.authorize("GET", "/x")))
                .containsEntry("response", md5(key + ":first:00000001:client:auth:" + target));
        assertThat(parameters(
                        session.next(List.of("qop=auth, nextnonce=\"second\"")).authorize("GET", "/x")))
                .containsEntry("response", md5(key + ":second:00000001:client:auth:" + target));
    }

    @Test
    void continuesWithTheNextNonceIfThereIsAnother() {
        DigestSession session = new DigestSession(challenge(RFC_7616.formatted("MD5")), MUFASA);

        assertThat(parameters(session.next(
                                List.of("rspauth=\"a,nextnonce=b\", qop=auth", "nc=00000001, nextnonce=\"x\\\"y\""))
                        .authorize("GET", "/")))
                .containsEntry("nonce", "x\"y")
                .containsEntry("nc", "00000001");
        assertThat(session.next(List.of("qop=auth", "nextnonce=\"\""))).isSameAs(session);
        assertThat(session.next(List.of("nextnonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\"")))
                .as("the same nonce goes on counting")
                .isSameAs(session);
    }

    @Test
    void sendsANameBeyondAsciiInItsExtendedForm() {
        DigestSession session = new DigestSession(
                challenge(RFC_7616.formatted("MD5") + ", charset=\"UTF-8\""),
                new DigestUser("J\u00e4s\u00f8n Doe", Secret.of("p")));

        assertThat(session.authorize("GET", "/")).startsWith("Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, realm=");
    }

    @Test
    void escapesQuotedStrings() {
        DigestSession session = new DigestSession(
                challenge("Digest realm=\"a\\\"b\\\\c\", qop=auth, nonce=\"n\""),
                new DigestUser("o\"neil\\", Secret.of("p")));

        assertThat(session.authorize("GET", "/"))
                .contains("username=\"o\\\"neil\\\\\"")
                .contains("realm=\"a\\\"b\\\\c\"");
    }

    @Test
    void drawsANewClientNonceForEachSession() {
        DigestChallenge challenge = challenge(RFC_7616.formatted("MD5"));

        String one = parameters(new DigestSession(challenge, MUFASA).authorize("GET", "/"))
                .get("cnonce");
        String other = parameters(new DigestSession(challenge, MUFASA).authorize("GET", "/"))
                .get("cnonce");

        assertThat(one).matches("[0-9a-f]{32}").isNotEqualTo(other);
    }

    @Test
    void printsNothingOfAChallenge() {
        assertThat(challenge(RFC_7616.formatted("MD5")).toString())
                .doesNotContain("7ypf")
                .doesNotContain("FQhe");
    }

    private static String md5(String text) {
        return DigestAlgorithm.MD5.hash(text, StandardCharsets.US_ASCII);
    }

    private static DigestChallenge challenge(String header) {
        return DigestChallenge.firstSupported(List.of(header)).orElseThrow();
    }

    private static Map<String, String> parameters(String authorization) {
        return Objects.requireNonNull(HeaderScanner.challenges(authorization).getFirst())
                .parameters();
    }
}
