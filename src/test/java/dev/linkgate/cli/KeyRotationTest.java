package dev.linkgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new key on the command line, which must neither be lost nor be seen by others. */
class KeyRotationTest {

    private static final String MADE = """
            {"id":"Wb3kQzR0sJx5","label":"ci","key":"lgk_the-new-key","expiresAt":null}""";

    private final ScriptedGateway gateway = new ScriptedGateway();
    private final Map<String, String> environment = new HashMap<>(gateway.environment());

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void aKeyIsInAFile() throws IOException {
        environment.remove("LINKGATE_KEY");
        file = Files.writeString(directory.resolve("key"), "the-old-key\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private CommandRun rotate(String... more) {
        return CommandRun.of(
                environment,
                Stream.concat(Stream.of("key", "rotate", "--key-file", file.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void theNewKeyTakesThePlaceOfTheOldOneInItsFile() throws IOException {
        gateway.answers(201, Map.of(), MADE);

        CommandRun run = rotate("--overlap", "30m").isDone();

        assertThat(file).hasContent("lgk_the-new-key");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(run.out() + run.err()).contains("Wb3kQzR0sJx5").doesNotContain("the-new-key", "the-old-key");
        assertThat(gateway.received().getFirst().body()).isEqualTo("{\"overlap\":\"PT30M\"}");
        assertThat(gateway.received().getFirst().uri()).isEqualTo("/keys/rotation");
    }

    @Test
    void theFileOfALinkIsReplacedAndNotTheLink() throws IOException {
        Path real = Files.move(file, directory.resolve("real"));
        Files.createSymbolicLink(file, real.getFileName());
        gateway.answers(201, Map.of(), MADE);

        rotate().isDone();

        assertThat(file).isSymbolicLink();
        assertThat(real).hasContent("lgk_the-new-key");
        assertThat(gateway.received().getFirst().body()).isEqualTo("{}");
    }

    @Test
    void aNewKeyThatCannotBePrintedIsSaid() {
        environment.put("LINKGATE_KEY", "the-old-key");
        gateway.answers(201, Map.of(), MADE);

        CommandRun run = CommandRun.withoutOutput(environment, "key", "rotate").endsWith(1);

        assertThat(run.err()).contains("is nowhere else", "linkgate key rotate --again");
    }

    @Test
    void withoutAFileTheNewKeyIsPrinted() {
        environment.put("LINKGATE_KEY", "the-old-key");
        gateway.answers(201, Map.of(), MADE).answers(201, Map.of(), MADE);

        assertThat(CommandRun.of(environment, "key", "rotate").isDone().out()).contains("lgk_the-new-key");
        assertThat(CommandRun.of(environment, "key", "rotate", "-o", "json")
                        .isDone()
                        .json()
                        .path("key")
                        .asString())
                .isEqualTo("lgk_the-new-key");
    }

    @Test
    void aRefusedRotationLeavesTheFileAsItIs() throws IOException {
        gateway.answersProblem(409, Map.of(), """
                {"title":"In overlap","detail":"Use the new key.","code":"key-rotated","requestId":"r"}""");

        rotate().endsWith(7);

        assertThat(file).hasContent("the-old-key");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aRotationWhoseAnswerWasLostIsBegunAnew() {
        gateway.answersProblem(409, Map.of(), """
                        {"title":"Rotated","detail":"Take it back (DELETE /keys/rotation).","code":"key-rotated","requestId":"r"}""").answers(204, Map.of(), "").answers(201, Map.of(), MADE);

        assertThat(rotate().endsWith(7).err()).contains("(linkgate key rotate --again)");
        rotate("--again").isDone();

        assertThat(file).hasContent("lgk_the-new-key");
        assertThat(gateway.received())
                .extracting(ScriptedGateway.Received::method)
                .containsExactly("POST", "DELETE", "POST");
    }

    /** The file is tried before there is a new key. */
    @Test
    void aFileThatCannotBeReplacedMakesNoNewKey() {
        file = Path.of("/proc/sys/kernel/ostype");
        assumeTrue(Files.isReadable(file), "a word in a directory where nobody can write");

        CommandRun run = rotate("-o", "json").endsWith(2);

        assertThat(run.json().path("detail").asString()).contains("Cannot replace the file");
        assertThat(gateway.received()).isEmpty();
    }

    /** The directory vanishes while the gateway makes the key. */
    @Test
    void aKeyThatCannotBeKeptIsPrintedAndSaidToBe() throws IOException {
        Path place = Files.createDirectory(directory.resolve("place"));
        file = Files.move(file, place.resolve("key"));
        gateway.answers(201, Map.of(), MADE).before(() -> {
            try (Stream<Path> files = Files.list(place)) {
                for (Path each : files.toList()) {
                    Files.delete(each);
                }
                Files.delete(place);
            }
        });

        CommandRun run = rotate("-o", "json").endsWith(1);

        assertThat(run.json().path("key").asString()).isEqualTo("lgk_the-new-key");
        assertThat(run.err()).contains("Cannot write the file", "standard output");
    }
}
