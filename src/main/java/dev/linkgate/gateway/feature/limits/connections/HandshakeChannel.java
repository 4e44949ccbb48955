package dev.linkgate.gateway.feature.limits.connections;

import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import dev.linkgate.gateway.core.platform.web.ClientNetwork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * A connection with TLS. What a handshake computes takes 2 ms of a processor with a key of P-256, and 7 ms with one of
 * RSA-2048, so it is done in turns, networks in rounds: a flood of handshakes from one of them leaves the others their
 * own, and other work its part of the processors. Nothing is computed for a client that has gone meanwhile.
 */
final class HandshakeChannel extends SecureNioChannel {

    private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /** How long a handshake waits for its turn. A client has given up by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FairTurns turns;

    /** The turns that all connections of a port share. */
    static FairTurns turns() {
        return new FairTurns("handshakes", AT_ONCE, AT_ONCE);
    }

    HandshakeChannel(SocketBufferHandler buffers, NioEndpoint endpoint, FairTurns turns) {
        super(buffers, endpoint);
        this.turns = turns;
    }

    /** @throws CancelledKeyException if the client has gone, or waited too long; Tomcat then closes the connection */
    @Override
    protected HandshakeStatus tasks() {
        FairTurns.Turn turn = turns.take(ClientNetwork.of(addressOf(sc)), PATIENCE, this::isClientThere);
        if (turn == null) {
            throw new CancelledKeyException();
        }
        try (turn) {
            if (!isClientThere()) {
                throw new CancelledKeyException();
            }
            return super.tasks();
        }
    }

    /** Bytes that have arrived stay in Tomcat's buffer. */
    private boolean isClientThere() {
        try {
            return sc.read(netInBuffer) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The address of a connection's client; empty if it is closed already. */
    static String addressOf(SocketChannel socket) {
        try {
            return socket.getRemoteAddress() instanceof InetSocketAddress address
                    ? address.getAddress().getHostAddress()
                    : "";
        } catch (IOException e) {
            return "";
        }
    }
}
