package dev.linkgate.gateway.core.atlas;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A server on loopback that notes the bytes it reads and misbehaves on request. */
public final class WireServer implements AutoCloseable {

    /** The action on a connection after a request was read from it. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(Socket connection) throws IOException;
    }

    /** The same, by what the request says. */
    @FunctionalInterface
    public interface Service {
        void answer(String request, Socket connection) throws IOException;
    }

    private final ServerSocket socket;
    private volatile Service service;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    public WireServer(Behaviour behaviour) {
        this((request, connection) -> behaviour.answer(connection));
    }

    public WireServer(Service service) {
        this.service = service;
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** From the next request on. */
    public void answers(Behaviour behaviour) {
        service = (request, connection) -> behaviour.answer(connection);
    }

    public static Behaviour answering(String response) {
        return connection -> {
            connection.getOutputStream().write(response.getBytes(StandardCharsets.ISO_8859_1));
            connection.getOutputStream().flush();
        };
    }

    /** One whose answers, ISO 8859-1 like the requests' heads, depend on the request. */
    static WireServer answeringEach(UnaryOperator<String> answers) {
        return new WireServer(
                (request, connection) -> answering(answers.apply(request)).answer(connection));
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** Head and body of each request, as they came. */
    public List<String> requests() {
        return requests;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket connection) {
        try {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            while (true) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                int length = head.lines()
                        .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                        .findFirst()
                        .orElse(0);
                String request = head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
                requests.add(request);
                service.answer(request, connection);
            }
        } catch (IOException e) {
            // The client went away, or the behaviour closed the connection.
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            end = b == '\n' || b == '\r' ? end + 1 : 0;
            if (end == 4) {
                break;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
