package dev.linkgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How commands are given, without a gateway. */
class CommandLineUsageTest {

    private static final String PROJECT = "64b7f0c2a91d3e5f60718293";
    private static final Map<String, String> ENVIRONMENT =
            Map.of("LINKGATE_URL", "http://127.0.0.1:1", "LINKGATE_KEY", "not-a-real-key", "LINKGATE_PROJECT", PROJECT);

    @ParameterizedTest
    @CsvSource({"links ls,true", "lonks,true", "--help,true", "-V,true", "--server.port=80,false", "'',false"})
    void settingsStartTheGatewayAndAllElseIsACommand(String line, boolean command) {
        String[] args = line.isEmpty() ? new String[0] : line.split(" ");
        assertThat(CommandLineClient.accepts(args)).isEqualTo(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "links",
                "links ls",
                "links get",
                "links create",
                "links rm",
                "endpoints",
                "endpoints ls",
                "endpoints get",
                "endpoints add",
                "endpoints ensure",
                "endpoints rm",
                "endpoints watch",
                "operations",
                "operations get",
                "operations wait",
                "audit",
                "audit verify",
                "audit receipt",
                "audit proof"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        CommandRun help = CommandRun.of(Map.of(), (command + " --help").strip().split(" "));

        help.isDone();
        assertThat(help.out()).contains("Usage: linkgate", "Example");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lonks ls",
                "links",
                "links ls --colour",
                "links ls -o yaml",
                "links create --provider aws",
                "links create --provider ibm --region us-east-1",
                "links rm",
                "links rm --link aws:us-east-1 aws:us-east-1",
                "endpoints get",
                "endpoints get vpce-0b9c5701325cb15dd",
                "endpoints get --link aws:us-east-1 aws:us-east-1 vpce-0b9c5701325cb15dd",
                "endpoints get a b c",
                "endpoints add aws:us-east-1 vpce-0b9c5701325cb15dd --rule noaddress",
                "operations get",
                "operations get op_1 --wait 15",
                "operations get op_1 --wait 0s",
                "operations get op_1 --wait soon",
                "links ls --key-file /no/such/file",
                "links ls --url gateway.example.com",
                "links ls --url https://user:secret@gateway.example.com",
            })
    void wrongUsageIsExplained(String line) {
        CommandRun run = CommandRun.of(ENVIRONMENT, line.split(" "));

        run.endsWith(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotBlank().doesNotContain("\tat ", "secret");
    }

    @ParameterizedTest
    @CsvSource({
        "LINKGATE_URL,--url",
        "LINKGATE_KEY,--key-file",
        "LINKGATE_PROJECT,--project",
    })
    void whatIsMissingIsNamed(String variable, String option) {
        Map<String, String> without = new java.util.HashMap<>(ENVIRONMENT);
        without.remove(variable);

        CommandRun run = CommandRun.of(without, "links", "ls");

        run.endsWith(2);
        assertThat(run.err()).contains(variable, option);
    }

    @Test
    void aKeyIsNeverAnArgument() {
        CommandRun run = CommandRun.of(ENVIRONMENT, "links", "ls", "--key-file", "lgk_K11aWVDAmXgY_0000000000");

        run.endsWith(2);
        assertThat(run.err()).contains("never an argument").doesNotContain("K11aWVDAmXgY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "line\\nbreak", "k\u00e9y", "  "})
    void aKeyOfAnotherFormIsRefusedAndNotShown(String key, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("key"), key.replace("\\n", "\n"));

        CommandRun run = CommandRun.of(ENVIRONMENT, "links", "ls", "--key-file", file.toString());

        run.endsWith(2);
        assertThat(run.err()).contains(file.toString());
        assertThat(run.err().replace(file.toString(), "")).doesNotContain("words", "break", "k\u00e9y");
    }

    @Test
    void aGatewayThatIsNotThereIsAFailure() {
        CommandRun run = CommandRun.of(ENVIRONMENT, "links", "ls");

        run.endsWith(1);
        assertThat(run.err()).contains("http://127.0.0.1:1").doesNotContain("Exception");
    }

    @Test
    void completionIsForBothShells() {
        CommandRun run = CommandRun.of(Map.of(), "generate-completion");

        run.isDone();
        assertThat(run.out())
                .contains("#!/usr/bin/env bash", "zsh", "--allow-link-removal", "--key-file", "--checkpoint");
    }
}
