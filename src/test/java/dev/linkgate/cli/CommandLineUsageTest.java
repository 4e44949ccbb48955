package dev.linkgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    /** What a person has typed, and what may follow. */
    private static final Map<String, String> COMPLETED = """
            ,projects links endpoints operations rules access drift terraform audit key generate-completion
            projects,ls
            endpoints,ls get add ensure rm watch strings
            operations,ls get wait cancel
            key,show rotate
            access,ls ask approve deny withdraw
            audit,verify receipt
            key rotate --,--overlap --key-file --ca-file --client-cert --client-key --url --output
            audit --,--request --action --limit --project
            federation,ls get add ensure rm
            federation add --,--region --dns-name --azure-link-id --ip --comment --wait --dry-run --reference
            drift --,--project --output
            links create --provider,AWS AZURE GCP
            links ls --output,table json
            """.lines()
            .map(row -> row.split(","))
            .collect(Collectors.toMap(row -> row[0], row -> row[1], (a, b) -> a, LinkedHashMap::new));

    @ParameterizedTest
    @CsvSource({"links ls,true", "lonks,true", "--help,true", "-V,true", "--server.port=80,false", "'',false"})
    void settingsStartTheGatewayAndAllElseIsACommand(String line, boolean command) {
        String[] args = line.isEmpty() ? new String[0] : line.split(" ");
        assertThat(CommandLineClient.accepts(args)).isEqualTo(command);
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        List<String> commands = new ArrayList<>();
        explain("", commands);

        assertThat(commands).contains("links rm", "endpoints ensure", "federation add", "audit receipt", "restore");
    }

    /** Looks at the help of a command and of those that it names. */
    private static void explain(String command, List<String> explained) {
        CommandRun help = CommandRun.of(Map.of(), (command + " --help").strip().split(" "));
        explained.add(command);

        assertThat(help.isDone().out()).as(command).contains("Usage: linkgate", "Example");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(help.err()).isEmpty();
        help.out()
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .filter(line -> !line.startsWith("   "))
                .forEach(line -> explain((command + " " + line.strip().split(" ")[0]).strip(), explained));
    }

    @ParameterizedTest
    @CsvSource({
        "endpoints add aws:us-west-2, the endpoint's id",
        "endpoints get 64b7f1d8a91d3e5f60718301, the endpoint's id",
        "endpoints add vpce-0b9c5701325cb15dd, the link",
    })
    void theNameThatIsMissingIsSaid(String line, String missing) {
        assertThat(CommandRun.of(ENVIRONMENT, line.split(" ")).endsWith(2).err())
                .contains("Give " + missing);
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
                "endpoints ls aws:us-east-1 --failed",
                "endpoints ls --provider ibm",
                "endpoints get",
                "endpoints get vpce-0b9c5701325cb15dd",
                "endpoints get --link aws:us-east-1 aws:us-east-1 vpce-0b9c5701325cb15dd",
                "endpoints get a b c",
                "endpoints add aws:us-east-1 vpce-0b9c5701325cb15dd --rule noaddress",
                "federation ls vpce-0b9c5701325cb15dd",
                "federation add",
                "federation ensure --comment Reports",
                "federation rm vpce-0b9c5701325cb15dd --reference ü",
                "operations get",
                "operations get op_1 --wait 15",
                "operations get op_1 --wait 0s",
                "operations get op_1 --wait soon",
                "operations cancel",
                "endpoints rm aws:us-east-1 vpce-0b9c5701325cb15dd --reference ü",
                "access",
                "access ask",
                "access ask --role editor vpce-0b9c5701325cb15dd",
                "access ls --state OPEN",
                "access approve",
                "access withdraw a b",
                "drift aws:us-east-1",
                "terraform ls",
                "audit --limit 0",
                "audit --limit many",
                "audit op_1",
                "key",
                "key rotate --overlap tomorrow",
                "key rotate --overlap 25h",
                "key rotate --overlap=-1h",
                "links ls --key-file /no/such/file",
                "links ls --url https://127.0.0.1:1 --ca-file /no/such/file",
                "links ls --url https://127.0.0.1:1 --client-cert /no/such/file",
                "links ls --url https://127.0.0.1:1 --client-key /no/such/file",
                "links ls --url gateway.example.com",
                "links ls --url https://user:secret@gateway.example.com",
            })
    void wrongUsageIsExplained(String line) {
        CommandRun run = CommandRun.of(ENVIRONMENT, line.split(" "));

        run.endsWith(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotBlank().doesNotContain("\tat ", "secret");

        CommandRun inJson = CommandRun.of(ENVIRONMENT, (line + " -o json").split(" "));
        inJson.endsWith(2);
        assertThat(inJson.json().path("code").asString()).isEqualTo("usage");
        assertThat(inJson.json().path("detail").asString()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "LINKGATE_URL,--url",
        "LINKGATE_KEY,--key-file",
        "LINKGATE_PROJECT,--project",
    })
    void whatIsMissingIsNamed(String variable, String option) {
        Map<String, String> without = new HashMap<>(ENVIRONMENT);
        without.remove(variable);

        CommandRun run = CommandRun.of(without, "links", "ls");

        run.endsWith(2);
        assertThat(run.err()).contains(variable, option);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lgk_K11aWVDAmXgY_0000000000", "lga_K11aWVDAmXgY_0000000000", "lgt_K11aWVDAmXgY.00.00"})
    void aKeyIsNeverAnArgument(String key) {
        CommandRun run = CommandRun.of(ENVIRONMENT, "links", "ls", "--key-file", key);

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

    @ParameterizedTest
    @ValueSource(strings = {"-o json", "-ojson", "-o=json", "--output json", "--output=JSON"})
    void jsonIsRecognisedInEachSpelling(String option) {
        assertThat(CommandRun.of(ENVIRONMENT, ("links ls --colour " + option).split(" "))
                        .endsWith(2)
                        .json()
                        .path("detail")
                        .asString())
                .contains("--colour");
        assertThat(CommandRun.of(ENVIRONMENT, ("links ls " + option).split(" "))
                        .endsWith(4)
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("no-answer");
    }

    /** A shell asks so for the words that may follow. */
    @Test
    void theShellsCompleteEveryCommand(@TempDir Path directory) throws Exception {
        CommandRun script = CommandRun.of(Map.of(), "generate-completion").isDone();
        assertThat(script.out()).contains("#!/usr/bin/env bash", "zsh");
        Path file = Files.writeString(directory.resolve("completion"), script.out());
        StringBuilder asked = new StringBuilder("source " + file);
        for (String typed : COMPLETED.keySet()) {
            String last = typed.endsWith("--") ? "" : " ''";
            asked.append("; COMPREPLY=(); COMP_WORDS=(linkgate " + typed + last + ");")
                    .append(" COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_linkgate; echo ${COMPREPLY[@]}");
        }

        Process bash = ChildProcess.of("bash", "-c", asked.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD) // bash completes nothing, so its compopt complains
                .start();
        List<String> offered = bash.inputReader().lines().toList();

        assertThat(offered).hasSameSizeAs(COMPLETED.keySet());
        List<String> expected = List.copyOf(COMPLETED.values());
        for (int i = 0; i < offered.size(); i++) {
            assertThat(offered.get(i).split("\\s+")).contains(expected.get(i).split(" "));
        }
    }
}
