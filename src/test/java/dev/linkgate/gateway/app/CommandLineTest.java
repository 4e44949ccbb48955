package dev.linkgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.linkgate.ChildProcess;
import dev.linkgate.Patience;
import dev.linkgate.cli.CommandLineClient;
import dev.linkgate.cli.CommandRun;
import dev.linkgate.cli.Output;
import dev.linkgate.cli.Shell;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.log.AppliedWrite;
import dev.linkgate.sandbox.state.CloudRegion;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.NewCluster;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The team's command line against a gateway whose Atlas's clock stands. */
@AloneWithoutRetries
class CommandLineTest {

    private static final String LINK = "aws:us-east-1";

    private final Gateway gateway = Gateway.aloneWithoutRetries();
    private final Scene scene = Scene.in(gateway);
    private final NewTeam team = NewTeam.in(gateway).may("owner", scene.project());
    private final Map<String, String> environment = Map.of(
            "LINKGATE_URL", gateway.url().toString(),
            "LINKGATE_KEY", team.key(),
            "LINKGATE_PROJECT", scene.project().toString());

    @Test
    void anEndpointIsAddedFoundAndRemoved() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = Scene.newEndpoint();

        CommandRun added =
                eventually("endpoints", "add", LINK, id, "--wait", "15m").isDone();
        assertThat(added.rows()).contains(List.of("interfaceEndpointId", id), List.of("connectionStatus", "AVAILABLE"));
        assertThat(added.err()).isEmpty();

        assertThat(linkgate("endpoints", "get", "--link", LINK, id).isDone().rows())
                .contains(List.of("connectionStatus", "AVAILABLE"), List.of("errorMessage", "-"));
        assertThat(linkgate("endpoints", "ls", scene.link().toString()).isDone().rows())
                .hasSize(3)
                .startsWith(List.of("ENDPOINT", "PROVIDER", "STATUS", "FAILED"))
                .contains(List.of(id, "AWS", "AVAILABLE", "false"));
        assertThat(linkgate("links", "ls", "--provider", "aws").isDone().rows())
                .containsExactly(
                        List.of("ID", "PROVIDER", "REGION", "STATUS", "ENDPOINTS"),
                        List.of(scene.link().toString(), "AWS", "US_EAST_1", "AVAILABLE", "2"));
        assertThat(linkgate("links", "ls", "--provider", "gcp").isDone().rows()).hasSize(1);
        linkgate("endpoints", "ensure", LINK, id, "--wait", "15m").isDone();
        assertThat(writesOn(id)).containsExactly("POST");

