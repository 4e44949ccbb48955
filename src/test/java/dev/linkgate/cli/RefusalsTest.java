package dev.linkgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What the command line makes of temporary refusals, and of answers that are not the gateway's. */
class RefusalsTest {

    private static final String LINK = "aws:us-east-1";
    private static final String ENDPOINT = "vpce-0b9c5701325cb15dd";
    private static final String ADDED = """
            {"interfaceEndpointId":"%s","connectionStatus":"AVAILABLE","failed":false}""".formatted(ENDPOINT);
    private static final String BUSY = """
            {"title":"Come back later","detail":"It is too much.","code":"overloaded","requestId":"r1"}""";

    private static final String UNKNOWN = """
            {"title":"Unknown","detail":"Ask.","code":"outcome-unknown","requestId":"r","operation":"/operations/op_7"}""";
    private static final String GONE = """
            {"title":"No endpoint","detail":"Gone.","code":"endpoint-not-found","requestId":"r"}""";
    private static final String ENDPOINTS = "/projects/64b7f0c2a91d3e5f60718293/links/aws:us-east-1/endpoints";
    private static final String TRAIL =
            "/projects/64b7f0c2a91d3e5f60718293/audit?requestId=r-7&action=endpoint.add&limit=3";

    private static final String CHANGE = """
            event: link
            data: {"link":{"id":"a\u202eb","status":"AVAILABLE"},"endpoints":[]}

            """;

    /** A page that says that there are more, and shows none. */
    private static final String EMPTY_PAGE = """
            {"links":[{"rel":"next","href":"http://gateway/projects?pageNum=2"}],"results":[]}""";

