package dev.linkgate.harness.attack;

import dev.linkgate.wire.RawRequest;
import java.io.IOException;

/**
 * Connections that ask for large answers, and never read. All of them, also in the short form: fewer take little
 * memory. Each asks several times, because the kernel keeps the beginning of what is sent.
 */
final class UnreadAnswers {

    private static final int CONNECTIONS = 640;
    private static final int PER_SECOND = 2_000;
    private static final int REQUESTS = 4;

    private UnreadAnswers() {}

    static void trail(AttackContext context) throws IOException {
        hold(context, viewers(context, LargeProject.LONG_TRAIL.project("/audit?limit=500&pretty=true")));
    }

    static void importBlocks(AttackContext context) throws IOException {
        hold(context, viewers(context, LargeProject.LARGE_LINK.project("/terraform")));
    }

    static void listsOfTheAtlasApi(AttackContext context) throws IOException {
        String list =
                "/api/atlas/v2/groups/" + LargeProject.LARGE_LINK.project() + "/privateEndpoint/AWS/endpointService";
        hold(context, viewers(context, list).with("Accept: application/vnd.atlas.2023-01-01+json"));
    }

    /** Of unknown callers. */
    static void swaggerFiles(AttackContext context) throws IOException {
        hold(context, RawRequest.get("/swagger-ui/swagger-ui-bundle.js"));
    }

    private static RawRequest viewers(AttackContext context, String target) {
        return RawRequest.get(target).as(context.token(CallerKind.VIEWER));
    }

    private static void hold(AttackContext context, RawRequest request) throws IOException {
        ManyConnections.of(CONNECTIONS, PER_SECOND)
                .saying(request.text().repeat(REQUESTS))
                .notReading()
                .hold(context);
    }
}
