package dev.linkgate.harness.attack;

import dev.linkgate.wire.RawRequest;
import java.io.IOException;
import java.util.List;

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

    /** Unknown callers ask for files of Swagger UI, and do not read them. */
    static void swaggerFiles(AttackContext context) throws IOException {
        hold(context, RawRequest.get("/swagger-ui/swagger-ui-bundle.js"));
    }

    /** Opens as many connections of an address as it may have, and new ones for closed ones. */
    static void probes(AttackContext context) {
        ManyConnections.of(341, PER_SECOND)
                .saying(RawRequest.get("/livez").text().repeat(400))
                .notReading()
                .holdFrom(AttackContext.ADDRESSES, context);
    }

    static void indentedLists(AttackContext context) {
        String list = RawRequest.get(TestBed.ATTACKED.linkPath().replaceFirst("/[^/]*$", "") + "?pretty=true")
                .as(context.token(CallerKind.OWNER))
                .text();
        ManyConnections.of(CONNECTIONS / 2, PER_SECOND)
                .saying(list.repeat(200))
                .notReading()
                .holdFrom(AttackContext.ADDRESSES, context);
    }

    /** The callers are of one team, whose connections could be all that the gateway has. */
    static void indentedEndpoints(AttackContext context) {
        String list = viewers(context, LargeProject.link(0).endpoints() + "?pretty=true")
                .text();
        ManyConnections.of(340, PER_SECOND)
                .saying(list.repeat(20))
                .notReading()
                .holdFrom(AttackContext.ADDRESSES, context);
    }

    /** Lists that are too long, each of whose elements is wrong, 24 at once. */
    static void largeRefusals(AttackContext context) {
        String links = TestBed.ATTACKED.linkPath().replaceFirst("/[^/]*$", "");
        String owner = context.token(CallerKind.OWNER);
        String rules = "{\"interfaceEndpointId\":\"rule\",\"gcpProjectId\":\"p\",\"endpoints\":["
                + "{},".repeat(AttackContext.BODY / 3 - 100) + "{}]}";
        String regions = "\"supportedRemoteRegions\":[" + "\"!\",".repeat(AttackContext.BODY / 4 - 100) + "\"!\"]}";
        List<RawRequest> requests = List.of(
                RawRequest.of("POST", TestBed.ATTACKED.endpoints()).json(rules),
                RawRequest.of("POST", TestBed.ATTACKED.endpoints() + "?dryRun=true")
                        .json(rules),
                RawRequest.of("POST", links).json("{\"provider\":\"AWS\",\"region\":\"us-east-1\"," + regions),
                RawRequest.of("PATCH", TestBed.ATTACKED.linkPath()).json("{" + regions));
        RequestFlood.of(
                        24,
                        number -> requests.get((int) (number % requests.size())).as(owner))
                .run(context);
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
