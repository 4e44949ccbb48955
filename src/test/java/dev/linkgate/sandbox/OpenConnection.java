package dev.linkgate.sandbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one resource over and over, on one connection that is opened when it is needed. It costs next to nothing, so
 * that a measurement on the same machine measures the other end; answers must have a {@code Content-Length}.
 */
final class OpenConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final URI url;
    private final byte[] request;
    private @Nullable Socket socket;
    private InputStream answers = InputStream.nullInputStream();

    OpenConnection(URI url) {
        this.url = url;
        String secret = System.getenv().getOrDefault("LOAD_SECRET", "");
        this.request = ("GET " + url.getRawPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nAccept: "
                        + System.getProperty("load.accept", "*/*") + "\r\n"
                        + (secret.isEmpty() ? "" : "Authorization: Bearer " + secret + "\r\n") + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * @return the answer's status
     * @throws IOException if there was no whole answer; the connection is of no more use then, and must be closed
     */
    int get() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket(url.getHost(), url.getPort());
            open.setTcpNoDelay(true);
            open.setSoTimeout(TIMEOUT_MILLIS);
            socket = open;
            answers = new BufferedInputStream(open.getInputStream());
        }
        open.getOutputStream().write(request);
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        long length = -1;
        for (String field = line(); !field.isEmpty(); field = line()) {
            if (field.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(field.substring(field.indexOf(':') + 1).strip());
            }
        }
        if (length < 0) {
            throw new IOException("an answer without Content-Length");
        }
        answers.skipNBytes(length);
        return status;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = answers.read(); c != '\n'; c = answers.read()) {
            if (c < 0) {
                throw new IOException("the answer ends too early");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
