package dev.linkgate.harness.partition;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A replica's way to the database, which can be cut, silent or slow. */
final class Wire implements AutoCloseable {

    enum State {
        OPEN,
        /** Connections are reset, also new ones. */
        CUT,
        /** Nothing passes, not even the end of a connection; it passes later. */
        SILENT
    }

    private static final int CHUNK = 16 << 10;

    /** PostgreSQL's end of a statement that has changed one row in a transaction that goes on. */
    private static final String LOCKED = "UPDATE 1\0Z\0\0\0\5T";

    private static final Duration UNTIL_LOCKED = Duration.ofSeconds(2);

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private State state = State.OPEN;
    private volatile long oneWayNanos;
    private volatile @Nullable Hold hold;

    /**
     * What one side has said.
     *
     * @param bytes empty at the end of the connection
     */
    private record Said(ByteBuffer bytes, long dueNanos) {}

    /** Keeps back what the database has said while the replica holds a lock. */
    static final class Hold implements AutoCloseable {
        private final CountDownLatch caught = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void close() {
            released.countDown();
        }
    }

    /** @param target the database's port */
    Wire(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    synchronized void become(State next) {
        state = next;
        if (next == State.CUT) {
            sockets.forEach(Wire::reset);
        }
        notifyAll();
    }

    void delayRoundTripsBy(Duration delay) {
        oneWayNanos = delay.toNanos() / 2;
    }

    /**
     * Waits until the replica has locked a row, and does not know it yet; not for long, because that may never happen.
     */
    Hold holdWithALock() throws InterruptedException {
        Hold next = new Hold();
        hold = next;
        next.caught.await(UNTIL_LOCKED.toMillis(), TimeUnit.MILLISECONDS);
        hold = null;
        return next;
    }

    private void keepBack(String said) throws InterruptedException {
        Hold waiting = hold;
        if (waiting != null && said.contains(LOCKED)) {
            waiting.caught.countDown();
            waiting.released.await();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket here = server.accept();
                sockets.add(here);
                if (isCut()) {
                    reset(here);
                    continue;
                }
                Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(there);
                here.setTcpNoDelay(true);
                there.setTcpNoDelay(true);
                pass(here, there);
                pass(there, here);
            } catch (IOException e) {
                // The wire is closed, or the database does not listen.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        BlockingQueue<Said> under = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> listen(from, under));
        Thread.ofVirtual().start(() -> repeat(under, to));
    }

    private void listen(Socket from, BlockingQueue<Said> under) {
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                keepBack(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                under.add(new Said(ByteBuffer.wrap(Arrays.copyOf(buffer, length)), System.nanoTime() + oneWayNanos));
            }
        } catch (IOException e) {
            // is an end, too
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        under.add(new Said(ByteBuffer.allocate(0), System.nanoTime() + oneWayNanos));
    }

    private void repeat(BlockingQueue<Said> under, Socket to) {
        try {
            for (Said said = under.take(); said.bytes().hasRemaining(); said = under.take()) {
                Thread.sleep(Duration.ofNanos(Math.max(0, said.dueNanos() - System.nanoTime())));
                awaitSound();
                to.getOutputStream().write(said.bytes().array());
            }
            awaitSound();
            to.close();
        } catch (IOException e) {
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sockets.remove(to);
    }

    private synchronized void awaitSound() throws InterruptedException {
        while (state == State.SILENT) {
            wait();
        }
    }

    private synchronized boolean isCut() {
        return state == State.CUT;
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It was closed before.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        become(State.CUT);
    }
}
