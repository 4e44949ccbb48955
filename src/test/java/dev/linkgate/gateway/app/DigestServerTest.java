package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers with HTTP Digest. The path is none of the API, so that known callers get 403, and others 401. */
@Tag("harness")
class DigestServerTest {

    private static final String PATH = "/api/atlas/v2/of/nothing?x=%2F";
    private static final int KNOWN = 403;

    private static final class Replicas {
        static final Gateway FIRST = Gateway.start(TestDatabase.POSTGRESQL);
        static final Gateway SECOND = FIRST.another();
        static final List<Gateway> ALL = List.of(FIRST, SECOND);
    }

    @AfterAll
    static void close() {
        Replicas.SECOND.close();
        Replicas.FIRST.close();
    }

    /** A team's key that was made for Digest. */
    private record Key(Gateway gateway, String team, String id, String key) {

        static Key in(Gateway gateway) {
            return in(gateway, "\"digest\":true");
        }

        static Key in(Gateway gateway, String fields) {
            String team = NewTeam.in(gateway).path();
            Answer made = gateway.administrator().post(team + "/keys", "{\"label\":\"tools\"," + fields + "}");
            assertThat(made).hasStatus(201);
            gateway.house().forbid(made.text("/key"));
            return new Key(gateway, team, made.text("/id"), made.text("/key"));
        }

        /** The answer to a new challenge. */
        DigestAnswer challenged() {
            return DigestAnswer.to(
                    challenges(Caller.of(gateway.url()).get(PATH)).getFirst(), id, key);
        }
    }

    private static List<String> challenges(Answer refused) {
        assertThat(refused).hasStatus(401);
        return refused.headers().allValues("WWW-Authenticate");
    }

    private static Answer send(Gateway to, String method, String authorization) {
        return Caller.of(to.url())
                .with("Authorization", authorization)
                .send(method, PATH, java.net.http.HttpRequest.BodyPublishers.noBody());
    }

    private static Answer get(Gateway from, String authorization) {
        return send(from, "GET", authorization);
    }

    private static void assertRefused(Answer answer, boolean stale) {
        assertThat(challenges(answer).getFirst()).endsWith("stale=" + stale);
    }

    @Test
    void keySaysWhetherItIsForDigest() {
        Gateway gateway = Gateway.shared();
        Key key = Key.in(gateway);

        assertThat(gateway.administrator().get(key.team() + "/keys"))
                .has("/results/0/digest", false)
                .has("/results/1/digest", true);
        assertThat(gateway.as(key.key()).get("/keys/current")).isOk().has("/digest", true);
        assertThat(gateway.administrator().post(key.team() + "/keys", "{\"label\":\"x\",\"digest\":\"yes\"}"))
                .isInvalidIn("digest");
        String administrators = NewAdministrator.in(gateway, "auditor").path() + "/keys";
        assertThat(gateway.administrator().post(administrators, "{\"label\":\"x\",\"digest\":true}"))
                .isInvalidIn("digest");
    }

