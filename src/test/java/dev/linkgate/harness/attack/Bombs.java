package dev.linkgate.harness.attack;

import dev.linkgate.wire.RawRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** Attacks by an editor whose requests cost little to send and might cost much to read. */
final class Bombs {

    private static final int THREADS = 8;
    private static final int BODY = AttackContext.BODY;

    private Bombs() {}

    static void run(AttackContext context) {
        List<Map.Entry<String, byte[]>> bombs =
                List.copyOf(all(context.token(CallerKind.EDITOR)).entrySet());
        AtomicInteger number = new AtomicInteger();
        try (ExecutorService threads = context.threads()) {
            for (int i = 0; i < THREADS; i++) {
                threads.execute(() -> {
                    while (!context.over() || number.get() < bombs.size()) {
                        Map.Entry<String, byte[]> bomb = bombs.get(number.getAndIncrement() % bombs.size());
                        Exchange.check(context, bomb.getKey(), bomb.getValue());
                    }
                });
            }
        }
    }

    private static Map<String, byte[]> all(String token) {
        RawRequest post = RawRequest.of("POST", TestBed.ATTACKED.endpoints()).as(token);
        RawRequest get = RawRequest.get(TestBed.ATTACKED.endpoints()).as(token);
        Map<String, byte[]> bombs = new LinkedHashMap<>();
        bombs.put("deep arrays", post.json("[".repeat(BODY)).bytes());
        bombs.put("deep objects", post.json("{\"a\":".repeat(BODY / 5)).bytes());
        bombs.put("deep in a field", id(post, "[".repeat(BODY / 2) + "]".repeat(BODY / 2)));
        bombs.put("number with a large exponent", id(post, "1e999999999"));
        bombs.put("number with many digits", id(post, "9".repeat(BODY)));
        bombs.put("fraction with many digits", id(post, "0." + "1".repeat(BODY)));
        bombs.put("long string", id(post, "\"" + "x".repeat(BODY) + "\""));
        bombs.put("string of escapes", id(post, "\"" + "\\u0000".repeat(BODY / 6) + "\""));
        bombs.put(
                "one field again and again",
                post.json("{" + "\"a\":1,".repeat(BODY / 6) + "\"a\":1}").bytes());
        bombs.put("many fields", post.json(manyFields()).bytes());
        bombs.put(
                "long field name", post.json("{\"" + "x".repeat(BODY) + "\":1}").bytes());
        bombs.put(
                "not UTF-8",
                post.json("{\"interfaceEndpointId\":\"\u00ff\"}")
                        .with("Content-Encoding: x")
                        .bytes());
        bombs.put("far too large in chunks", chunked(post, 2_000, ""));
        bombs.put("chunk extensions", chunked(post, 60, ";x=" + "y".repeat(1_000)));
        bombs.put("one long chunk extension", chunked(post, 1, ";x=" + "y".repeat(100_000)));
        bombs.put("declares ten gigabytes", declares(post, "10000000000"));
        bombs.put("declares more than a long", declares(post, "99999999999999999999"));
        bombs.put("gzip", gzip(post));
        bombs.put(
                "form with many fields",
                post.with("Content-Type: application/x-www-form-urlencoded")
                        .withBody("a=b&".repeat(BODY / 4))
                        .bytes());
        bombs.put("many headers", headers(get, 500, 1).bytes());
        bombs.put("very many headers", headers(get, 20_000, 1).bytes());
        bombs.put("many segments", get.to("/x".repeat(3_500)).bytes());
        bombs.put(
                "pretty many times",
                get.to("/projects?" + "pretty=true&".repeat(600)).bytes());
        for (String header : List.of(
                "Accept: " + "a/b;q=0.1, ".repeat(600) + "*/*",
                "Accept-Language: " + "de;q=0.1, ".repeat(700) + "en",
                "Prefer: " + "wait=60, ".repeat(800) + "wait",
                "Prefer: wait=" + "9".repeat(7_000),
                "If-None-Match: " + "\"x\", ".repeat(1_400) + "*",
                "Range: bytes=" + "0-1,".repeat(1_800) + "1-",
                "Cookie: " + "a=b; ".repeat(1_400),
                "traceparent: " + "0".repeat(7_000),
                "Idempotency-Key: " + "k".repeat(7_000),
                "X-Forwarded-For: " + "127.0.0.1, ".repeat(600),
                "Expect: 100-continue",
                "Expect: " + "x".repeat(1_000),
                "Upgrade: h2c",
                "Transfer-Encoding: gzip, chunked, identity")) {
            bombs.put(
                    header.substring(0, Math.min(30, header.length())),
                    get.with(header).bytes());
        }
        bombs.put("expects to go on", declares(post.with("Expect: 100-continue"), "1000"));
        bombs.put("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        bombs.put("TLS", new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3});
        bombs.put("zeros", new byte[100_000]);
        return bombs;
    }

    private static byte[] id(RawRequest post, String json) {
        return post.json("{\"interfaceEndpointId\":" + json + "}").bytes();
    }

    private static String manyFields() {
        StringBuilder fields = new StringBuilder("{");
        for (int i = 0; fields.length() < BODY; i++) {
            fields.append("\"f").append(i).append("\":0,");
        }
        return fields.append("\"end\":0}").toString();
    }

    /** @param chunks of a kilobyte each */
    private static byte[] chunked(RawRequest post, int chunks, String extension) {
        String chunk = "401" + extension + "\r\n" + " ".repeat(0x401) + "\r\n";
        String head = post.with("Content-Type: application/json")
                .with("Transfer-Encoding: chunked")
                .text();
        return (head + chunk.repeat(chunks) + "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] declares(RawRequest post, String length) {
        return post.with("Content-Type: application/json")
                .with("Content-Length: " + length)
                .bytes();
    }

    private static RawRequest headers(RawRequest get, int count, int length) {
        String value = "v".repeat(length);
        List<String> more = new java.util.ArrayList<>(get.headers());
        for (int i = 0; i < count; i++) {
            more.add("X-" + i + ": " + value);
        }
        return new RawRequest(get.method(), get.target(), more, get.body());
    }

    private static byte[] gzip(RawRequest post) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(body)) {
            zipped.write(new byte[10 << 20]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(declares(post.with("Content-Encoding: gzip"), String.valueOf(body.size())));
        all.writeBytes(body.toByteArray());
        return all.toByteArray();
    }
}
