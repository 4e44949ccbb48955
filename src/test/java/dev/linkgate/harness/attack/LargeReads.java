package dev.linkgate.harness.attack;

import dev.linkgate.wire.RawRequest;
import java.io.IOException;
import java.time.Duration;

/** Attacks by callers whose requests are allowed, and cost much more than they look like. */
final class LargeReads {

    private static final int CONNECTIONS = 190;
    private static final int PER_SECOND = 2_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String PAGE = "?itemsPerPage=500";
    private static final String ANEW = "Cache-Control: no-cache";

    /** A frequent action that never was, so that as many records are examined as may be. */
    private static final String WITHOUT_A_MATCH = "?action=connection-strings.list";

    private static final String WITH_A_MATCH = "?action=endpoint.get&limit=500";

    private LargeReads() {}

    static void driftAnew(AttackContext context) throws IOException {
        repeat(
                context,
                viewers(context, LargeProject.LARGE_LINK.project("/drift" + PAGE))
                        .with(ANEW));
    }

    static void endpointsAnew(AttackContext context) throws IOException {
        repeat(
                context,
                viewers(context, LargeProject.LARGE_LINK.endpoints() + PAGE).with(ANEW));
    }

    static void endpointsOfManyLinks(AttackContext context) {
        RequestFlood.of(
                        context.scaled(CONNECTIONS),
                        number -> viewers(context, LargeProject.link(number).endpoints() + PAGE)
                                .with(ANEW))
                .run(context);
    }

    static void streams(AttackContext context) throws IOException {
        String stream =
                viewers(context, LargeProject.LARGE_LINK.linkPath() + "/events").text();
        ManyConnections.of(context.scaled(CONNECTIONS), PER_SECOND)
                .saying(stream)
                .notReading()
                .hold(context);
    }

    static void trailWithAMatch(AttackContext context) throws IOException {
        repeat(context, viewers(context, LargeProject.LONG_TRAIL.project("/audit" + WITH_A_MATCH)));
    }

    static void trailWithoutAMatch(AttackContext context) throws IOException {
        repeat(context, viewers(context, LargeProject.LONG_TRAIL.project("/audit" + WITHOUT_A_MATCH)));
    }

    /** Each asks for something else. */
    static void differentQueries(AttackContext context) {
        RequestFlood.of(
                        context.scaled(CONNECTIONS),
                        number -> viewers(
                                context,
                                LargeProject.LONG_TRAIL.project(
                                        "/audit" + WITHOUT_A_MATCH + "&after=" + (Long.MAX_VALUE - number))))
                .run(context);
    }

    static void countedQueries(AttackContext context) throws IOException {
        repeat(
                context,
                viewers(context, LargeProject.LONG_TRAIL.project("/audit" + WITHOUT_A_MATCH + "&includeCount=true")));
    }

    static void exportsReadSlowly(AttackContext context) throws IOException {
        ManyConnections.of(context.scaled(CONNECTIONS), PER_SECOND)
                .saying(export(context).text())
                .readingEvery(Duration.ofMillis(100))
                .hold(context);
    }

    static void exportsNeverRead(AttackContext context) throws IOException {
        ManyConnections.of(context.scaled(CONNECTIONS), PER_SECOND)
                .saying(export(context).text())
                .notReading()
                .hold(context);
    }

    static void verifications(AttackContext context) throws IOException {
        repeat(context, RawRequest.of("POST", "/admin/audit/verification").as(context.token(CallerKind.AUDITOR)));
    }

    private static RawRequest export(AttackContext context) {
        return RawRequest.get("/admin/audit")
                .with("Accept: application/x-ndjson")
                .as(context.token(CallerKind.AUDITOR));
    }

    private static RawRequest viewers(AttackContext context, String target) {
        return RawRequest.get(target).as(context.token(CallerKind.VIEWER));
    }

    /** Each connection asks again and again, whether it has an answer or not. */
    private static void repeat(AttackContext context, RawRequest request) throws IOException {
        ManyConnections.of(context.scaled(CONNECTIONS), PER_SECOND)
                .saying(request.text())
                .thenSaying(request.text(), PAUSE)
                .hold(context);
    }
}
