package dev.linkgate.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.credential.AtlasCredential;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With every logger of the process at TRACE, the client's libraries included. */
@Timeout(60)
class SecretsInLogsTest {

    private static final String NONCE = "SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg";

    private final CapturedLog log = new CapturedLog();

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void noneOfAnApiKey() {
        String challenge =
                "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\""
                        + NONCE + "\", algorithm=MD5, qop=\"auth\", stale=true\r\n\r\n";
        try (WireServer atlas = new WireServer(WireServer.answering(challenge));
                HttpChannel http = new HttpChannel(Requests.settings(atlas.uri()), "1")) {
            assertThatThrownBy(() -> channel(http).exchange(Requests.post("/x", "{}", Requests.KEY)))
                    .isNotNull();

            assertThat(log.lines()).as("the libraries did log").hasSizeGreaterThan(10);
            assertNowhere(Requests.KEY.privateKey().reveal());
            assertNowhere(NONCE);
            for (String request : atlas.requests()) {
                assertNowhere("cnonce=\"([0-9a-f]+)\"", request);
                assertNowhere("response=\"([0-9a-f]+)\"", request);
            }
        }
    }

    @Test
    void noneOfAServiceAccount() {
        String token = "eyJhbGciOiJub25lIn0.secret";
        String body = "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}";
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        AtlasCredential account = Requests.ACCOUNT;
        try (WireServer atlas = new WireServer(WireServer.answering(answer));
                HttpChannel http = new HttpChannel(Requests.settings(atlas.uri()), "1")) {
            channel(http).exchange(Requests.get("/x", account));

            assertThat(atlas.requests()).hasSize(2);
            assertThat(log.lines()).hasSizeGreaterThan(10);
            assertNowhere(Requests.ACCOUNT.clientSecret().reveal());
            assertNowhere(token);
            assertNowhere("Basic ([A-Za-z0-9+/]+)", atlas.requests().getFirst());
        }
    }

    private static AuthenticatingChannel channel(HttpChannel http) {
        return new AuthenticatingChannel(http, 8, InstantSource.system(), (credential, state) -> {});
    }

    private void assertNowhere(String pattern, String request) {
        Matcher matcher = Pattern.compile(pattern).matcher(request);
        while (matcher.find()) {
            assertNowhere(matcher.group(1));
        }
    }

    private void assertNowhere(String secret) {
        assertThat(log.lines()).noneMatch(line -> line.contains(secret));
    }
}
