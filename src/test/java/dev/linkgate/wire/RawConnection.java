package dev.linkgate.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the gateway, by which anything can be said, and on which answers are read as RFC 9112 frames them.
 */
public final class RawConnection implements AutoCloseable {

    public static final String LOOPBACK = "127.0.0.1";
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int MAX_LINE = 64 << 10;

    private Socket socket = new Socket();
    private InputStream in;
    private boolean ended;

    /** @param source the loopback address that the connection comes from */
    public RawConnection(String source, int port) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            if (!source.equals(LOOPBACK)) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(source, 0));
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Goes on over TLS. */
    public void startTls(SSLContext tls) throws IOException {
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, LOOPBACK, socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
    }

    public RawResponse ask(RawRequest request) throws IOException {
        say(request.bytes());
        return hear(request.method().equals("HEAD"));
    }

    public void say(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    public void sayNoMore() throws IOException {
        socket.shutdownOutput();
    }

    public void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /**
     * Reads one answer.
     *
     * @param toHead whether it has no body despite its headers
     * @throws EOFException if the gateway has closed the connection
     */
    public RawResponse hear(boolean toHead) throws IOException {
        while (true) {
            String[] first = line().split(" ", 3);
            if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
                throw new IOException("no HTTP: " + String.join(" ", first));
            }
            int status = Integer.parseInt(first[1]);
            Map<String, String> headers = headers();
            ended = ended || headers.getOrDefault("connection", "").equals("close");
            if (status >= 200) {
                boolean none = toHead || status == 204 || status == 304;
                return new RawResponse(status, headers, none ? "" : body(headers));
            }
        }
    }

    /** Reads the status of an answer that another one follows. */
    public int hearInterim() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        headers();
        return status;
    }

    /** All that the gateway says until it closes the connection. */
    public String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Whether the gateway has said that it closes the connection after its last answer. */
    public boolean isEnded() {
        return ended;
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private String body(Map<String, String> headers) throws IOException {
        @Nullable String length = headers.get("content-length");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (headers.getOrDefault("content-type", "").startsWith("text/event-stream")) {
            return "";
        } else if (length != null) {
            take(Integer.parseInt(length), body);
        } else if (headers.containsKey("transfer-encoding")) {
            takeChunks(body);
        } else {
            in.transferTo(body);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private void takeChunks(ByteArrayOutputStream to) throws IOException {
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            take(size, to);
            line();
        }
        line();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private void take(int size, ByteArrayOutputStream to) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("closed within an answer");
        }
        to.writeBytes(bytes);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > MAX_LINE) {
                throw new EOFException("closed");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Reads the event stream that was the last answer, until the gateway ends it. */
    public void awaitEndOfStream() throws IOException {
        takeChunks(new ByteArrayOutputStream());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
