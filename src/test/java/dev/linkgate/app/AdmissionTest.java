package dev.linkgate.app;

import static dev.linkgate.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.store.TestDatabase;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final int OF_ADDRESS = 40;
    private static final int WAITS = CONNECTIONS / 4;
    private static final int UNKNOWN_A_MINUTE = 30;
    private static final int PATIENCE_MILLIS = 60_000;

    private static final class Limited {
        static final Gateway GATEWAY = Gateway.start(
                TestDatabase.SQLITE,
                "linkgate.limits.connections=" + CONNECTIONS,
                "linkgate.limits.connections-per-address=" + OF_ADDRESS,
                "linkgate.limits.anonymous-per-minute=" + UNKNOWN_A_MINUTE,
                "linkgate.limits.header-timeout=1s",
                "server.tomcat.connection-timeout=10m",
                "linkgate.endpoints.poll-interval=300ms");
    }

    private final Gateway gateway = Limited.GATEWAY;
    private final List<Socket> sockets = new ArrayList<>();

    @AfterAll
    static void close() {
        Limited.GATEWAY.close();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void heldConnectionsDoNotBlockCallers() throws IOException {
        Caller viewer = Scene.in(gateway).viewer();
        for (int i = 0; i < 5 * CONNECTIONS; i++) {
            say(connect(1 + i % 3), i % 2 == 0 ? "" : "GET /projects HTTP/1.1\r\nHost: a");
        }
        assertThat(viewer.get("/projects")).isOk();
    }

    @Test
    void knownCallersConnectionOutlivesHeldOnes() throws IOException {
        NewTeam team = NewTeam.in(gateway);
        Socket known = connect(1);
        say(known, get("/projects", team.key(), ""));
        assertThat(firstLine(known)).isEqualTo("HTTP/1.1 200 ");
        discardArrived(known);

        for (int i = 0; i < 3 * OF_ADDRESS; i++) {
            connect(1);
        }

        say(known, get("/projects", team.key(), ""));
        assertThat(firstLine(known)).isEqualTo("HTTP/1.1 200 ");
    }

    @Test
    void callersConnectionOutlivesThoseOfACallerWithMany() throws IOException {
        NewTeam team = NewTeam.in(gateway);
        NewTeam greedy = NewTeam.in(gateway);
        Socket quiet = connect(1);
        say(quiet, get("/projects", team.key(), ""));
        assertThat(firstLine(quiet)).isEqualTo("HTTP/1.1 200 ");
        discardArrived(quiet);

        for (int i = 0; i < 3 * OF_ADDRESS; i++) {
            askAnew(greedy);
        }

        say(quiet, get("/projects", team.key(), ""));
        assertThat(firstLine(quiet)).isEqualTo("HTTP/1.1 200 ");
    }

    /** As behind a shared proxy. */
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
            Socket fresh = connect(1);
            for (int i = 0; i < 5; i++) {
                askAnew(greedy);
            }
            answered = isAnswered(fresh, get("/projects", team.key(), ""));
            // Once it is silent for a second, as on a machine that is too busy, it may be closed.
        } while (!answered && System.nanoTime() - opened > Duration.ofSeconds(1).toNanos());
        assertThat(answered).isTrue();
    }

    private static boolean isAnswered(Socket socket, String request) throws IOException {
        try {
            say(socket, request);
            return firstLine(socket).equals("HTTP/1.1 200 ");
        } catch (SocketException e) {
            return false; // the gateway has closed it
        }
    }

    private void askAnew(NewTeam caller) throws IOException {
        Socket another = connect(1);
        say(another, get("/projects", caller.key(), ""));
        assertThat(firstLine(another)).isEqualTo("HTTP/1.1 200 ");
    }

    @Test
    void refusedUnknownCallersLoseTheirConnection() throws IOException {
        Socket socket = connect(8);
        say(socket, "GET /projects HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3 * UNKNOWN_A_MINUTE));
        String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(answers.split("HTTP/1.1 401 ", -1)).hasSize(UNKNOWN_A_MINUTE + 1);
        assertThat(answers.split("HTTP/1.1 429 ", -1)).hasSize(2);
    }

    @Test
    void aHeaderThatNeverEndsIsCutOff() throws IOException {
        Socket slow = connect(4);
        say(slow, "GET /projects HTTP/1.1\r\nX-Slow: ");
        assertThat(slow.getInputStream().read()).as("the end of the stream").isEqualTo(-1);
    }

    @Test
    void noBodyIsAwaitedFromAnUnknownCaller() throws IOException {
        Socket socket = connect(5);
        say(
                socket,
                "POST /projects?pretty=true HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n\r\nx");
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(answer).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void answerSurvivesABodyThatEndsEarly() throws IOException {
        Socket socket = connect(6);
        say(socket, "GET /swagger-ui.html HTTP/1.1\r\nHost: a\r\nContent-Length: 92\r\n\r\n{}");
        socket.shutdownOutput();
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(answer).startsWith("HTTP/1.1 302 ");
    }

    @Test
    void onlyUnknownCallersAreLimitedByAddress() throws IOException {
        Caller viewer = Scene.in(gateway).viewer();
        Socket flood = connect(9);
        String answers = "";
        for (int i = 0; i <= UNKNOWN_A_MINUTE; i++) {
            say(flood, get("/projects", "wrong", ""));
            answers = firstLine(flood);
            if (i < UNKNOWN_A_MINUTE) {
                discardArrived(flood);
            }
        }
        assertThat(answers).isEqualTo("HTTP/1.1 429 ");
        assertThat(viewer.get("/projects")).isOk();
        assertThat(gateway.anonymous().get("/livez")).isOk();
    }

    @Test
    void disconnectedWaiterIsReleased() throws IOException {
        Scene scene = Scene.in(gateway);
        NewTeam team = NewTeam.in(gateway).may("viewer", scene.project());
        String pending = pendingOn(scene);
        Socket waiter = connect(1);
        say(waiter, get(scene.endpoint(pending), team.key(), "Prefer: wait=60\r\n"));
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
            say(connect(1), get(scene.endpoint(pending), team.key(), "Prefer: wait=60\r\n"));
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
                () -> team.caller().with("Prefer", "wait=60").get(scene.endpoint(pending)));
        Patience.until(this::waiting, count -> count == 1);

        long revoked = System.nanoTime();
        assertThat(gateway.administrator().delete(team.path() + "/keys/" + team.keyId()))
                .hasStatus(204);

        assertThat(waiting.join()).isProblem("unauthenticated");
        assertThat(Duration.ofNanos(System.nanoTime() - revoked)).isLessThan(Duration.ofSeconds(55));
    }

    @Test
    void additionOfARevokedKeyCanBeRepeated() {
        Scene scene = Scene.in(gateway);
        NewTeam team = NewTeam.in(gateway).may("editor", scene.project());
        Answer second = gateway.administrator().post(team.path() + "/keys", "{\"label\":\"next\"}");
        gateway.house().forbid(second.text("/key"));
        String body = Scene.body(Scene.newEndpoint());
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> team.caller()
                .with("Prefer", "wait=60")
                .with("Idempotency-Key", "once")
                .post(scene.endpoints(), body));
        Patience.until(this::waiting, count -> count == 1);
        gateway.administrator().delete(team.path() + "/keys/" + team.keyId());
        assertThat(waiting.join()).isProblem("unauthenticated");

        assertThat(gateway.as(second.text("/key"))
                        .with("Idempotency-Key", "once")
                        .post(scene.endpoints(), body))
                .hasStatus(201);
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

    /** @param from the last byte of the loopback address to come from */
    private Socket connect(int from) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(),
                gateway.url().getPort(),
                InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) from}),
                0);
        socket.setSoTimeout(PATIENCE_MILLIS);
        sockets.add(socket);
        return socket;
    }

    private static String get(String path, String token, String more) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + "\r\n" + more + "\r\n";
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c != '\r' && c >= 0;
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /** The rest of an answer, whose header and body are written at once. */
    private static char next(Socket socket) throws IOException {
        int c = socket.getInputStream().read();
        if (c < 0) {
            throw new EOFException("the gateway closed the connection");
        }
        return (char) c;
    }

    private static void discardArrived(Socket socket) throws IOException {
        StringBuilder header = new StringBuilder();
        while (header.indexOf("\r\n\r\n") < 0) {
            header.append(next(socket));
        }
        String rest = header.toString().toLowerCase(java.util.Locale.ROOT);
        int length = rest.indexOf("content-length: ");
        if (length >= 0) {
            int end = rest.indexOf('\r', length);
            socket.getInputStream().skipNBytes(Integer.parseInt(rest.substring(length + 16, end)));
            return;
        }
        StringBuilder chunks = new StringBuilder();
        while (chunks.indexOf("0\r\n\r\n") < 0) {
            chunks.append(next(socket));
        }
    }
}
