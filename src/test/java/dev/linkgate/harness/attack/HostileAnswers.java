package dev.linkgate.harness.attack;

import static dev.linkgate.harness.attack.HostileAtlas.endpoint;
import static dev.linkgate.harness.attack.HostileAtlas.link;
import static dev.linkgate.harness.attack.HostileAtlas.say;

import dev.linkgate.harness.attack.HostileAtlas.Answer;
import dev.linkgate.harness.attack.HostileAtlas.Request;
import dev.linkgate.harness.crash.AtlasProcess;
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

/** The answers of a faulty or malicious Atlas, or of a proxy before it. */
final class HostileAnswers {

    /** An honest server announces that it closes the connection; those of {@link #protocol} do not. */
    private static final String CLOSE = "Connection: close\r\n";

    private static final int MEGABYTE = 1 << 20;
    private static final long PAUSE_NANOS = 200_000_000;

    private HostileAnswers() {}

    /** Bodies that are too large or invalid. */
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
        all.put(
                "wrong types",
                body(
                        200,
                        "{\"interfaceEndpointId\":{},\"connectionStatus\":[1],\"deleteRequested\":\"x\","
                                + "\"errorMessage\":7,\"id\":7,\"status\":{},\"interfaceEndpoints\":\"none\"}"));
        all.put(
                "numbers as ids",
                body(
                        200,
                        "{\"id\":\"" + id
                                + "\",\"status\":\"AVAILABLE\",\"interfaceEndpoints\":[1,null,true,{},[1e999999999]]}"));
        all.put("ids that are none", body(200, link(id, List.of("../../x", "", "vpce-zz", "a b", "x".repeat(9_000)))));
        all.put("another's link", body(200, link(TestBed.WORKING.link().value(), List.of(TestBed.AVAILABLE))));
        all.put("another's endpoint", body(200, endpoint(TestBed.AVAILABLE)));
        all.put("20,000 ids", manyIds(id));
        all.put("null", body(200, "null"));
        all.put("nothing", body(200, ""));
        all.put("gzip", gzip());
        return all;
    }

    /** The gateway's secrets, in places where they might be passed on. */
    static Map<String, Answer> secrets() {
        return Map.of(
                "secrets in a detail", HostileAnswers::echoInDetail,
                "secrets in a message", HostileAnswers::echoInMessage,
                "secrets in headers", HostileAnswers::echoInHeaders);
    }

    /** Answers that are no good HTTP, or have no end. */
    static Map<String, Answer> protocol() {
        Map<String, Answer> all = new LinkedHashMap<>();
        all.put("slow drops", said("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", " ", PAUSE_NANOS));
        all.put("a body without an end", said("HTTP/1.1 200 OK\r\n\r\n", " ".repeat(8_192), 0));
        all.put("headers without an end", said("HTTP/1.1 200 OK\r\n", "X-More: " + "x".repeat(1_000) + "\r\n", 0));
        all.put("provisional answers without an end", said("", "HTTP/1.1 103 Early Hints\r\n\r\n", 0));
        all.put("no HTTP", said("SSH-2.0-OpenSSH_9.9\r\n"));
        all.put("a status that is none", said("HTTP/1.1 999 ?\r\nContent-Length: 0\r\n\r\n"));
        all.put("a page", said("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"));
        all.put("a body cut short", said("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"a\":"));
        all.put("two answers", said("HTTP/1.1 204 N\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
        all.put("a redirect", headers(302, "Location: http://127.0.0.1:9/latest/meta-data\r\n"));
        all.put("a redirect to itself", headers(307, "Location: /api/atlas/v2\r\n"));
        return all;
    }

    /** The answers that refuse the credential. */
    static Map<String, Answer> refusals() {
        return Map.of(
                "secrets for a token",
                HostileAnswers::echoForToken,
                "a token for ever",
                HostileAnswers::endlessToken,
                "stale again and again",
                (request, out) -> say(out, 401, challenge(true), "{}"),
                "asks for Basic",
                headers(401, "WWW-Authenticate: Basic realm=\"x\"\r\n"),
                "an odd challenge",
                headers(401, "WWW-Authenticate: Digest realm=\"" + "\\\"".repeat(20_000) + "\r\n"));
    }

    /** The answers that ask the gateway to wait, for a project that they do not name. */
    static Map<String, Answer> limits() {
        return Map.of(
                "429 for a while", headers(429, "Retry-After: 20\r\n"),
                "429 for ever", headers(429, "Retry-After: 99999999999999999999\r\n"));
    }

    private static Answer body(int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return (request, out) -> {
            if (request.isForToken()) {
                say(out, 200, CLOSE, "{\"access_token\":\"good\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
            } else {
                say(out, status, CLOSE, bytes);
            }
        };
    }

    private static Answer headers(int status, String headers) {
        return (request, out) -> say(out, status, CLOSE + headers, "{}");
    }

    private static Answer manyIds(String id) {
        List<String> ids =
                IntStream.range(0, 20_000).mapToObj("vpce-%017x"::formatted).toList();
        return (request, out) -> {
            boolean ofLink = !request.target().contains("/endpoint/");
            body(200, ofLink ? link(id, ids) : endpoint(request.target().replaceFirst(".*/", "")))
                    .give(request, out);
        };
    }

    /** Makes the gateway send its secrets: with a challenge first, if it sends none by itself. */
    private static boolean asksFirst(Request request, OutputStream out) throws IOException {
        if (request.header("authorization").isEmpty()) {
            say(out, 401, challenge(false), "{}");
            return true;
        }
        return false;
    }

    private static String challenge(boolean stale) {
        return "WWW-Authenticate: Digest realm=\"MMS\", domain=\"\", nonce=\"n" + System.nanoTime()
                + "\", algorithm=MD5, qop=\"auth\", stale=" + stale + "\r\n";
    }

    /** The gateway's proof in this request, and the secret it was made from. */
    private static String shown(Request request) {
        String authorization = request.header("authorization");
        String secret = authorization.startsWith("Digest ") ? AtlasProcess.PRIVATE_KEY : FaultyAtlas.CLIENT_SECRET;
        return (authorization + " " + request.body() + " " + secret).replace("\"", "'");
    }

    private static void echoInDetail(Request request, OutputStream out) throws IOException {
        if (!asksFirst(request, out)) {
            body(
                            400,
                            "{\"error\":400,\"errorCode\":\"" + shown(request) + "\",\"detail\":\"" + shown(request)
                                    + "\",\"reason\":\"" + shown(request) + "\"}")
                    .give(request, out);
        }
    }

    private static void echoInMessage(Request request, OutputStream out) throws IOException {
        if (!asksFirst(request, out)) {
            String shown = shown(request);
            body(
                            200,
                            "{\"interfaceEndpointId\":\"" + TestBed.PENDING + "\",\"connectionStatus\":\"" + shown
                                    + "\",\"errorMessage\":\"" + shown + "\",\"id\":\"" + TestBed.ATTACKED.link()
                                    + "\",\"status\":\""
                                    + shown + "\",\"regionName\":\"" + shown + "\",\"endpointServiceName\":\"" + shown
                                    + "\"}")
                    .give(request, out);
        }
    }

    private static void echoInHeaders(Request request, OutputStream out) throws IOException {
        if (!asksFirst(request, out)) {
            say(out, 429, "Retry-After: " + shown(request) + "\r\nX-Error: " + shown(request) + "\r\n", "{}");
        }
    }

    private static void echoForToken(Request request, OutputStream out) throws IOException {
        String shown = shown(request);
        say(out, 401, "", "{\"error\":\"" + shown + "\",\"error_description\":\"" + shown + "\"}");
    }

    private static void endlessToken(Request request, OutputStream out) throws IOException {
        if (request.isForToken()) {
            say(
                    out,
                    200,
                    "",
                    "{\"access_token\":\"" + "t".repeat(100_000)
                            + "\",\"token_type\":\"Bearer\",\"expires_in\":9000000000000000000}");
        } else {
            say(out, 401, "", "{}");
        }
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
