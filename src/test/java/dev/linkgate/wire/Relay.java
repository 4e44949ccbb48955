package dev.linkgate.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A network to a server on this machine, which can be slow, stop in the middle of a message, and break. */
public final class Relay implements AutoCloseable {

    private static final int CHUNK = 1 << 16;

    private final ServerSocket entrance;
    private final int server;
    private final long delayNanos;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong passed = new AtomicLong();
    private volatile long eventAt = Long.MAX_VALUE;
    private volatile Runnable atEvent = () -> {};
    private volatile CountDownLatch holding = new CountDownLatch(0);
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /**
     * Opens it.
     *
     * @param server its port
     * @param delay of each byte, in each direction
     */
    public Relay(int server, Duration delay) throws IOException {
        this.server = server;
        this.delayNanos = delay.toNanos();
        this.entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** How many bytes have passed to the server. */
    public long passed() {
        return passed.get();
    }

    /** Nothing passes from now on, though nothing is broken, as if the machine at the near end had stopped. */
    public void hold() {
        gate = new CountDownLatch(1);
        holding.countDown();
    }

    /** {@link #hold Holds} when so many more bytes have passed to the server. */
    public void holdAfter(long bytes) {
        holding = new CountDownLatch(1);
        atEvent = this::hold;
        eventAt = passed.get() + bytes;
    }

    /** Breaks all connections when so many more bytes have passed to the server. */
    public void breakAfter(long bytes) {
        atEvent = this::breakAll;
        eventAt = passed.get() + bytes;
    }

    public void awaitHold() throws InterruptedException {
        if (!holding.await(1, TimeUnit.MINUTES)) {
            throw new AssertionError("nothing was held");
        }
    }

    /** Lets pass what was held. */
    public void release() {
        gate.countDown();
    }

    private void accept() {
        try {
            while (true) {
                Socket near = entrance.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
                for (Socket socket : List.of(near, far)) {
                    socket.setTcpNoDelay(true);
                    sockets.add(socket);
                }
                pass(near, far, true);
                pass(far, near, false);
            }
        } catch (IOException closed) {
            breakAll();
        }
    }

    private void pass(Socket from, Socket to, boolean toServer) {
        BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
        Thread.startVirtualThread(() -> {
            byte[] buffer = new byte[CHUNK];
            try {
                for (int length = from.getInputStream().read(buffer);
                        length >= 0;
                        length = from.getInputStream().read(buffer)) {
                    sent.add(new Sent(System.nanoTime() + delayNanos, ByteBuffer.wrap(Arrays.copyOf(buffer, length))));
                }
            } catch (IOException broken) {
                // handled like its end
            }
            sent.add(new Sent(System.nanoTime() + delayNanos, ByteBuffer.allocate(0)));
        });
        Thread.startVirtualThread(() -> {
            try (from;
                    to) {
                for (Sent next = sent.take(); next.bytes().hasRemaining(); next = sent.take()) {
                    TimeUnit.NANOSECONDS.sleep(next.dueNanos() - System.nanoTime());
                    gate.await();
                    write(next.bytes().array(), to.getOutputStream(), toServer);
                }
            } catch (IOException | InterruptedException broken) {
                // both ends are closed
            }
        });
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
            gate.await();
        }
        to.write(bytes, first, bytes.length - first);
    }

    private void breakAll() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        sockets.clear();
    }

    private record Sent(long dueNanos, ByteBuffer bytes) {}

    @Override
    public void close() throws IOException {
        release();
        entrance.close();
        breakAll();
    }
}
