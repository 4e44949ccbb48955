package dev.linkgate.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Requests one resource repeatedly, one request after another, on one connection. It costs very little, so that
 * a measurement on the same machine measures the other end; answers must have a {@code Content-Length} and fit its
 * buffer.
 */
final class OpenConnection {

    private static final int BUFFER_BYTES = 16 << 10;
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String LENGTH = "\r\ncontent-length:";
    private static final int NO_ANSWER = -1;

    private final URI url;
    private final Selector selector;
    private final byte[] request;
    private final ByteBuffer answer = ByteBuffer.allocate(BUFFER_BYTES);
    private SocketChannel channel;
    private long due;
    private int status;

    OpenConnection(URI url, Selector selector) throws IOException {
        this.url = url;
        this.selector = selector;
        String secret = System.getenv().getOrDefault("LOAD_SECRET", "");
        this.request = ("GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nAccept: "
                        + System.getProperty("load.accept", "*/*") + "\r\n"
                        + (secret.isEmpty() ? "" : "Authorization: Bearer " + secret + "\r\n") + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        this.channel = open();
    }

    private SocketChannel open() throws IOException {
        SocketChannel opened = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
        opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
        opened.configureBlocking(false);
        opened.register(selector, SelectionKey.OP_READ, this);
        return opened;
    }

    /**
     * @param due when the request should have been sent
     * @return whether an answer can be expected
     */
    boolean send(long due) {
        this.due = due;
        answer.clear();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(request);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return true;
        } catch (IOException e) {
            renew();
            return false;
        }
    }

    long due() {
        return due;
    }

    /** The status of the answer, negative if there was none: the connection was lost and replaced. */
    int status() {
        return status;
    }

    /**
     * Reads the arrived bytes.
     *
     * @return whether the answer is complete, or will never be
     */
    boolean receive() {
        try {
            if (channel.read(answer) < 0 || !answer.hasRemaining()) {
                throw new IOException("an answer that ends too early or never");
            }
            String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
            int head = text.indexOf(END_OF_HEAD);
            if (head < 0 || answer.position() < head + END_OF_HEAD.length() + length(text.substring(0, head))) {
                return false;
            }
            status = Integer.parseInt(text.split(" ", 3)[1]);
        } catch (IOException e) {
            renew();
        }
        return true;
    }

    private static int length(String head) throws IOException {
        int field = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (field < 0) {
            throw new IOException("an answer without Content-Length");
        }
        String after = head.substring(field + LENGTH.length());
        return Integer.parseInt(after.lines().findFirst().orElseThrow().strip());
    }

    private void renew() {
        status = NO_ANSWER;
        try {
            channel.close();
            channel = open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