        CommandRun removed =
                eventually("endpoints", "rm", LINK, id, "--wait", "15m").isDone();
        assertThat(removed.out()).isEqualTo("The endpoint is gone." + System.lineSeparator());
        CommandRun absent = linkgate("endpoints", "get", LINK, id).endsWith(6);
        assertThat(absent.err()).contains("The endpoint does not exist", "code: endpoint-not-found, request: ");
    }

    @Test
    void theEndpointsOfAllLinksAreListedAsTheyWereSeen() {
        String seen = scene.hasEndpoint(EndpointStatus.REJECTED);
        String other = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        linkgate("endpoints", "get", LINK, seen).isDone();

        CommandRun all = linkgate("endpoints", "ls").isDone();
        assertThat(all.rows())
                .hasSize(3)
                .startsWith(List.of("ENDPOINT", "LINK", "PROVIDER", "REGION", "STATUS", "FAILED", "TEAM", "SEEN"))
                .contains(List.of(other, scene.link().value(), "AWS", "US_EAST_1", "UNKNOWN", "false", "-", "-"));
        for (List<String> filter : List.of(
                List.of("--failed"), List.of("--status", "rejected"), List.of("--provider", "aws", "--failed"))) {
            List<String> line = new ArrayList<>(List.of("endpoints", "ls", "--kind", "link", "-o", "json"));
            line.addAll(filter);
            assertThat(linkgate(line.toArray(String[]::new)).isDone().json().findValuesAsString("interfaceEndpointId"))
                    .containsExactly(seen);
        }
        assertThat(linkgate("endpoints", "ls", "--team", "nobody").isDone().rows())
                .hasSize(1);
        assertThat(linkgate("endpoints", "ls", "--status", "broken").endsWith(1).err())
                .contains("--status");
    }

    @Test
    void aFailedEndpointIsReplacedByEnsure() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = MagicEndpoint.DECLINED.onAdding(1);
        CommandRun failed =
                eventually("endpoints", "add", LINK, id, "--wait", "15m").endsWith(1);
        assertThat(failed.rows()).contains(List.of("connectionStatus", "REJECTED"));
        assertThat(failed.err()).startsWith("The endpoint has failed: ");
        linkgate("endpoints", "get", LINK, id).isDone();

        CommandRun ensured =
                eventually("endpoints", "ensure", LINK, id, "--wait", "15m").isDone();

        assertThat(ensured.rows())
                .contains(List.of("interfaceEndpointId", id), List.of("connectionStatus", "AVAILABLE"));
        assertThat(writesOn(id)).containsExactly("POST", "DELETE", "POST");
    }

    @Test
    void anOperationIsShownAndAwaited() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = MagicEndpoint.DECLINED.onAdding(0);
        eventually("endpoints", "add", LINK, id, "--wait", "15m").endsWith(1);

        JsonNode operation =
                linkgate("endpoints", "ensure", LINK, id, "-o", "json").isDone().json();
        String operationId = operation.path("id").asString("");
        assertThat(linkgate("operations", "get", operationId).isDone().rows())
                .contains(List.of("id", operationId), List.of("kind", "replace-endpoint"));

        assertThat(linkgate("operations", "ls").isDone().rows())
                .element(1, LIST)
                .startsWith(operationId, "replace-endpoint");

        CommandRun ended = eventually("operations", "wait", operationId).endsWith(1);
        assertThat(ended.rows()).contains(List.of("state", "FAILED"));
        assertThat(ended.err()).contains("code: atlas-error");
        assertThat(linkgate("operations", "cancel", operationId).endsWith(1).err())
                .contains("ended before it was cancelled: FAILED");
        linkgate("operations", "get", "op_0").endsWith(6);
    }

    /** Its Atlas's clock stands, so nothing ends by itself. The command asks again after five seconds. */
    @Tag("harness")
    @Test
    void anOperationIsCancelled() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = scene.hasEndpoint(EndpointStatus.REJECTED);

        CommandRun late = linkgate("endpoints", "ensure", LINK, id, "--wait", "1s", "-o", "json")
                .endsWith(3);
        String operation = late.json().path("id").asString();
        assertThat(late.json().path("state").asString()).isIn("QUEUED", "RUNNING");
        assertThat(late.err()).contains("has not ended within 1s", "linkgate operations wait " + operation);

        linkgate("operations", "cancel", operation).isDone();
        CommandRun cancelled =
                eventually("operations", "cancel", operation, "--wait", "15m").isDone();
        assertThat(cancelled.out()).contains("code=operation-cancelled");
    }

    @Test
    void aWaitHasAnEnd() {
        String id = Scene.newEndpoint();

        CommandRun run = linkgate("endpoints", "add", LINK, id, "--wait", "1s").endsWith(3);

        assertThat(run.err()).contains("has not settled within 1s; it is PENDING_ACCEPTANCE");
        assertThat(run.rows()).contains(List.of("connectionStatus", "PENDING_ACCEPTANCE"));
        assertThat(writesOn(id)).containsExactly("POST");
    }

    @Test
    void aDryRunShowsTheRequestsAndSendsNone() {
        String id = Scene.newEndpoint();

        CommandRun plan = linkgate("endpoints", "add", LINK, id, "--dry-run").isDone();

        assertThat(plan.out())
                .contains("nothing was changed", "  POST /api/atlas/v2/groups/", "{\"id\":\"" + id + "\"}");
        assertThat(linkgate("links", "create", "--provider", "aws", "--region", "us-west-2", "--dry-run")
                        .isDone()
                        .out())
                .contains("POST /api/atlas/v2/");
        assertThat(linkgate("links", "create", "--provider", "aws", "--region", "us-east-1", "--dry-run")
                        .isDone()
                        .out())
                .contains("nothing to change");
        linkgate("links", "rm", LINK, "--dry-run").isDone();
        linkgate("endpoints", "ensure", LINK, id, "--dry-run").isDone();
        linkgate("endpoints", "rm", LINK, id, "--dry-run").endsWith(6);
        assertThat(gateway.atlas().log().applied())
                .noneMatch(write -> write.uri().contains(scene.project().toString()));
    }

    @Test
    void jsonIsTheGatewaysOwn() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Caller caller = team.caller();

        assertThat(linkgate("endpoints", "get", LINK, id, "-o", "json").out())
                .isEqualTo(caller.get(scene.endpoint(id)).body() + System.lineSeparator());
        assertThat(linkgate("links", "get", LINK, "--output", "json").out())
                .isEqualTo(caller.get(scene.linkPath()).body() + System.lineSeparator());
        assertThat(linkgate("links", "ls", "-ojson").out())
                .isEqualTo(caller.get(scene.links() + "?itemsPerPage=500").body() + System.lineSeparator());
    }

    @Test
    void aLinkIsCreatedAdoptedAndRemoved() {
        String[] create = ("links create --provider aws --region eu-west-1 --remote-region us-east-1"
                        + " --remote-region us-west-2 --wait 15m")
                .split(" ");

        CommandRun created = eventually(create).isDone();
        assertThat(created.out()).contains("US_EAST_1, US_WEST_2");
        assertThat(created.rows()).contains(List.of("status", "AVAILABLE"), List.of("adopted", "false"));
        assertThat(linkgate(create).isDone().rows()).contains(List.of("adopted", "true"));

        assertThat(eventually("links", "rm", "aws:EU_WEST_1", "--wait", "15m")
                        .isDone()
                        .out())
                .contains("is gone");
        linkgate("links", "get", "aws:eu-west-1").endsWith(6);
    }

    @Test
    void endpointsOfOtherCloudsHaveTheirDetails() {
        LinkId azure = Scene.newLink();
        LinkId gcp = Scene.newLink();
        gateway.atlas().addLink(scene.project(), azure, Provider.AZURE, "EUROPE_WEST", SimulatedLinkStatus.AVAILABLE);
        gateway.atlas().addPortMappedLink(scene.project(), gcp, "US_EAST_4", SimulatedLinkStatus.AVAILABLE);
        String resource = "/subscriptions/4e133d35-e734-4385-a565-c0945567ae34/resourceGroups/shop_(1)"
                + "/providers/Microsoft.Network/privateEndpoints/orders";

        eventually("endpoints", "add", "--link", azure.toString(), resource, "--ip", "10.0.0.4", "--wait", "9m")
                .isDone();
        eventually(("endpoints ensure " + gcp + " orders --gcp-project shop --rule orders=10.0.0.5 --wait 9m")
                        .split(" "))
                .isDone();

        assertThat(linkgate("endpoints", "get", azure.toString(), resource)
                        .isDone()
                        .rows())
                .contains(List.of("privateEndpointIPAddress", "10.0.0.4"));
        assertThat(linkgate("endpoints", "get", "gcp:us-east4", "orders")
                        .isDone()
                        .out())
                .contains("endpointName=orders ipAddress=10.0.0.5");
        assertThat(linkgate("endpoints", "ensure", "gcp:us-east4", "orders")
                        .isDone()
                        .rows())
                .contains(List.of("connectionStatus", "AVAILABLE"));
    }

    @Test
    void aRefusalSaysWhatAndWhy() {
        CommandRun invalid = linkgate("endpoints", "add", LINK, "vpce-1").endsWith(1);
        assertThat(invalid.err()).contains("  ENDPOINT: ", "code: invalid-request");
        assertThat(invalid.out()).isEmpty();

        String last = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        assertThat(linkgate("endpoints", "rm", LINK, last).endsWith(7).err())
                .contains("--allow-link-removal", "code: last-endpoint");
        eventually("endpoints", "rm", LINK, last, "--allow-link-removal", "--wait", "9m")
                .isDone();

        LinkId initiating = scene.hasLink("EU_WEST_1", SimulatedLinkStatus.INITIATING);
        CommandRun notReady = linkgate("endpoints", "add", initiating.toString(), Scene.newEndpoint())
                .endsWith(7);
        assertThat(notReady.err()).contains("code: link-not-ready", "  Atlas: 409 ");
    }

    @Test
    void theProjectsAndTheKeyOfTheCallerAreListed() {
        assertThat(linkgate("projects", "ls").isDone().rows())
                .containsExactly(
                        List.of("ID", "NAME", "ROLE"), List.of(scene.project().toString(), "-", "owner"));
        assertThat(linkgate("key", "show").isDone().rows())
                .contains(List.of("id", team.keyId()), List.of("team", team.name()));
    }

    @Test
    void connectionStringsAreListedWhenTheyAreThere() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        assertThat(linkgate("endpoints", "strings", LINK, id).isDone().rows())
                .containsExactly(List.of("CLUSTER", "TYPE", "STRING"));
        CommandRun late = linkgate("endpoints", "strings", LINK, id, "--wait", "1s", "-o", "json")
                .endsWith(3);
        assertThat(late.json().path("results").isEmpty()).isTrue();
        assertThat(late.err()).contains("The list of connection strings is still empty within 1s.");

        gateway.atlas()
                .addCluster(
                        scene.project(),
                        new NewCluster(
                                "Orders",
                                NewCluster.Type.REPLICASET,
                                List.of(new CloudRegion(Provider.AWS, "US_EAST_1"))));

        assertThat(eventually("endpoints", "strings", LINK, id, "--wait", "15m")
                        .isDone()
                        .rows())
                .element(1, LIST)
                .startsWith("Orders", "MONGOD");
        assertThat(linkgate("endpoints", "strings", LINK, id, "--cluster", "Other")
                        .isDone()
                        .rows())
                .hasSize(1);

        String failed = MagicEndpoint.DECLINED.onAdding(3);
        eventually("endpoints", "add", LINK, failed, "--wait", "15m").endsWith(1);
        assertThat(linkgate("endpoints", "strings", LINK, failed, "--wait", "15m")
                        .endsWith(1)
                        .err())
                .startsWith("The endpoint has failed: ");
    }

    @Test
    void aRefusedEndpointIsApprovedAndAReferenceSent() {
        Answer.expect(
                201,
                gateway.administrator()
                        .put("/admin/projects/" + scene.registered().project() + "/rules", """
                        {"awsEndpoints":"approved","changeReference":{"pattern":"CHG[0-9]{7}"}}"""));
        String id = Scene.newEndpoint();
        assertThat(linkgate("rules").isDone().rows()).contains(List.of("awsEndpoints", "approved"));
        assertThat(linkgate("endpoints", "add", LINK, id).endsWith(1).err()).contains("Change-Reference");
        assertThat(linkgate("endpoints", "add", LINK, id, "--reference", "CHG0012345")
                        .endsWith(5)
                        .err())
                .contains("code: origin-not-allowed");
        CommandRun listed = linkgate("access", "ls", "--state", "PENDING").isDone();
        assertThat(listed.out()).contains(id, team.name());
        String request = listed.rows().getLast().getFirst();
        assertThat(linkgate("access", "approve", request).endsWith(5).err()).contains("code: own-request");
        assertThat(linkgate("access", "ask", id, "--link-id", scene.link().value())
                        .isDone()
                        .rows())
                .contains(List.of("id", request), List.of("state", "PENDING"));
        Answer.expect(
                200,
                scene.owner()
                        .put(
                                "/projects/" + scene.project() + "/access-requests/" + request + "/answer",
                                "{\"approved\":true,\"comment\":\"Ticket 4711\"}"));

        assertThat(linkgate("endpoints", "add", LINK, id, "--reference", "CHG0012345")
                        .isDone()
                        .rows())
                .contains(List.of("changeReference", "CHG0012345"));
    }

    @Test
    void anEndpointOfDataFederationIsAddedChangedAndRemoved() {
        String id = Scene.newEndpoint();
        String[] place = {"--region", "us-east-1", "--dns-name", id + "-0x1y2z3a.us-east-1.vpce.amazonaws.com"};

        assertThat(federation("add", id, "--comment", "Reports", "--dry-run")
                        .isDone()
                        .out())
                .contains("nothing was changed", "POST /api/atlas/v2/groups/", "/privateNetworkSettings/endpointIds");
        assertThat(writesOn(id)).isEmpty();
        CommandRun added = federation("add", id, place[0], place[1], place[2], place[3], "--comment", "Reports")
                .isDone();
        assertThat(added.rows())
                .contains(
                        List.of("interfaceEndpointId", id),
                        List.of("connectionStatus", "AVAILABLE"),
                        List.of("region", "US_EAST_1"),
                        List.of("customerEndpointDnsName", place[3]),
                        List.of("team", team.name()));
        assertThat(federation("ensure", id, "--comment", "Archive", "--wait", "15m")
                        .isDone()
                        .rows())
                .contains(List.of("comment", "Archive"));
        federation("ensure", id, place[0], place[1], place[2], place[3]).isDone();
        assertThat(federation("ensure", id, place[0], "eu-west-1", place[2], place[3])
                        .endsWith(7)
                        .err())
                .contains("code: endpoint-exists");
        assertThat(federation("add", id).endsWith(7).err()).contains("code: endpoint-exists");
        assertThat(federation("ls").isDone().rows())
                .containsExactly(
                        List.of("ENDPOINT", "PROVIDER", "REGION", "STATUS", "FAILED", "TEAM", "COMMENT"),
                        List.of(id, "AWS", "US_EAST_1", "AVAILABLE", "false", team.name(), "Archive"));
        assertThat(linkgate("endpoints", "ls", "--kind", "federation", "-o", "json")
                        .isDone()
                        .json()
                        .findValuesAsString("interfaceEndpointId"))
                .containsExactly(id);

        assertThat(federation("rm", id).isDone().out().strip()).isEqualTo("The endpoint is gone.");
        assertThat(federation("get", id).endsWith(6).err()).contains("code: endpoint-not-found");
        assertThat(writesOn(id)).containsExactly("POST", "POST", "DELETE");
    }

    @Test
    void anEndpointOfDataFederationIsAwaited() {
        String azure = "/subscriptions/4e133d35-e734-4385-a565-c0945567ae34/resourceGroups/shop_(1)"
                + "/providers/Microsoft.Network/privateEndpoints/archive";
        assertThat(federation("add", azure, "--ip", "10.0.0").endsWith(1).err()).contains("  --ip: ");
        assertThat(federation("add", "orders").endsWith(1).err()).contains("  ENDPOINT: ");
        assertThat(federation("add", azure, "--azure-link-id", "536871312", "--ip", "10.0.0.4")
                        .isDone()
                        .rows())
                .contains(List.of("connectionStatus", "PENDING"));
        assertThat(eventually("federation", "get", azure, "--wait", "15m")
                        .isDone()
                        .rows())
                .contains(List.of("connectionStatus", "AVAILABLE"), List.of("customerEndpointIPAddress", "10.0.0.4"));

        String declined = MagicEndpoint.DECLINED.onAdding(0);
        CommandRun failed =
                eventually("federation", "ensure", declined, "--wait", "15m").endsWith(1);
        assertThat(failed.rows()).contains(List.of("failed", "true"));
        assertThat(failed.err()).startsWith("The endpoint has failed: failure approving");
        federation("rm", azure, "--wait", "15m").isDone();
        federation("rm", declined).isDone();
    }

    @Test
    void driftAndImportBlocksOfTheProjectAreWritten() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);

        assertThat(linkgate("drift").isDone().rows())
                .contains(List.of("unmanaged", "AWS", scene.link().toString(), id, "-"));
        String blocks =
                team.caller().get("/projects/" + scene.project() + "/terraform").body();
        assertThat(blocks).contains("import {", id);
        assertThat(linkgate("terraform").isDone().out().lines())
                .containsExactlyElementsOf(blocks.lines().toList());
        assertThat(linkgate("terraform", "-o", "json").isDone().json().asString())
                .isEqualTo(blocks);
    }

    @Test
    void theTrailOfARequestIsListed() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String added = Scene.newEndpoint();
        linkgate("endpoints", "add", LINK, added).isDone();
        Answer refused = team.caller().delete(scene.endpoint(id).replace(id, "vpce-0123456789abcdef0"));

        List<List<String>> writes =
                linkgate("audit", "--action", "endpoint.add").isDone().rows();
        assertThat(writes.getFirst()).containsExactly("TIME", "PHASE", "ACTION", "RESULT", "BY", "ON", "REQUEST");
        assertThat(writes.get(1)).contains("OUTCOME", "endpoint.add", "SUCCEEDED", team.name(), added);
        JsonNode records = linkgate("audit", "--request", refused.header("X-Request-Id"), "-o", "json")
                .isDone()
                .json();
        assertThat(records.path("results"))
                .isNotEmpty()
                .allSatisfy(record ->
                        assertThat(record.path("requestId").asString()).isEqualTo(refused.header("X-Request-Id")));
        assertThat(linkgate("audit", "--limit", "1").isDone().rows()).hasSize(2);
    }

    @Test
    void aWatchShowsEachChangeUntilTheLinkIsGone() {
        String first = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String second = Scene.newEndpoint();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Shell shell = new Shell(
                environment,
                InputStream.nullInputStream(),
                new Output(out, StandardCharsets.UTF_8),
                new PrintWriter(Writer.nullWriter()),
                () -> false);
        CompletableFuture<Integer> watch = CompletableFuture.supplyAsync(
                () -> CommandLineClient.run(shell, "endpoints", "watch", LINK), Thread.ofPlatform()::start);
        Patience.until(() -> out.toString().contains(first + "  AVAILABLE"));

        linkgate("endpoints", "add", LINK, second).isDone();
        Patience.until(() -> out.toString().contains(second + "  PENDING_ACCEPTANCE"));
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        Patience.until(() -> out.toString().contains(second + "  AVAILABLE"));
        linkgate("endpoints", "rm", LINK, second).isDone();
        Patience.until(() -> out.toString().contains(second + "  DELETING"));
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        Patience.until(() -> out.toString().contains(second + "  gone"));
        gateway.atlas().dropLink(scene.project(), scene.link());

        assertThat(watch.join()).isZero();
        assertThat(out.toString().lines().map(line -> line.replaceFirst("^[0-9:]{8}  ", "")))
                .containsExactly(
                        scene.link() + "  AVAILABLE",
                        first + "  AVAILABLE",
                        second + "  PENDING_ACCEPTANCE",
                        second + "  AVAILABLE",
                        second + "  DELETING",
                        second + "  gone",
                        scene.link() + "  gone",
                        first + "  gone");
    }

    @Tag("harness")
    @Test
    void theJarsEntryPointIsTheCommandLine() throws Exception {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);

        List<String> command = new ArrayList<>(GatewayProcess.JAVA);
        command.addAll(PackagedGateway.options());
        command.addAll(List.of("links", "ls"));
        ProcessBuilder builder = ChildProcess.of(command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(err).isZero();
        assertThat(out).isEqualTo(linkgate("links", "ls").out());
        assertThat(err).as("no log, and no progress in a pipe").isEmpty();
    }

    private CommandRun linkgate(String... args) {
        return CommandRun.of(environment, args);
    }

    private CommandRun federation(String... args) {
        List<String> line = new ArrayList<>(List.of("federation"));
        line.addAll(List.of(args));
        return linkgate(line.toArray(String[]::new));
    }

    /** Lets Atlas's time pass while the command runs. */
    private CommandRun eventually(String... args) {
        CompletableFuture<CommandRun> run =
                CompletableFuture.supplyAsync(() -> linkgate(args), Thread.ofPlatform()::start);
        Patience.until(() -> {
            gateway.atlasClock().advance(Duration.ofSeconds(5));
            return run.isDone();
        });
        return run.join();
    }

    private List<String> writesOn(String id) {
        return gateway.atlas().log().applied().stream()
                .filter(write -> write.endpoint().equals(id))
                .map(AppliedWrite::method)
                .toList();
    }
}
