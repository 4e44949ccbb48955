package dev.linkgate.harness.attack;

import static dev.linkgate.harness.attack.HostileAtlas.endpoint;
import static dev.linkgate.harness.attack.HostileAtlas.link;
import static dev.linkgate.harness.attack.HostileAtlas.say;

import dev.linkgate.harness.attack.HostileAtlas.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** The answers of a faulty or malicious Atlas, or of a proxy before it, that cost the most to read. */
final class HostileAnswers {

    /** An honest server announces that it closes the connection; those of {@link #protocol} do not. */
    private static final String CLOSE = "Connection: close\r\n";

    private static final int MEGABYTE = 1 << 20;
    private static final long PAUSE_NANOS = 200_000_000;

    private HostileAnswers() {}

    /** Bodies that are too large. */
    static Map<String, Answer> bodies() {
        String id = TestBed.ATTACKED.link().value();
        Map<String, Answer> all = new LinkedHashMap<>();
        all.put(
                "a long message",
                body(
                        200,
                        "{\"interfaceEndpointId\":\"" + TestBed.PENDING
                                + "\",\"connectionStatus\":\"REJECTED\",\"errorMessage\":\""
                                + "x".repeat(4 * MEGABYTE - 500)
                                + "\",\"id\":\"" + id + "\",\"status\":\"FAILED\"}"));
        all.put(
                "a long detail",
                body(
                        400,
                        "{\"error\":400,\"errorCode\":\"" + "E".repeat(MEGABYTE) + "\",\"detail\":\""
                                + "x".repeat(2 * MEGABYTE) + "\"}"));
        all.put("a body of 5 MB", body(200, " ".repeat(5 * MEGABYTE)));
        all.put("deep arrays", body(200, "[".repeat(MEGABYTE)));
        all.put("deep objects", body(200, "{\"a\":".repeat(MEGABYTE / 5)));
        all.put("small arrays", body(200, "[" + "[],".repeat(4 * MEGABYTE / 3 - 10) + "[]]"));
        all.put("20,000 ids", manyIds(id));
        all.put("gzip", gzip());
        return all;
    }

    /** Answers that are no good HTTP, or have no end, or ask to wait: those last, because then the gateway waits. */
    static Map<String, Answer> protocol() {
        Map<String, Answer> all = new LinkedHashMap<>();
        all.put("slow drops", said("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", " ", PAUSE_NANOS));
        all.put("a body without an end", said("HTTP/1.1 200 OK\r\n\r\n", " ".repeat(8_192), 0));
        all.put("headers without an end", said("HTTP/1.1 200 OK\r\n", "X-More: " + "x".repeat(1_000) + "\r\n", 0));
        all.put("provisional answers without an end", said("", "HTTP/1.1 103 Early Hints\r\n\r\n", 0));
        all.put("no HTTP", said("SSH-2.0-OpenSSH_9.9\r\n"));
        all.put("a body cut short", said("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"a\":"));
        all.put("two answers", said("HTTP/1.1 204 N\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
        all.put("a redirect to itself", headers(307, "Location: /api/atlas/v2\r\n"));
        all.put("429 for a while", headers(429, "Retry-After: 20\r\n"));
        all.put("429 for ever", headers(429, "Retry-After: 99999999999999999999\r\n"));
        return all;
    }

    private static Answer body(int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return (request, out) -> say(out, status, CLOSE, bytes);
    }

    private static Answer headers(int status, String headers) {
        return (request, out) -> say(out, status, CLOSE + headers, "{}");
    }

    private static Answer manyIds(String id) {
        List<String> ids =
                IntStream.range(0, 20_000).mapToObj("vpce-%017x"::formatted).toList();
        return (request, out) -> {
            boolean ofLink = !request.target().contains("/endpoint/");
            say(
                    out,
                    200,
                    CLOSE,
                    ofLink ? link(id, ids) : endpoint(request.target().replaceFirst(".*/", "")));
        };
    }

    private static Answer said(String text) {
        return (request, out) -> raw(out, text);
    }

    /** Goes on until the gateway closes the connection. */
    private static Answer said(String first, String again, long pauseNanos) {
        return (request, out) -> {
            raw(out, first);
            while (true) {
                raw(out, again);
                LockSupport.parkNanos(pauseNanos);
            }
        };
    }

    private static Answer gzip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
            zipped.write(new byte[64 * MEGABYTE]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (request, out) -> {
            raw(out, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bytes.size() + "\r\n\r\n");
            bytes.writeTo(out);
        };
    }

    private static void raw(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
