package dev.linkgate.harness.attack;

import dev.linkgate.gateway.core.access.RouteList;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;

/** Requests that are right but for some bytes, and some that are nothing but random bytes. */
final class Fuzzing {

    private static final int THREADS = 4;
    private static final int ALL = 20_000;
    private static final int SHOWN_BYTES = 120;

    private static final List<String> BODIES = List.of(
            "{\"interfaceEndpointId\":\"vpce-0b9c5701325cb15dd\"}",
            "{\"description\":\"text\"}",
            "{\"role\":\"viewer\"}",
            "{\"label\":\"ci\",\"expiresAt\":\"2036-11-24T13:24:00Z\"}",
            "{\"kind\":\"digest\",\"publicKey\":\"abcdefgh\",\"privateKey\":\"00000000-0000-4000-8000-000000000000\"}",
            "{\"name\":\"payments\",\"credential\":\"default\"}",
            "{\"projectId\":\"5df264b8f10fab7d2cad2f0d\"}",
            "[]",
            "");

    private static final List<String> QUERIES = List.of(
            "",
            "?pageNum=1&itemsPerPage=10&includeCount=true",
            "?pretty=true&envelope=true",
            "?allowLinkRemoval=false",
            "?after=1&limit=5",
            "?verify=true",
            "?from=2026-11-24T13:24:00Z&to=2026-11-25T00:00:00Z&team=a&action=link.get");

    private static final List<String> HEADERS = List.of(
            "Accept: application/json",
            "Prefer: wait=0",
            "If-None-Match: \"abc\"",
            "Idempotency-Key: key",
            "Accept: application/x-ndjson",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "Cache-Control: no-cache",
            "X-Request-Id: abc",
            "Last-Event-ID: 1",
            "Content-Encoding: gzip");

    private static final List<String> WORDS = List.of(
            "%00",
            "%",
            "..",
            "/",
            "//",
            ";",
            "?",
            "&",
            "=",
            "\"",
            "'",
            "{",
            "}",
            "[",
            "]",
            "\\u0000",
            "\\",
            "\r\n",
            "\n",
            "\0",
            "\u00e4",
            "\ud83d\ude00",
            "-1",
            "99999999999999999999",
            "1e400",
            "NaN",
            "null",
            "true",
            "9".repeat(300),
            "x".repeat(3_000),
            "${x}",
            "%n%s",
            "<script>",
            "\u202e",
            "1969-12-31T23:59:59Z",
            "+999999999-12-31T00:00:00Z");

    private Fuzzing() {}

    static void run(AttackContext context) {
        List<RouteList.Entry> routes = RouteList.entries();
        int each = context.scaled(ALL) / THREADS;
        try (ExecutorService threads = context.threads()) {
            for (int i = 0; i < THREADS; i++) {
                long seed = context.seed() * THREADS + i;
                threads.execute(() -> fuzz(context, routes, seed, each));
            }
        }
    }

    private static void fuzz(AttackContext context, List<RouteList.Entry> routes, long seed, int count) {
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < count && !context.over(); i++) {
            long own = seeds.nextLong();
            byte[] said = request(context, routes, new SplittableRandom(own));
            String shown = "seed " + own + ": "
                    + new String(said, 0, Math.min(SHOWN_BYTES, said.length), StandardCharsets.ISO_8859_1);
            try (RawConnection connection = context.connectFromAnywhere(new SplittableRandom(own))) {
                Exchange.check(context, connection, shown, said);
            } catch (IOException e) {
                context.seen().saw("not connected");
            }
        }
    }

    private static byte[] request(AttackContext context, List<RouteList.Entry> routes, SplittableRandom random) {
        if (random.nextInt(20) == 0) {
            byte[] noise = new byte[random.nextInt(1, 2_000)];
            random.nextBytes(noise);
            return noise;
        }
        RouteList.Entry route = one(routes, random);
        RawRequest request = RawRequest.of(route.method(), TestBed.path(route) + one(QUERIES, random))
                .as(context.token(one(List.of(CallerKind.values()), random)));
        for (int i = random.nextInt(4); i > 0; i--) {
            request = request.with(one(HEADERS, random));
        }
        String body = one(BODIES, random);
        byte[] bytes = (body.isEmpty() ? request : request.json(body)).bytes();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            bytes = mutated(bytes, random);
        }
        return bytes;
    }

    private static byte[] mutated(byte[] bytes, RandomGenerator random) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - at, random.nextInt(1, 20));
        byte[] few = new byte[random.nextInt(1, 5)];
        random.nextBytes(few);
        return switch (random.nextInt(5)) {
            case 0 -> spliced(bytes, at, length, new byte[0]);
            case 1 -> spliced(bytes, at, 0, few);
            case 2 -> spliced(bytes, at, Math.min(length, few.length), few);
            case 3 -> spliced(bytes, at, 0, java.util.Arrays.copyOfRange(bytes, at, at + length));
            default ->
                spliced(
                        bytes,
                        at,
                        random.nextBoolean() ? length : 0,
                        one(WORDS, random).getBytes(StandardCharsets.UTF_8));
        };
    }

    /** A copy with some bytes put into the place of others. */
    private static byte[] spliced(byte[] bytes, int at, int removed, byte[] put) {
        byte[] result = new byte[bytes.length - removed + put.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(put, 0, result, at, put.length);
        System.arraycopy(bytes, at + removed, result, at + put.length, bytes.length - at - removed);
        return result;
    }

    private static <T> T one(List<T> of, RandomGenerator random) {
        return of.get(random.nextInt(of.size()));
    }
}
