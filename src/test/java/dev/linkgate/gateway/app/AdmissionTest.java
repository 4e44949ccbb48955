package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Patience;
import dev.linkgate.kernel.Sha256;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The limits that keep one caller from using up the gateway, seen from outside. Its limits are small, and its clients
 * many.
 */
class AdmissionTest {

    private static final int CONNECTIONS = 64;
    private static final int OF_ADDRESS = CONNECTIONS / 2;
    private static final int WAITS = CONNECTIONS / 4;
    private static final int STREAMS = CONNECTIONS / 4;
    private static final int UNKNOWN_A_MINUTE = 30;

    private static final List<String> OPEN_PATHS = List.of(
            "/", "/problems", "/problems/last-endpoint", "/swagger-ui/index.html", "/v3/api-docs", "/audit/public-key");

    private static final class Limited {
        static final Gateway GATEWAY = Gateway.start(
                "linkgate.limits.connections=" + CONNECTIONS,
                "linkgate.limits.connections-per-address=" + OF_ADDRESS,
                "linkgate.limits.anonymous-per-minute=" + UNKNOWN_A_MINUTE,
                "linkgate.limits.header-timeout=1s",
                "server.tomcat.connection-timeout=10m",
                "linkgate.endpoints.poll-interval=300ms");
    }

    private final Gateway gateway = Limited.GATEWAY;
    private final Connections connections = new Connections(gateway);

    @AfterAll
    static void close() {
        Limited.GATEWAY.close();
    }

    @AfterEach
    void hangUp() {
        connections.close();
    }

    @Test
    void knownCallersConnectionOutlivesHeldOnes() throws IOException {
        NewTeam team = NewTeam.in(gateway);
        RawConnection known = connections.from(1);
        assertThat(known.ask(projects(team)).status()).isEqualTo(200);

        for (int i = 0; i < 3 * OF_ADDRESS; i++) {
            connections.from(1);
        }

        assertThat(known.ask(projects(team)).status()).isEqualTo(200);
    }

    /** The callers share a proxy. */
    @Test
    void newConnectionOutlivesThoseOfACallerWithMany() throws IOException {
        NewTeam team = NewTeam.in(gateway);
        NewTeam greedy = NewTeam.in(gateway);
        for (int i = 0; i < OF_ADDRESS; i++) {
            askAnew(greedy);
        }
        boolean answered;
        long opened;
        do {
            opened = System.nanoTime();
            RawConnection fresh = connections.from(1);
            for (int i = 0; i < 5; i++) {
                askAnew(greedy);
            }
            answered = isAnswered(fresh, projects(team));
            // Once it is silent for a second, as on a machine that is too busy, it may be closed.
        } while (!answered && System.nanoTime() - opened > Duration.ofSeconds(1).toNanos());
        assertThat(answered).isTrue();
    }

    private static boolean isAnswered(RawConnection connection, RawRequest request) throws IOException {
        try {
            return connection.ask(request).status() == 200;
        } catch (SocketException | EOFException e) {
            return false; // the gateway has closed it
        }
    }

