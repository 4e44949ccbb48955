package dev.linkgate.gateway.core.atlas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A proxy on loopback that makes tunnels to one server, whatever host they are for. */
public final class ConnectProxy implements AutoCloseable {

    private final ServerSocket socket;
    private final int target;
    private final @Nullable String authorization;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /**
     * @param target the server's port
     * @param authorization the {@code Proxy-Authorization} without which it answers 407; absent if none is needed
     */
    public ConnectProxy(int target, @Nullable String authorization) {
        this.target = target;
        this.authorization = authorization;
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** The head of each request to the proxy itself. */
    public List<String> heads() {
        return heads;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                sockets.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try {
            String head = head(client.getInputStream());
            heads.add(head);
            if (!head.startsWith("CONNECT ")) {
                say(client, "405 Method Not Allowed");
                client.close();
            } else if (authorization != null
                    && !head.toLowerCase(Locale.ROOT)
                            .contains("proxy-authorization: " + authorization.toLowerCase(Locale.ROOT))) {
                say(client, "407 Proxy Authentication Required");
                client.close();
            } else {
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(server);
                say(client, "200 Connection Established");
                Thread.ofVirtual().start(() -> copy(server, client));
                copy(client, server);
            }
        } catch (IOException e) {
            // The client went away.
        }
    }

    private static void say(Socket client, String status) throws IOException {
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of the two ends was closed.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.append((char) b);
            if (head.toString().endsWith("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket each : sockets) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
