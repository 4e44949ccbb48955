package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.CapturesOutput;
import dev.linkgate.Certificates;
import dev.linkgate.TestDirectories;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.wire.RawConnection;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.system.CapturedOutput;

/** The limits of connections hold with TLS, too, from the first byte of the handshake on. */
@Tag("harness")
@Timeout(300)
class LimitsOverTlsTest {

    private static final int CONNECTIONS = 64;
    private static final int OF_ADDRESS = 40;
    private static final int PAUSE_MILLIS = 250;

    /** The beginning of a TLS record that holds a ClientHello. */
    private static final byte[] HELLO = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03, 0x03};

    private static final class Limited {
        static final Gateway GATEWAY = Tls.in(TestDirectories.create())
                .start(
                        TestDatabase.usual(),
                        "linkgate.limits.connections=" + CONNECTIONS,
                        "linkgate.limits.connections-per-address=" + OF_ADDRESS,
                        "linkgate.limits.header-timeout=1s",
                        "server.tomcat.connection-timeout=3s");
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
    void aHandshakeThatNeverEndsIsCutOff() throws IOException {
        assertCutOff(connections.from(4), HELLO);
    }

    /** Two records, of which the second does not end. */
    @Test
    @CapturesOutput
    void anUnfinishedHandshakeOfTwoRecordsIsNotLogged(CapturedOutput output) throws IOException {
        RawConnection stranger = connections.from(8);
        ByteBuffer hello = ByteBuffer.allocate(24 * 1024);
        hello.put(new byte[] {0x16, 0x03, 0x01, 0x40, 0x00, 0x01, 0x00, 0x7f, (byte) 0xfc, 0x03, 0x03});
        hello.put(5 + 16 * 1024, new byte[] {0x16, 0x03, 0x01, 0x40, 0x00});

        stranger.say(hello.array());

        assertThat(stranger.rest()).as("sent before it was cut off").isEmpty();
        assertThat(output.getAll()).doesNotContain("ClientHello", "network input buffer");
    }

    @Test
    void aHeaderThatNeverEndsIsCutOff() throws IOException {
        RawConnection slow = secured(6);
        slow.say("GET /projects HTTP/1.1\r\nHost: a\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
        assertCutOff(slow, "x".repeat(1_000).getBytes(StandardCharsets.US_ASCII));
    }

    /** A byte each time, for longer than any limit. */
    private static void assertCutOff(RawConnection connection, byte[] bytes) throws IOException {
        connection.patience(PAUSE_MILLIS);
        for (int sent = 0; sent < Connections.PATIENCE_MILLIS / PAUSE_MILLIS; sent++) {
            try {
                connection.say(new byte[] {bytes[sent % bytes.length]});
                connection.rest();
                return;
            } catch (SocketTimeoutException e) {
                // It is still open, and the next byte is due.
            } catch (SocketException e) {
                return; // closed by the gateway
            }
        }
        throw new AssertionError("It was not cut off");
    }

    private RawConnection secured(int from) throws IOException {
        RawConnection connection = connections.from(from);
        connection.startTls(Certificates.trusting());
        return connection;
    }
}
