package dev.linkgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the commands of Data Federation's endpoints send, and what they make of the answers. */
class FederationCommandsTest {

    private static final String ID = "vpce-0b9c5701325cb15dd";
    private static final String AZURE_ID = "/subscriptions/4e133d35-e734-4385-a565-c0945567ae34/resourceGroups/shop_(1)"
            + "/providers/Microsoft.Network/privateEndpoints/archive";
    private static final String ENCODED = "%2Fsubscriptions%2F4e133d35-e734-4385-a565-c0945567ae34%2FresourceGroups"
            + "%2Fshop_%281%29%2Fproviders%2FMicrosoft.Network%2FprivateEndpoints%2Farchive";
    private static final String LIST = "/projects/64b7f0c2a91d3e5f60718293/federation-endpoints";

    private final ScriptedGateway gateway = new ScriptedGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void anEndpointOfAwsIsAddedWithItsName() {
        gateway.answers(201, Map.of(), endpoint("AVAILABLE", false));

        CommandRun added = linkgate(
                        "add", ID, "--region", "us-east-1", "--dns-name", "a.example", "--comment", "Reports")
                .isDone();

        assertThat(added.rows()).contains(List.of("interfaceEndpointId", ID), List.of("connectionStatus", "AVAILABLE"));
        assertThat(gateway.received())
                .containsExactly(new ScriptedGateway.Received("POST", LIST, null, """
                {"interfaceEndpointId":"%s","region":"us-east-1",\
                "customerEndpointDnsName":"a.example","comment":"Reports"}""".formatted(ID)));
    }

    @Test
    void anEndpointOfAzureIsEnsuredAndAwaited() {
        gateway.answers(201, Map.of("Retry-After", "0"), endpoint("INITIATING", false))
                .answers(200, Map.of(), endpoint("AVAILABLE", false));

        CommandRun ensured = linkgate(
                        "ensure", AZURE_ID, "--azure-link-id", "536871312", "--ip", "10.0.0.4", "--wait", "15m")
                .isDone();

        assertThat(ensured.rows()).contains(List.of("connectionStatus", "AVAILABLE"));
        assertThat(gateway.received())
                .containsExactly(
                        new ScriptedGateway.Received("PUT", LIST + "/" + ENCODED, null, """
                                {"azureLinkId":"536871312","customerEndpointIPAddress":"10.0.0.4"}"""),
                        new ScriptedGateway.Received("GET", LIST + "/" + ENCODED, null, ""));
    }

    @Test
    void aFailedEndpointIsAFailureOnceItIsAwaited() {
        String failed = endpoint("FAILED", true);
        gateway.answers(200, Map.of(), failed).answers(200, Map.of(), failed).answers(200, Map.of(), failed);

        assertThat(linkgate("get", ID).isDone().rows()).contains(List.of("failed", "true"));
        assertThat(linkgate("ensure", ID, "--wait", "15m").endsWith(1).err())
                .startsWith("The endpoint has failed: failure approving");
        assertThat(linkgate("get", ID, "--wait", "15m", "-o", "json")
                        .endsWith(1)
                        .json())
                .isEqualTo(JsonMapper.shared().readTree(failed));
    }

    @Test
    void aRemovedEndpointIsGoneAtOnce() {
        for (int i = 0; i < 3; i++) {
            gateway.answers(204, Map.of(), "");
        }

        assertThat(linkgate("rm", ID).isDone().out().strip()).isEqualTo("The endpoint is gone.");
        assertThat(linkgate("rm", ID, "--wait", "15m").isDone().out().strip()).isEqualTo("The endpoint is gone.");
        assertThat(linkgate("rm", AZURE_ID, "-o", "json").isDone().out().strip())
                .isEqualTo("{}");
        assertThat(gateway.received())
                .extracting(request -> request.method() + " " + request.uri())
                .containsExactly(
                        "DELETE " + LIST + "/" + ID, "DELETE " + LIST + "/" + ID, "DELETE " + LIST + "/" + ENCODED);
    }

    @Test
    void theListHasAllEndpointsOfTheProject() {
        String page = "{\"links\":[],\"results\":[" + endpoint("AVAILABLE", false) + "],\"totalCount\":1}";
        gateway.answers(200, Map.of(), page).answers(200, Map.of(), page);

        assertThat(linkgate("ls").isDone().rows())
                .containsExactly(
                        List.of("ENDPOINT", "PROVIDER", "REGION", "STATUS", "FAILED", "TEAM", "COMMENT"),
                        List.of(ID, "AWS", "US_EAST_1", "AVAILABLE", "false", "payments", "Reports"));
        assertThat(linkgate("ls", "-o", "json").isDone().out().strip()).isEqualTo(page);
        assertThat(gateway.received())
                .extracting(ScriptedGateway.Received::uri)
                .containsOnly(LIST + "?itemsPerPage=500");
    }

    @Test
    void aDryRunAsksForThePlanOfEachWrite() {
        for (int i = 0; i < 3; i++) {
            gateway.answers(200, Map.of(), "{\"wouldChange\":true,\"requests\":[],\"warnings\":[]}");
        }

        assertThat(linkgate("add", ID, "--dry-run").isDone().out()).contains("nothing was changed");
        linkgate("ensure", ID, "--dry-run").isDone();
        linkgate("rm", ID, "--dry-run", "--wait", "1m").isDone();

        assertThat(gateway.received())
                .extracting(request -> request.method() + " " + request.uri())
                .containsExactly(
                        "POST " + LIST + "?dryRun=true",
                        "PUT " + LIST + "/" + ID + "?dryRun=true",
                        "DELETE " + LIST + "/" + ID + "?dryRun=true");
    }

    @Test
    void aProblemNamesTheOptions() {
        gateway.answersProblem(400, Map.of(), """
                {"title":"Invalid","detail":"See errors.","code":"invalid-request","requestId":"r","errors":[\
                {"field":"customerEndpointDnsName","message":"is required with region"},\
                {"field":"azureLinkId","message":"is Azure's"},\
                {"field":"customerEndpointIPAddress","message":"is no address"}]}""").answersProblem(409, Map.of(), """
                {"title":"It exists","detail":"Only the comment can be changed.","code":"endpoint-exists",\
                "requestId":"r"}""");

        assertThat(linkgate("add", ID, "--region", "us-east-1").endsWith(1).err())
                .contains("  --dns-name: ", "  --azure-link-id: ", "  --ip: ");
        assertThat(linkgate("ensure", ID).endsWith(7).err()).contains("code: endpoint-exists");
    }

    private CommandRun linkgate(String... args) {
        List<String> line = new ArrayList<>(List.of("federation"));
        line.addAll(List.of(args));
        return CommandRun.of(gateway.environment(), line.toArray(String[]::new));
    }

    private static String endpoint(String status, boolean failed) {
        return """
                {"interfaceEndpointId":"%s","provider":"AWS","region":"US_EAST_1","customerEndpointDnsName":null,\
                "azureLinkId":null,"customerEndpointIPAddress":null,"comment":"Reports","connectionStatus":"%s",\
                "atlasStatus":"%2$s","failed":%s,"errorMessage":%s,"team":"payments",\
                "addedAt":"2026-11-27T16:10:58.220417Z","changeReference":null}""".formatted(
                        ID, status, failed, failed ? "\"failure approving the private endpoint request\"" : "null");
    }
}
