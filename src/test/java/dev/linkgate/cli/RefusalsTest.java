package dev.linkgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    private final ScriptedGateway gateway = new ScriptedGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 503})
    void aTemporaryRefusalIsRepeatedWithTheSameKey(int status) {
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
                .doesNotContainNull()
                .containsOnly(gateway.received().getFirst().idempotencyKey());
    }

    @Test
    void everyAdditionHasAKeyOfItsOwn() {
        gateway.answers(201, Map.of(), ADDED).answers(201, Map.of(), ADDED);

        CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT).isDone();
        CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT).isDone();

        assertThat(gateway.received())
                .extracting(ScriptedGateway.Received::idempotencyKey)
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutAWaitATemporaryRefusalIsFinal() {
        gateway.answersProblem(503, Map.of("Retry-After", "0"), BUSY);

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT);

        run.endsWith(1);
        assertThat(run.err()).contains("Come back later", "It is too much.", "overloaded", "r1");
    }

    @Test
    void aRefusalForLongerThanTheWaitIsATimeOut() {
        gateway.answersProblem(429, Map.of("Retry-After", "3600"), BUSY)
                .answersProblem(429, Map.of("Retry-After", "3600"), BUSY);

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT, "--wait", "0.5s");

        run.endsWith(3);
        assertThat(run.err()).contains("Come back later");
    }

    @Test
    void anAnswerOfSomethingElseIsNotTakenForTheGateways() {
        gateway.answers(502, Map.of("Content-Type", "text/html"), "<html>")
                .answers(302, Map.of("Location", "http://127.0.0.1:1/login"), "")
                .answers(200, Map.of("Content-Type", "text/html"), "<html>");

        for (int i = 0; i < 3; i++) {
            CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "ls", LINK);
            run.endsWith(1);
            assertThat(run.err()).contains("LINKGATE_URL").doesNotContain("Exception");
        }
    }

    @Test
    void textsDoNotReachTheTerminalAsCommands() {
        gateway.answersProblem(409, Map.of(), """
                {"title":"No\\u001b[31m","detail":"Atlas\\u0007 says\\u009b2J no","code":"atlas-conflict","requestId":"r"}""");

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "ls", LINK);

        run.endsWith(1);
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

    @Test
    void anUnknownOutcomeNamesItsOperation() {
        gateway.answersProblem(502, Map.of(), """
                {"title":"Unknown","detail":"Ask.","code":"outcome-unknown","requestId":"r","operation":"/operations/op_7"}""");

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "add", LINK, ENDPOINT);

        run.endsWith(1);
        assertThat(run.err()).contains("linkgate operations wait op_7");
    }

    @Test
    void everyPageOfAListIsShown() {
        gateway.answers(200, Map.of(), """
                        {"links":[{"rel":"next","href":"http://elsewhere.example/x?itemsPerPage=500&pageNum=2&z=1"}],\
                        "results":[{"interfaceEndpointId":"vpce-00000001","connectionStatus":"AVAILABLE"}]}""").answers(200, Map.of(), """
                        {"links":[],"results":[{"interfaceEndpointId":"vpce-00000002","connectionStatus":"PENDING"}]}""");

        CommandRun run = CommandRun.of(gateway.environment(), "endpoints", "ls", LINK);

        run.isDone();
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.out()).contains("vpce-00000001", "vpce-00000002");
        assertThat(gateway.received().getLast().uri())
                .isEqualTo(
                        "/projects/64b7f0c2a91d3e5f60718293/links/aws:us-east-1/endpoints?itemsPerPage=500&pageNum=2");
    }

    @Test
    void progressIsShownOnlyOnATerminal() {
        for (int i = 0; i < 2; i++) {
            gateway.answers(202, Map.of(), "{\"state\":\"RUNNING\"}")
                    .answers(200, Map.of(), "{\"state\":\"SUCCEEDED\"}");
        }
        String[] command = {"operations", "wait", "op_7", "--wait", "0.1s"};

        assertThat(CommandRun.of(gateway.environment(), command).isDone().err()).isEmpty();
        assertThat(CommandRun.onTerminal(gateway.environment(), command)
                        .isDone()
                        .err())
                .contains("Waiting for the operation: RUNNING")
                .endsWith("\r\u001b[K");
    }
}