    private boolean isAnswered(int lastByte, RawRequest request) {
        try {
            return isAnswered(connections.from(lastByte), request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void askAnew(NewTeam caller) throws IOException {
        assertThat(connections.from(1).ask(projects(caller)).status()).isEqualTo(200);
    }

    /** All connections of the callers with many are at work. A quiet one of another caller is not closed instead. */
    @Test
    void aRefusedConnectionIsClosed() throws IOException {
        Scene scene = Scene.in(gateway);
        List<NewTeam> teams =
                List.of(NewTeam.in(gateway), NewTeam.in(gateway), NewTeam.in(gateway), NewTeam.in(gateway));
        teams.forEach(team -> team.may("viewer", scene.project()));
        NewTeam another = NewTeam.in(gateway);
        RawConnection quiet = connections.from(11);
        assertThat(quiet.ask(projects(another)).status()).isEqualTo(200);
        String pending = pendingOn(scene);
        for (int i = 0; i < OF_ADDRESS - 1; i++) {
            NewTeam team = teams.get(i / 2 % teams.size());
            RawRequest working = i % 2 == 0
                    ? patiently(scene.endpoint(pending), team)
                    : RawRequest.get(scene.linkPath() + "/events").as(team.key());
            connections.from(11).say(working.bytes());
        }
        Patience.until(this::waiting, count -> count == WAITS);
        Patience.until(() -> gateway.metric("linkgate_streams"), count -> count == STREAMS - 1);

        RawConnection beyond = connections.from(11);

        assertThatThrownBy(() -> beyond.ask(projects(teams.getFirst())))
                .isInstanceOfAny(SocketException.class, EOFException.class);
        assertThat(quiet.ask(projects(another)).status()).isEqualTo(200);
    }

    /** The threads that work for them have their locks, and wait. */
    @Test
    void clientsThatNeverReadGiveTheirPlacesUp() throws IOException {
        NewTeam team = NewTeam.in(gateway);
        RawRequest large = RawRequest.get("/swagger-ui/swagger-ui-bundle.js");
        for (int i = 0; i < 3 * CONNECTIONS / 2; i++) {
            connections.from(20 + i % 4).say(large.bytes());
        }
        for (int i = 0; i < OF_ADDRESS; i++) {
            // Not while they are worked for, which takes a busy machine some time.
            Patience.until(() -> isAnswered(1, projects(team)));
        }
    }

    @Test
    void refusedUnknownCallersLoseTheirConnection() throws IOException {
        RawConnection unknown = connections.from(8);
        unknown.say(ascii(RawRequest.get("/projects").text().repeat(3 * UNKNOWN_A_MINUTE)));
        String answers = unknown.rest();
        assertThat(answers.split("HTTP/1.1 401 ", -1)).hasSize(UNKNOWN_A_MINUTE + 1);
        assertThat(answers.split("HTTP/1.1 429 ", -1)).hasSize(2);
    }

    @Test
    void answerSurvivesABodyThatEndsEarly() throws IOException {
        RawConnection cut = connections.from(6);
        cut.say(ascii("GET /swagger-ui.html HTTP/1.1\r\nHost: a\r\nContent-Length: 92\r\n\r\n{}"));
        cut.sayNoMore();
        assertThat(cut.rest()).startsWith("HTTP/1.1 302 ");
    }

    /** However they authenticate, and beside somebody who tries keys from the same address. */
    @Test
    void clientsThatWantAccessTokensAreNoUnknownCallers() throws IOException {
        NewTeam team = NewTeam.in(gateway);
        NewTeam other = NewTeam.in(gateway);
        RawConnection office = connections.from(12);
        for (int i = 0; i <= UNKNOWN_A_MINUTE; i++) {
            assertThat(office.ask(tokenInForm(team.keyId(), team.key())).status())
                    .isEqualTo(200);
            assertThat(office.ask(token(other.keyId(), other.key())).status()).isEqualTo(200);
        }

        for (int i = 0; i < UNKNOWN_A_MINUTE; i++) {
            RawRequest wrong =
                    i % 2 == 0 ? token(team.keyId(), other.key()) : tokenInForm(Gateway.unused(12), other.key());
            assertThat(connections.from(12).ask(wrong).status()).isEqualTo(401);
        }

        RawResponse refused = connections.from(12).ask(token(team.keyId(), other.key()));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body()).contains("\"error\":\"temporarily_unavailable\"");
        assertThat(refused.header("retry-after")).isNotEmpty();
        assertThat(connections
                        .from(12)
                        .ask(tokenInForm(team.keyId(), team.key()))
                        .status())
                .isEqualTo(200);
        assertThat(connections.from(12).ask(token(other.keyId(), other.key())).status())
                .isEqualTo(200);
    }

    private static RawRequest token(String id, String secret) {
        return form("grant_type=client_credentials")
                .with("Authorization: Basic " + Base64.getEncoder().encodeToString(ascii(id + ":" + secret)));
    }

    private static RawRequest tokenInForm(String id, String secret) {
        return form("grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret);
    }

    private static RawRequest form(String form) {
        return RawRequest.of("POST", "/api/oauth/token")
                .with("Content-Type: application/x-www-form-urlencoded")
                .withBody(form);
    }

    @Test
    void aFloodOfPagesIsBoundedAndRefusesAPersonWithAPage() throws IOException {
        for (int i = 0; i < UNKNOWN_A_MINUTE; i++) {
            assertThat(connections.from(11).ask(RawRequest.get("/icon.svg")).status())
                    .isEqualTo(200);
        }

        for (String path : OPEN_PATHS) {
            RawResponse page = connections
                    .from(11)
                    .ask(RawRequest.get(path)
                            .with("Accept: " + PagesTest.BROWSER)
                            .with("X-Request-Id: refused-1"));
            String body = page.body();
            assertThat(page.status()).as(path).isEqualTo(429);
            assertThat(page.header("content-type")).isEqualTo("text/html;charset=UTF-8");
            assertThat(page.header("cache-control")).isEqualTo("no-store");
            assertThat(body)
                    .contains("<h1>Too many requests</h1>", "rate-limited", "refused-1")
                    .contains("Wait for " + page.header("retry-after") + " s.");
            assertThat(page.header("content-security-policy"))
                    .as("its own style, and nothing else, is allowed")
                    .startsWith("default-src 'none'; style-src 'sha256-" + hashOfStyle(body) + "'; ");
        }
        for (String accept : List.of("application/json", "*/*", "text/")) {
            RawResponse refused =
                    connections.from(11).ask(RawRequest.get("/problems").with("Accept: " + accept));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.isProblem()).as(accept).isTrue();
        }
    }

    private static String hashOfStyle(String page) {
        String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
        return Base64.getEncoder().encodeToString(Sha256.digest().digest(style.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void disconnectedWaiterIsReleased() throws IOException {
        Scene scene = Scene.in(gateway);
        NewTeam team = NewTeam.in(gateway).may("viewer", scene.project());
        String pending = pendingOn(scene);
        RawConnection waiter = connections.from(1);
        waiter.say(patiently(scene.endpoint(pending), team).bytes());
        Patience.until(this::waiting, count -> count == 1);

        waiter.close();

        Patience.until(this::waiting, count -> count == 0);
    }

    @Test
    void teamCannotExceedItsShareOfWaits() throws IOException {
        Scene scene = Scene.in(gateway);
        NewTeam team = NewTeam.in(gateway).may("viewer", scene.project());
        String pending = pendingOn(scene);
        int share = WAITS / 4 * 3;
        for (int i = 0; i < share; i++) {
            connections.from(1).say(patiently(scene.endpoint(pending), team).bytes());
        }
        Patience.until(this::waiting, count -> count == share);

        assertThat(team.caller().with("Prefer", "wait=1").get(scene.endpoint(pending)))
                .isProblem("rate-limited")
                .hasHeader("Retry-After", "10");
        assertThat(team.caller().get(scene.endpoint(pending))).isOk();
        assertThat(scene.viewer().with("Prefer", "wait=1").get(scene.endpoint(pending)))
                .isOk();
    }

    @Test
    void aRevokedKeyEndsItsWait() {
        Scene scene = Scene.in(gateway);
        NewTeam team = NewTeam.in(gateway).may("viewer", scene.project());
        String pending = pendingOn(scene);
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(
                () -> team.caller().with("Prefer", "wait=60").get(scene.endpoint(pending)), Thread.ofPlatform()::start);
        Patience.until(this::waiting, count -> count == 1);

        long revoked = System.nanoTime();
        assertThat(gateway.administrator().delete(team.path() + "/keys/" + team.keyId()))
                .hasStatus(204);

        assertThat(waiting.join()).isProblem("unauthenticated");
        assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(Duration.ofSeconds(55));
    }

    /** Its Atlas's clock stands, so it stays pending. */
    private static String pendingOn(Scene scene) {
        String id = Scene.newEndpoint();
        assertThat(scene.editor().post(scene.endpoints(), Scene.body(id))).hasStatus(201);
        return id;
    }

    private double waiting() {
        return gateway.metric("linkgate_requests_active", "kind=\"waiting\"");
    }

    private static RawRequest projects(NewTeam team) {
        return RawRequest.get("/projects").as(team.key());
    }

    private static RawRequest patiently(String path, NewTeam team) {
        return RawRequest.get(path).as(team.key()).with("Prefer: wait=60");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
