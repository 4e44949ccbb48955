package dev.linkgate.app;

import static dev.linkgate.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Certificates;
import dev.linkgate.Patience;
import dev.linkgate.store.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits of connections hold with TLS, too, from the first byte of the handshake on. */
@Timeout(300)
class LimitsOverTlsTest {

    private static final int CONNECTIONS = 64;
    private static final int OF_ADDRESS = 40;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** The beginning of a TLS record that holds a ClientHello. */
    private static final byte[] HELLO = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03};

    private static final class Limited {
        static final Gateway GATEWAY = Tls.in(Gateway.newDirectory())
                .start(
                        TestDatabase.SQLITE,
                        "linkgate.limits.connections=" + CONNECTIONS,
                        "linkgate.limits.connections-per-address=" + OF_ADDRESS,
                        "linkgate.limits.header-timeout=1s",
                        "server.tomcat.connection-timeout=3s",
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
        for (int i = 0; i < 3 * CONNECTIONS; i++) {
            Socket held = connect(1 + i % 3);
            if (i % 2 == 0) {
                held.getOutputStream().write(HELLO);
            }
        }
        assertThat(viewer.get("/projects")).isOk();
    }

    @Test
    void aHandshakeThatNeverEndsIsCutOff() throws IOException {
        Socket slow = connect(4);
        assertCutOff(slow, HELLO);
    }

    @Test
    void aSilentConnectionIsCutOff() throws IOException {
        assertThat(connect(5).getInputStream().read())
                .as("the end of the stream")
                .isEqualTo(-1);
    }

    @Test
    void aHeaderThatNeverEndsIsCutOff() throws IOException {
        SSLSocket slow = secured(connect(6));
        say(slow, "GET /projects HTTP/1.1\r\nHost: a\r\nX-Slow: ");
        assertCutOff(slow, "x".repeat(1_000).getBytes(StandardCharsets.US_ASCII));
    }

    /** A byte each time, for longer than any limit. */
    private static void assertCutOff(Socket socket, byte[] bytes) throws IOException {
        int sent = 0;
        try {
            while (sent < PATIENCE_MILLIS / PAUSE.toMillis()) {
                socket.getOutputStream().write(bytes[sent % bytes.length]);
                sent++;
                Patience.letPass(PAUSE);
            }
        } catch (SocketException e) {
            return; // closed by the gateway
        }
        assertThat(sent).as("bytes that were accepted").isZero();
    }

    @Test
    void aKnownCallersConnectionOutlivesHeldOnes() throws IOException {
        NewTeam team = NewTeam.in(gateway);
        SSLSocket known = secured(connect(7));
        assertThat(statusOf(known, team)).isEqualTo("HTTP/1.1 200 ");

        for (int i = 0; i < 3 * OF_ADDRESS; i++) {
            connect(7).getOutputStream().write(HELLO);
        }

        assertThat(statusOf(known, team)).isEqualTo("HTTP/1.1 200 ");
    }

    @Test
    void aDisconnectedWaiterIsReleased() throws IOException {
        Scene scene = Scene.in(gateway);
        NewTeam team = NewTeam.in(gateway).may("editor", scene.project());
        String pending = Scene.newEndpoint();
        assertThat(team.caller().post(scene.endpoints(), Scene.body(pending))).hasStatus(201);
        SSLSocket waiter = secured(connect(1));
        say(waiter, request(scene.endpoint(pending), team, "Prefer: wait=60\r\n"));
        Patience.until(this::waiting, count -> count == 1);

        waiter.close();

        Patience.until(this::waiting, count -> count == 0);
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

    private static SSLSocket secured(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket)
                Certificates.trusting().getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
        secured.startHandshake();
        return secured;
    }

    private static String request(String path, NewTeam team, String more) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + team.key() + "\r\n" + more + "\r\n";
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Asks for a file, whose answer has a length, and reads the whole answer. */
    private static String statusOf(SSLSocket socket, NewTeam team) throws IOException {
        say(socket, request("/icon.svg", team, ""));
        StringBuilder header = new StringBuilder();
        while (header.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the gateway closed the connection after: " + header);
            }
            header.append((char) next);
        }
        String length = header.toString().replaceFirst("(?is).*\r\ncontent-length: (\\d+).*", "$1");
        socket.getInputStream().skipNBytes(Integer.parseInt(length));
        return header.substring(0, header.indexOf("\r\n"));
    }
}