    private final ScriptedGateway gateway = new ScriptedGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void pagesWithoutAnEndAreNotFollowed() {
        for (int i = 0; i < 1_001; i++) {
            gateway.answers(200, Map.of(), EMPTY_PAGE);
        }

        CommandRun run = CommandRun.of(gateway.environment(), "projects", "ls");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(gateway.received()).hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 503})
    void aTemporaryRefusalIsRepeated(int status) {
        gateway.answersProblem(status, Map.of("Retry-After", "0"), BUSY)
                .answersProblem(status, Map.of("Retry-After", "0"), BUSY)
                .answers(201, Map.of(), ADDED);

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT, "--wait", "15m");

        run.isDone();
        assertThat(run.err()).isEmpty();
        assertThat(gateway.received())
                .hasSize(3)
                .allMatch(request -> request.method().equals("POST"))
                .extracting(ScriptedGateway.Received::idempotencyKey)
                .as("nothing was done")
                .containsOnlyNulls();
    }

    @ParameterizedTest
    @CsvSource({
        "400,1", "401,5", "403,5", "404,6", "409,7", "412,1", "422,1", "429,1", "500,1", "502,1", "503,1", "504,1"
    })
    void theExitCodeSaysWhatKindOfRefusalItIs(int status, int exitCode) {
        gateway.answersProblem(status, Map.of("Retry-After", "0"), BUSY)
                .answersProblem(status, Map.of("Retry-After", "0"), BUSY);

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT);
        CommandRun inJson = CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT, "-o", "json");

        run.endsWith(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Come back later", "It is too much.", "overloaded", "r1");
        inJson.endsWith(exitCode);
        assertThat(inJson.out().strip()).isEqualTo(BUSY);
        assertThat(inJson.err()).isEqualTo(run.err());
    }

    @Test
    void aRefusalForLongerThanTheWaitIsATimeOut() {
        gateway.answersProblem(429, Map.of("Retry-After", "3600"), BUSY)
                .answersProblem(429, Map.of("Retry-After", "3600"), BUSY);

        CommandRun run = CommandRun.of(
                gateway.environment(), "endpoints", "add", LINK, ENDPOINT, "--wait", "0.5s", "-o", "json");

        run.endsWith(3);
        assertThat(run.err()).contains("Come back later");
        assertThat(run.json().path("code").asString()).isEqualTo("overloaded");
    }

    @Test
    void anAnswerOfSomethingElseIsNotTakenForTheGateways() {
        for (int i = 0; i < 2; i++) {
            gateway.answers(502, Map.of("Content-Type", "text/html"), "<html>")
                    .answers(404, Map.of("Content-Type", "application/problem+json"), "[]")
                    .answers(302, Map.of("Location", "http://127.0.0.1:1/login"), "")
                    .answers(200, Map.of("Content-Type", "text/html"), "<html>")
                    .answers(200, Map.of(), "")
                    .answers(200, Map.of(), "\"a string\"");
        }

        for (int i = 0; i < 6; i++) {
            CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "ls", LINK);
            run.endsWith(4);
            assertThat(run.err()).contains("LINKGATE_URL").doesNotContain("Exception");
        }
        for (int i = 0; i < 6; i++) {
            CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "get", LINK, ENDPOINT, "-o", "json");
            assertThat(run.endsWith(4).json().path("code").asString()).isEqualTo("no-answer");
        }
    }

    @Test
    void aListOfSomethingElseIsNotTakenForAnEmptyOne() {
        gateway.answers(200, Map.of("Content-Type", "application/json"), "{\"status\":\"UP\"}");

        CommandRun.of(gateway.environment(), "endpoints", "ls", LINK).endsWith(4);
    }

    @Test
    void aPageOfSomethingElseIsNotTakenForAStream() {
        gateway.answers(200, Map.of("Content-Type", "text/html"), "<html>");

        CommandRun.of(gateway.environment(), "endpoints", "watch", LINK).endsWith(4);
    }

    @Test
    void aResultThatCannotBeWrittenIsAFailure() {
        gateway.answers(200, Map.of(), "{\"links\":[],\"results\":[]}")
                .answers(200, Map.of("Content-Type", "text/event-stream"), CHANGE);

        assertThat(CommandRun.withoutOutput(gateway.environment(), "links", "ls")
                        .endsWith(1)
                        .err())
                .contains("Not all of the result could be written");
        CommandRun.withoutOutput(gateway.environment(), "endpoints", "watch", LINK)
                .endsWith(1);
    }

    @Test
    void aReaderThatHasLeftHasReadEnough() {
        gateway.answers(200, Map.of(), "{\"links\":[],\"results\":[]}")
                .answers(200, Map.of("Content-Type", "text/event-stream"), CHANGE);

        assertThat(CommandRun.withoutReader(gateway.environment(), "links", "ls")
                        .isDone()
                        .err())
                .isEmpty();
        assertThat(CommandRun.withoutReader(gateway.environment(), "endpoints", "watch", LINK)
                        .isDone()
                        .err())
                .isEmpty();
    }

    /** This also holds while a removal is awaited: a proxy that finds no gateway is no proof. */
    @Test
    void whatIsGoneIsSaidByTheGatewayAlone() {
        gateway.answers(202, Map.of(), ADDED)
                .answers(404, Map.of("Content-Type", "text/html"), "<html>")
                .answers(404, Map.of("Content-Type", "text/html"), "<html>");

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "rm", LINK, ENDPOINT, "--wait", "0.3s");

        run.endsWith(4);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void onlyTextIsTakenForImportBlocks() {
        gateway.answers(200, Map.of("Content-Type", "text/html"), "<html>")
                .answers(200, Map.of("Content-Type", "text/plain;charset=UTF-8"), "# a\u001b[2J\n\nimport {\n");

        CommandRun.of(gateway.environment(), "terraform").endsWith(4);
        assertThat(CommandRun.of(gateway.environment(), "terraform")
                        .isDone()
                        .out()
                        .lines())
                .containsExactly("# a [2J", "", "import {");
    }

    @Test
    void textsDoNotReachTheTerminalAsCommands() {
        gateway.answersProblem(409, Map.of(), """
                {"title":"No\\u001b[31m","detail":"Atlas\\u0007 says\\u009b2J no","code":"atlas-conflict","requestId":"r"}""");

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "ls", LINK);

        run.endsWith(7);
        assertThat(run.err().replace(System.lineSeparator(), "").chars()).noneMatch(Character::isISOControl);
    }

    /** JSON may escape a name's characters, too. */
    @Test
    void namesOfFieldsDoNotReachTheTerminalAsCommands() {
        String hostile = "{\"\\u001b]0;owned\\u0007\":\"a\",\"state\":\"SUCCEEDED\",\"\\u009b2J\":{\"\\u001bc\":1}}";
        gateway.answers(200, Map.of(), hostile);

        CommandRun run = CommandRun.of(gateway.environment(), "operations", "get", "op_7")
                .isDone();

        assertThat(run.out()).contains("]0;owned", "2J");
        assertThat(run.out().replace(System.lineSeparator(), "").chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void jsonDoesNotReachTheTerminalAsCommands() {
        gateway.answers(200, Map.of(), "{\"state\":\r\n\t\"SUCCEEDED\",\"a\u009b2J\":\"b\u007f\"}");

        CommandRun run = CommandRun.of(gateway.environment(), "operations", "get", "op_7", "-o", "json")
                .isDone();

        assertThat(run.out().replaceAll("[\n\t]", "").chars()).noneMatch(Character::isISOControl);
        assertThat(JsonMapper.shared().readTree(run.out()).propertyNames()).containsExactly("state", "a\u009b2J");
    }

    /** They show a text in another order than it is. */
    @Test
    void noTextTurnsAnotherRound() {
        gateway.answers(
                        200,
                        Map.of(),
                        "{\"state\":\"SUCCEEDED\",\"a\u202eb\":\"c\u2066d\u2028e\",\"f\":\"g\u200fh\u061ci\"}")
                .answers(200, Map.of(), "{\"a\u202eb\":\"c\u2066d\u2028e\"}");
        String[] command = {"operations", "get", "op_7"};

        String out = CommandRun.of(gateway.environment(), command).isDone().out();
        assertThat(out).contains("a b").contains("c d e").contains("g h i");
        CommandRun inJson = CommandRun.of(gateway.environment(), "operations", "get", "op_7", "-o", "json");
        assertThat(inJson.out()).contains("{\"a\\u202eb\":\"c\\u2066d\\u2028e\"}");

        gateway.answers(200, Map.of("Content-Type", "text/event-stream"), CHANGE + "event: gone\ndata: {}\n\n");
        CommandRun stream = CommandRun.of(gateway.environment(), "endpoints", "watch", LINK, "-o", "json");
        assertThat(stream.isDone().out()).contains("{\"id\":\"a\\u202eb\"");
    }

    @Test
    void anUnknownOutcomeNamesItsOperation() {
        gateway.answersProblem(502, Map.of(), UNKNOWN);

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT);

        run.endsWith(1);
        assertThat(run.err()).contains("linkgate operations wait op_7");
    }

    @Test
    void anUnknownOutcomeIsWaitedForAndShownByTheSameRequest() {
        gateway.answersProblem(502, Map.of(), UNKNOWN)
                .answers(200, Map.of("Retry-After", "0"), "{\"id\":\"op_7\",\"state\":\"RUNNING\"}")
                .answers(200, Map.of(), "{\"id\":\"op_7\",\"state\":\"SUCCEEDED\"}")
                .answers(201, Map.of(), ADDED);

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT, "--wait", "15m");

        run.isDone();
        assertThat(gateway.received())
                .extracting(ScriptedGateway.Received::uri)
                .containsExactly(ENDPOINTS, "/operations/op_7", "/operations/op_7", ENDPOINTS);
        assertThat(gateway.received().getFirst().idempotencyKey()).isNull();
        assertThat(gateway.received().getLast().idempotencyKey()).isNotNull();
    }

    @Test
    void aTimeOutShowsTheOperationThatFindsOut() {
        gateway.answersProblem(502, Map.of(), UNKNOWN)
                .answers(200, Map.of(), "{\"id\":\"op_7\",\"state\":\"RUNNING\"}")
                .answers(200, Map.of(), "{\"id\":\"op_7\",\"state\":\"RUNNING\"}");

        CommandRun run =
                CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT, "--wait", "3s", "-o", "json");

        run.endsWith(3);
        assertThat(run.json().path("id").asString()).isEqualTo("op_7");
        assertThat(run.err()).contains("has not ended within 3s; it is RUNNING", "linkgate operations wait op_7");
    }

    @Test
    void aRemovalWithAnUnknownOutcomeIsDoneWhenTheEndpointIsGone() {
        gateway.answersProblem(502, Map.of(), UNKNOWN)
                .answers(200, Map.of(), "{\"id\":\"op_7\",\"state\":\"SUCCEEDED\"}")
                .answersProblem(404, Map.of(), GONE)
                .answersProblem(404, Map.of(), GONE);

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "rm", LINK, ENDPOINT, "--wait", "15m");

        assertThat(run.isDone().out()).contains("is gone");
    }

    @Test
    void aRemovalOfNothingIsNotFound() {
        gateway.answersProblem(404, Map.of(), GONE);

        CommandRun.of(gateway.environment(), "endpoints", "rm", LINK, ENDPOINT, "--wait", "15m")
                .endsWith(6);
    }

    /** Nothing that a gateway says leads the key to another address. */
    @Test
    void anOperationIsOneOfTheSameGateway() {
        gateway.answersProblem(502, Map.of(), UNKNOWN.replace("/operations/op_7", "@127.0.0.1:1/x?y#z"))
                .answers(200, Map.of(), "{\"state\":\"SUCCEEDED\"}")
                .answers(201, Map.of(), ADDED);

        CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT, "--wait", "15m")
                .isDone();

        assertThat(gateway.received().get(1).uri()).isEqualTo("/operations/x%3Fy%23z");
    }

    @Test
    void everyPageOfAListIsShown() {
        for (int i = 0; i < 2; i++) {
            gateway.answers(200, Map.of(), """
                            {"links":[{"rel":"self","href":"/x"},{"rel":"next","href":"http://%%elsewhere.example/x?itemsPerPage=500&pageNum=2&z=1"}],\
                            "results":[{"interfaceEndpointId":"vpce-00000001","connectionStatus":"AVAILABLE"}],"totalCount":2}""").answers(200, Map.of(), """
                            {"links":[],"results":[{"interfaceEndpointId":"vpce-00000002","connectionStatus":"PENDING"}]}""");
        }

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "ls", LINK);

        run.isDone();
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.out()).contains("vpce-00000001", "vpce-00000002");
        assertThat(gateway.received().getLast().uri()).isEqualTo(ENDPOINTS + "?itemsPerPage=500&pageNum=2");
        assertThat(CommandRun.of(gateway.environment(), "endpoints", "ls", LINK, "-o", "json")
                        .isDone()
                        .json())
                .hasToString("{\"links\":[{\"rel\":\"self\",\"href\":\"/x\"}],\"results\":"
                        + "[{\"interfaceEndpointId\":\"vpce-00000001\",\"connectionStatus\":\"AVAILABLE\"},"
                        + "{\"interfaceEndpointId\":\"vpce-00000002\",\"connectionStatus\":\"PENDING\"}],"
                        + "\"totalCount\":2}");
    }

    /** A page of a long trail can be empty, and still not be the last one. */
    @Test
    void theTrailIsReadUntilThereAreEnoughRecords() {
        String next = "{\"links\":[{\"rel\":\"next\",\"href\":\"http://g/x?limit=3&after=%s\"}],\"results\":[%s]}";
        String record = "{\"sequence\":1,\"actor\":{\"kind\":\"team\",\"team\":\"shop\"},\"requestId\":\"r-7\"}";
        gateway.answers(200, Map.of(), next.formatted("90", record + "," + record))
                .answers(200, Map.of(), next.formatted("80", ""))
                .answers(200, Map.of(), next.formatted("70", record + "," + record));

        CommandRun run = CommandRun.of(
                gateway.environment(), "audit", "--request", "r-7", "--action", "endpoint.add", "--limit", "3");

        run.isDone();
        assertThat(run.rows()).hasSize(4).last().asInstanceOf(LIST).contains("shop", "r-7");
        assertThat(gateway.received())
                .extracting(ScriptedGateway.Received::uri)
                .containsExactly(TRAIL, TRAIL + "&after=90", TRAIL + "&after=80");
    }

    @Test
    void optionsAreNamedInPlaceOfFields() {
        gateway.answersProblem(400, Map.of(), """
                {"title":"Not valid","detail":"Report the requestId. \
                privateEndpointIPAddress and the interfaceEndpointId. Repeat with \
                allowLinkRemoval=true. Ask for \\"supportedRemoteRegions\\":[\\"EU_WEST_1\\",\\"US_EAST_1\\"] to adopt. Ask for \
                \\"portMappingEnabled\\":false now. Ask for \\"portMappingEnabled\\":true then.","code":"invalid-request",
                "requestId":"r","errors":[{"field":"privateEndpointIPAddress","message":"a"},\
                {"field":"endpoints[1].ipAddress","message":"b"},{"field":"gcpProjectId","message":"c"},\
                {"field":"supportedRemoteRegions[0]","message":"d"},{"field":"linkId","message":"e"},\
                {"field":"customerEndpointDnsName","message":"g"},{"field":"azureLinkId","message":"h"},\
                {"field":"customerEndpointIPAddress","message":"i"},{"field":"unheardOf","message":"f"}],\
                "atlas":{"status":400,"errorCode":"X","detail":"gcpProjectId is Atlas's own word"}}""");

        String err = CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT)
                .endsWith(1)
                .err();

        assertThat(err)
                .contains("Report the requestId. --ip and the ENDPOINT.", "Repeat with --allow-link-removal.")
                .contains("Give --remote-region EU_WEST_1 --remote-region US_EAST_1 to adopt.")
                .contains("Give --no-port-mapping now.", "Leave out --no-port-mapping then.")
                .contains("  --ip: a", "  --rule: b", "  --gcp-project: c", "  --remote-region: d", "  LINK: e")
                .contains("  --dns-name: g", "  --azure-link-id: h", "  --ip: i")
                .contains("  unheardOf: f", "gcpProjectId is Atlas's own word");
    }

    @Test
    void aKeyThatIsAboutToExpireIsSaidOnce() {
        Map<String, String> soon = Map.of("Key-Expires", "Tue, 01 Dec 2026 08:00:00 GMT", "Retry-After", "0");
        gateway.answers(202, soon, "{\"state\":\"RUNNING\"}")
                .answers(200, soon, "{\"state\":\"SUCCEEDED\"}")
                .answers(200, soon, "{\"id\":\"h0pCeGHbvnoe\"}");

        CommandRun run = CommandRun.of(gateway.environment(), "operations", "wait", "op_7", "--wait", "15m");

        assertThat(run.isDone().err().lines())
                .containsExactly(
                        "The API key expires on Tue, 01 Dec 2026 08:00:00 GMT. To get a new one: linkgate key rotate");
    }

    @Test
    void whoUsesARotatedKeyIsNotToldToRotateIt() {
        gateway.answers(200, Map.of("Key-Expires", "Tue, 01 Dec 2026 08:00:00 GMT"), "{\"links\":[],\"results\":[]}")
                .answers(200, Map.of(), "{\"id\":\"h0pCeGHbvnoe\",\"replacedById\":\"Wb3kQzR0sJx5\"}");

        assertThat(CommandRun.of(gateway.environment(), "links", "ls").isDone().err())
                .contains("It was rotated: use the key that has replaced it, Wb3kQzR0sJx5")
                .doesNotContain("key rotate");
    }

    @Test
    void progressIsShownOnlyOnATerminal() {
        for (int i = 0; i < 2; i++) {
            gateway.answers(202, Map.of("Retry-After", "0"), "{\"state\":\"RUNNING\"}")
                    .answers(200, Map.of(), "{\"state\":\"SUCCEEDED\"}");
        }
        String[] command = {"operations", "wait", "op_7", "--wait", "15m"};

        assertThat(CommandRun.of(gateway.environment(), command).isDone().err()).isEmpty();
        assertThat(CommandRun.onTerminal(gateway.environment(), command)
                        .isDone()
                        .err())
                .contains("Waiting for the operation: RUNNING")
                .endsWith("\r\u001b[K");
    }
}
