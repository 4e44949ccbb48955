package dev.linkgate.harness.attack;

import dev.linkgate.wire.RawConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * Connections that one thread opens, holds and, if the gateway closes them, opens again.
 *
 * @param count the number open at once
 * @param perSecond the maximum number opened in a second
 * @param first the first text on each
 * @param then the text repeated after that
 * @param every the pause between
 * @param life the time until it disconnects
 * @param pause between its reads of the gateway's answers; none if it reads all at once
 */
record ManyConnections(
        int count, int perSecond, String first, String then, Duration every, Duration life, Duration pause) {

    private static final Duration NEVER = Duration.ofDays(1);
    private static final long TICK_MILLIS = 10;
    private static final int SMALLEST_BUFFER = 2_048;
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    static ManyConnections of(int count, int perSecond) {
        return new ManyConnections(count, perSecond, "", "", NEVER, NEVER, Duration.ZERO);
    }

    ManyConnections saying(String text) {
        return new ManyConnections(count, perSecond, text, then, every, life, pause);
    }

    ManyConnections thenSaying(String text, Duration every) {
        return new ManyConnections(count, perSecond, first, text, every, life, pause);
    }

    ManyConnections hangingUpAfter(Duration time) {
        return new ManyConnections(count, perSecond, first, then, every, time, pause);
    }

    ManyConnections notReading() {
        return readingEvery(NEVER);
    }

    /** Reads up to 512 bytes, and again after a pause. */
    ManyConnections readingEvery(Duration pause) {
        return new ManyConnections(count, perSecond, first, then, every, life, pause);
    }

    /** Holds the connections from each of several addresses. */
    void holdFrom(int addresses, AttackContext context) {
        try (ExecutorService threads = context.threads()) {
            for (int i = 0; i < addresses; i++) {
                AttackContext elsewhere = context.from(i);
                threads.execute(() -> {
                    try {
                        hold(elsewhere);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
    }

    /** Returns when the attack's time is over, with all of them closed. */
    void hold(AttackContext context) throws IOException {
        try (Selector selector = Selector.open()) {
            Set<Connection> open = new HashSet<>();
            long start = System.nanoTime();
            long opened = 0;
            while (!context.over()) {
                long due = (System.nanoTime() - start) * perSecond / 1_000_000_000 + 1;
                for (; open.size() < count && opened < due; opened++) {
                    open.add(new Connection(context, selector, first));
                }
                opened = Math.max(opened, due - perSecond);
                selector.select(key -> ((Connection) key.attachment()).ready(), TICK_MILLIS);
                for (Iterator<Connection> each = open.iterator(); each.hasNext(); ) {
                    if (each.next().isOver(System.nanoTime())) {
                        each.remove();
                    }
                }
            }
            context.seen().saw("open at the end " + open.size());
            for (Connection connection : open) {
                connection.channel.close();
            }
        }
    }

    private final class Connection {
        private final AttackContext context;
        private final ByteBuffer in = ByteBuffer.allocate(512);
        private final SocketChannel channel = SocketChannel.open();
        private final SelectionKey key;
        private final long begun = System.nanoTime();
        private ByteBuffer out;
        private long next = begun + every.toNanos();
        private long nextRead = begun + pause.toNanos();
        private boolean answered;
        private boolean closed;

        Connection(AttackContext context, Selector selector, String first) throws IOException {
            this.context = context;
            this.out = bytes(first);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (pause.equals(NEVER)) {
                // Otherwise the kernel would take some of an answer that nobody reads.
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALLEST_BUFFER);
            }
            if (!context.source().equals(RawConnection.LOOPBACK)) {
                channel.bind(new InetSocketAddress(context.source(), 0));
            }
            key = channel.register(selector, SelectionKey.OP_CONNECT, this);
            channel.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), context.bed().port()));
        }

        void ready() {
            try {
                if (key.isConnectable()) {
                    channel.finishConnect();
                    write();
                } else if (key.isReadable()) {
                    read();
                } else if (key.isWritable()) {
                    write();
                }
            } catch (IOException e) {
                end(channel.isConnected() ? "reset" : "not connected");
            }
        }

        private void write() throws IOException {
            channel.write(out);
            key.interestOps((System.nanoTime() - nextRead >= 0 ? SelectionKey.OP_READ : 0)
                    | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0));
        }

        private void read() throws IOException {
            int read = channel.read(in);
            if (pause.isPositive()) {
                nextRead = System.nanoTime() + pause.toNanos();
                key.interestOpsAnd(~SelectionKey.OP_READ);
            }
            if (!answered && in.position() >= STATUS_AT + 3) {
                answered = true;
                context.seen().saw(new String(in.array(), STATUS_AT, 3, StandardCharsets.US_ASCII));
            }
            if (answered) {
                in.clear();
            }
            if (read < 0) {
                end("closed");
            }
        }

        boolean isOver(long now) {
            if (!closed && channel.isConnected() && now - next >= 0) {
                next = now + every.toNanos();
                if (!out.hasRemaining()) {
                    out = bytes(then);
                    key.interestOps(key.interestOps() | SelectionKey.OP_WRITE);
                }
            }
            if (!closed && pause.isPositive() && channel.isConnected() && now - nextRead >= 0) {
                key.interestOpsOr(SelectionKey.OP_READ);
            }
            if (!closed && now - begun >= life.toNanos()) {
                end("hung up");
            }
            return closed;
        }

        private static ByteBuffer bytes(String text) {
            return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        }

        private void end(String how) {
            closed = true;
            context.seen().saw(how);
            try {
                channel.close();
            } catch (IOException e) {
                context.seen().saw("not closed");
            }
        }
    }
}