    @Test
    void challengesAreOneALineAndDigestIsFirst() {
        Gateway gateway = Gateway.shared();

        List<String> lines = challenges(Caller.of(gateway.url()).get(PATH));

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .startsWith("Digest realm=\"MMS Public API\", nonce=\"")
                .contains("algorithm=MD5,");
        assertThat(lines.get(1)).isEqualTo(lines.get(0).replace("MD5", "SHA-256"));
        assertThat(lines.get(2)).isEqualTo("Bearer");
        assertThat(challenges(gateway.anonymous().get("/projects"))).containsExactly("Bearer");
        assertThat(challenges(Caller.of(gateway.url())
                        .with("Authorization", "Bearer x")
                        .get(PATH)))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @EnumSource
    void countIsTakenOnce(TestDatabase database) {
        Gateway gateway = Gateway.shared(database);
        DigestAnswer answer = Key.in(gateway).challenged();
        assertThat(get(gateway, answer.to("GET", PATH, 7))).hasStatus(KNOWN);

        assertRefused(get(gateway, answer.to("GET", PATH, 7)), true);
        assertThat(get(gateway, answer.to("GET", PATH, 3))).as("it was late").hasStatus(KNOWN);
        assertRefused(send(gateway, "POST", answer.to("POST", PATH, 3)), true);
    }

    @Test
    void keyThatWasJustMadeIsKnownAtTheOther() {
        Key key = Key.in(Replicas.FIRST);

        assertThat(get(Replicas.SECOND, key.challenged().to("GET", PATH, 1))).hasStatus(KNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "DELETE"})
    void recordedWriteIsRefusedAtEachReplica(String method) {
        Key key = Key.in(Replicas.FIRST);
        Replicas.SECOND.looksForChanges();
        String answer = key.challenged().to(method, PATH, 1);
        assertThat(send(Replicas.FIRST, method, answer)).hasStatus(KNOWN);

        for (Gateway replica : Replicas.ALL) {
            assertRefused(send(replica, method, answer), true);
        }
        assertThat(Replicas.FIRST.administrator().get("/admin/audit?action=request.refused&limit=5"))
                .results("attempted")
                .contains(method + " none");
    }

    /** Each is refused with the same words and challenges. */
    static Stream<java.util.function.Function<Gateway, String>> wrong() {
        return Stream.of(
                gateway -> Key.in(gateway).challenged().as("h0pCeGHbvnoe", "x").to("GET", PATH, 1),
                gateway -> {
                    Key key = Key.in(gateway);
                    return key.challenged().as(key.id(), key.key() + "x").to("GET", PATH, 1);
                },
                gateway -> Key.in(gateway, "\"digest\":false").challenged().to("GET", PATH, 1),
                gateway -> Key.in(gateway, "\"digest\":true,\"networks\":[\"10.0.0.0/8\"]")
                        .challenged()
                        .to("GET", PATH, 1),
                gateway -> {
                    Key key = Key.in(gateway);
                    assertThat(gateway.administrator().delete(key.team() + "/keys/" + key.id()))
                            .hasStatus(204);
                    return key.challenged().to("GET", PATH, 1);
                },
                gateway -> {
                    Key key = Key.in(gateway);
                    gateway.changeRights("UPDATE api_key SET expires_at = 1 WHERE id = ?", key.id());
                    return key.challenged().to("GET", PATH, 1);
                },
                gateway -> Key.in(gateway).challenged().to("POST", PATH, 1));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whateverIsWrongTheAnswerIsTheSame(java.util.function.Function<Gateway, String> wrong) {
        Gateway gateway = Gateway.shared();
        String unknown = normalized(
                get(gateway, Key.in(gateway).challenged().as("nobody", "x").to("GET", PATH, 1)));

        assertThat(normalized(get(gateway, wrong.apply(gateway)))).isEqualTo(unknown);
    }

    private static String normalized(Answer answer) {
        assertRefused(answer, false);
        return answer.body().replaceAll("\"requestId\" ?: ?\"[^\"]*\"", "");
    }

    @Test
    void elsewhereDigestIsUnknown() {
        Gateway gateway = Gateway.shared();
        Key key = Key.in(gateway);

        Answer answer = Caller.of(gateway.url())
                .with("Authorization", key.challenged().to("GET", "/projects", 1))
                .get("/projects");

        assertThat(challenges(answer)).containsExactly("Bearer");
    }

    /** It has MD5 turned off, and reads the last challenge of Digest. */
    @Test
    void theAuthenticatorOfTheJdkIsKnown() throws IOException {
        Gateway gateway = Gateway.shared();
        Key key = Key.in(gateway);
        List<Integer> statuses = new ArrayList<>();
        Authenticator authenticator = new Authenticator() {
            private boolean asked;

            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                assertThat(asked).as("the first answer was refused").isFalse();
                asked = true;
                return new PasswordAuthentication(key.id(), key.key().toCharArray());
            }
        };
        for (String method : List.of("GET", "POST", "GET", "DELETE")) {
            HttpURLConnection connection =
                    (HttpURLConnection) gateway.url().resolve(PATH).toURL().openConnection();
            connection.setAuthenticator(authenticator);
            connection.setRequestMethod(method);
            if (method.equals("POST")) {
                connection.setDoOutput(true);
                connection.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
            }
            statuses.add(connection.getResponseCode());
        }

        assertThat(statuses).containsOnly(KNOWN);
    }
}
