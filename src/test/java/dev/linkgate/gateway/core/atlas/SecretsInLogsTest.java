package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.atlas.channel.AtlasOperation;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.login.AuthenticatingChannel;
import dev.linkgate.kernel.Secret;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Every logger of the process is at TRACE, the client's libraries included. */
@Timeout(60)
@Isolated("It logs everything")
class SecretsInLogsTest {

    private static final String NONCE = "SlgYP7Tv3FS/BuCj/x4WQRIV1bNKdpJg";

    @AutoClose
    private final CapturedLog log = CapturedLog.everything();

    @Test
    void logsNoApiKey() {
        String challenge =
                "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\""
                        + NONCE + "\", algorithm=MD5, qop=\"auth\", stale=true\r\n\r\n";
        try (WireServer atlas = new WireServer(WireServer.answering(challenge));
                HttpChannel http = new HttpChannel(Requests.settings(atlas.uri()), "1", client -> client)) {
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
    void logsNoServiceAccount() {
        String token = "eyJhbGciOiJub25lIn0.secret";
        String body = "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}";
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        AtlasCredential account = Requests.ACCOUNT;
        try (WireServer atlas = new WireServer(WireServer.answering(answer));
                HttpChannel http = new HttpChannel(Requests.settings(atlas.uri()), "1", client -> client)) {
            channel(http).exchange(Requests.get("/x", account));

            assertThat(atlas.requests()).hasSize(2);
            assertThat(log.lines()).hasSizeGreaterThan(10);
            assertNowhere(Requests.ACCOUNT.clientSecret().reveal());
            assertNowhere(token);
            assertNowhere("Basic ([A-Za-z0-9+/]+)", atlas.requests().getFirst());
        }
    }

    /** A proxy that repeats its requests in unexpected places, in valid and invalid answers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 %s\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 %s\r\nContent-Length: 2\r\n\r\n{}",
                "%s HTTP/1.1 200\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-Echo: %s\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\n%s: echo\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n{}",
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/%s\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 500 Oops\r\nConnection: close\r\n\r\n{\"detail\":\"%s\",\"errorMessage\":\"%s"
            })
    void noneThatIsRepeated(String answer) {
        String header = "Bearer hush-4711-hush-4711";
        try (WireServer atlas = new WireServer(connection -> {
                    WireServer.answering(answer.replace("%s", header)).answer(connection);
                    connection.close();
                });
                HttpChannel http = new HttpChannel(Requests.settings(atlas.uri()), "1", client -> client)) {
            try {
                AtlasResponse response = http.exchange(Requests.get("/x").authorizedBy(Secret.of(header)));
                LoggerFactory.getLogger("test")
                        .info("{} {}", response, FaultClassifier.failure(AtlasOperation.GET_LINK, response));
            } catch (TransportFailure e) {
                LoggerFactory.getLogger("test").info("{}", FaultClassifier.failure(AtlasOperation.GET_LINK, e));
            }

            assertThat(atlas.requests()).hasSize(1);
            assertThat(log.lines()).hasSizeGreaterThan(10);
            assertNowhere("hush");
        }
    }

    private static AuthenticatingChannel channel(HttpChannel http) {
        return new AuthenticatingChannel(http, InstantSource.system(), (credential, state) -> {});
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
