package dev.linkgate.gateway.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends text over a bare socket that no HTTP client would send. */
final class Socket {

    /** Stands for the path of the request in its answer, unless that is one of the Atlas API, whose errors differ. */
    static final String PATH = "(bare socket)";

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(30).toMillis();

    private Socket() {}

    /** @param request as it goes on the wire, with {@code \n} for the line ends */
    static Answer say(Gateway gateway, String request) {
        return say(gateway, gateway.url(), request);
    }

    /** @param url of one of its ports */
    static Answer say(Gateway gateway, URI url, String request) {
        return gateway.house().check(read(request, sayPlainly(url, request)));
    }

    /** @return the answer, unchanged */
    static String sayPlainly(Gateway gateway, String request) {
        return sayPlainly(gateway.url(), request);
    }

    static String sayPlainly(URI url, String request) {
        try (java.net.Socket socket = new java.net.Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the answer up to the end of the connection, while the rest of the request is still expected */
    static String sayBeginning(Gateway gateway, String request) {
        URI url = gateway.url();
        try (java.net.Socket socket = new java.net.Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The parts of HTTP in these answers: a head, and a body that ends with the connection or is one chunk. */
    private static Answer read(String request, String answer) {
        String[] line = request.split("[ \n]", 3);
        String[] parts = answer.split("\r\n\r\n", 2);
        String[] head = parts[0].split("\r\n", -1);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < head.length; i++) {
            String[] field = head[i].split(": ?", 2);
            headers.computeIfAbsent(field[0], name -> new ArrayList<>()).add(field[1]);
        }
        String body = headers.containsKey("Transfer-Encoding") ? parts[1].split("\r\n", 3)[1] : parts[1];
        return new Answer(
                line[0],
                AtlasError.isAt(line[1]) ? line[1] : PATH,
                Integer.parseInt(head[0].split(" ", 3)[1]),
                HttpHeaders.of(headers, (name, value) -> true),
                body);
    }
}
