package dev.linkgate.wire;

import dev.linkgate.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A network to a server on this machine, which can be slow, silent or cut, also in the middle of a message. */
public final class Relay implements AutoCloseable {

    /** What the network does with all connections. */
    public enum State {
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

    private final ServerSocket entrance;
    private final int server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong passed = new AtomicLong();
    private State state = State.OPEN;
    private volatile long oneWayNanos;
    private volatile long eventAt = Long.MAX_VALUE;
    private volatile Runnable atEvent = () -> {};
    private volatile @Nullable Hold hold;

    /**
     * What one side has said.
     *
     * @param bytes empty at the end of the connection
     */
    private record Said(ByteBuffer bytes, long dueNanos) {}

    /** Keeps back what the database has said while its client holds a lock. */
    public static final class Hold implements AutoCloseable {

        private final CountDownLatch caught = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void close() {
            released.countDown();
        }
    }

    /** @param server its port */
    public Relay(int server) throws IOException {
        this.server = server;
        this.entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** How many bytes have passed to the server. */
    public long passed() {
        return passed.get();
    }

    public synchronized void become(State next) {
        state = next;
        if (next == State.CUT) {
            resetAll();
        }
        notifyAll();
    }

    public void delayRoundTripsBy(Duration delay) {
        oneWayNanos = delay.toNanos() / 2;
    }

    /** It is silent when so many more bytes have passed to the server. */
    public void holdAfter(long bytes) {
        atEvent = () -> become(State.SILENT);
        eventAt = passed.get() + bytes;
    }

    /** Breaks all connections when so many more bytes have passed to the server. */
    public void breakAfter(long bytes) {
        atEvent = this::resetAll;
        eventAt = passed.get() + bytes;
    }

    /** Waits until it is silent. */
    public void awaitHold() {
        Patience.until(() -> is(State.SILENT));
    }

    /** Lets pass what was held. */
    public void release() {
        become(State.OPEN);
    }

    /**
     * Waits until the client has locked a row of PostgreSQL, and does not know it yet; not for long, because that may
     * never happen.
     */
    public Hold holdWithALock() throws InterruptedException {
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
        while (!entrance.isClosed()) {
            try {
                Socket near = entrance.accept();
                sockets.add(near);
                if (is(State.CUT)) {
                    reset(near);
                    continue;
                }
                Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(far);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                pass(near, far, true);
                pass(far, near, false);
            } catch (IOException e) {
                // It is closed, or the server does not listen.
            }
        }
    }

    private void pass(Socket from, Socket to, boolean toServer) {
        BlockingQueue<Said> under = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> listen(from, under));
        Thread.ofVirtual().start(() -> repeat(under, to, toServer));
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

    private void repeat(BlockingQueue<Said> under, Socket to, boolean toServer) {
        try {
            for (Said said = under.take(); said.bytes().hasRemaining(); said = under.take()) {
                TimeUnit.NANOSECONDS.sleep(said.dueNanos() - System.nanoTime());
                awaitSound();
                write(said.bytes().array(), to.getOutputStream(), toServer);
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

    private void write(byte[] bytes, OutputStream to, boolean toServer) throws IOException, InterruptedException {
        int first = bytes.length;
        if (toServer) {
            long before = passed.getAndAdd(bytes.length);
            first = Math.clamp(eventAt - before, 0, bytes.length);
        }
        to.write(bytes, 0, first);
        if (toServer && eventAt <= passed.get()) {
            eventAt = Long.MAX_VALUE;
            atEvent.run();
            awaitSound();
        }
        to.write(bytes, first, bytes.length - first);
    }

    private synchronized void awaitSound() throws InterruptedException {
        while (state == State.SILENT) {
            wait();
        }
    }

    private synchronized boolean is(State asked) {
        return state == asked;
    }

    private void resetAll() {
        sockets.forEach(Relay::reset);
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
        entrance.close();
        become(State.CUT);
    }
}
