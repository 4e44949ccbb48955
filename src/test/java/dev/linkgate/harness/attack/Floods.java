package dev.linkgate.harness.attack;

import dev.linkgate.wire.RawRequest;
import java.util.function.LongFunction;

/** Attacks by unknown callers, on 16 connections without a pause. */
final class Floods {

    private static final int CONNECTIONS = 16;
    private static final String LONG = "x".repeat(7_500);

    private Floods() {}

    static void probes(AttackContext context) {
        flood(context, number -> RawRequest.get(number % 2 == 0 ? "/livez" : "/readyz"));
    }

    static void shortPaths(AttackContext context) {
        flood(context, number -> RawRequest.get("/projects"));
    }

    static void longPaths(AttackContext context) {
        flood(context, number -> RawRequest.get(TestBed.ATTACKED.endpoints() + "/" + LONG));
    }

    static void wrongTokens(AttackContext context) {
        String revoked = context.token(CallerKind.REVOKED);
        flood(
                context,
                number -> RawRequest.get(TestBed.ATTACKED.endpoints()).as(number % 2 == 0 ? revoked : "lgk_" + number));
    }

    static void apiDocs(AttackContext context) {
        flood(context, number -> RawRequest.get("/v3/api-docs").with("Accept-Language: " + language(number)));
    }

    static void problems(AttackContext context) {
        flood(context, number -> RawRequest.get("/problems"));
    }

    static void swaggerFiles(AttackContext context) {
        flood(context, number -> RawRequest.get("/swagger-ui/swagger-ui-bundle.js"));
    }

    private static void flood(AttackContext context, LongFunction<RawRequest> request) {
        RequestFlood.of(CONNECTIONS, request).run(context);
    }

    /** A well-formed language tag for each number. */
    private static String language(long number) {
        return "" + (char) ('a' + number % 26) + (char) ('a' + number / 26 % 26) + (char) ('a' + number / 676 % 26);
    }
}
