package dev.linkgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ChildProcess;
import dev.linkgate.gateway.core.trail.audit.TestExport;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.NoteSigner;
import dev.linkgate.transparency.RecordLine;
import dev.linkgate.transparency.TestTree;
import dev.linkgate.transparency.TreeHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How exports and receipts are checked without a gateway. */
class AuditCommandsTest {

    private static final int RECORDS = 13;

    @TempDir
    private Path directory;

    private final NoteSigner signer = NoteSigner.generate("linkgate/court");
    private final TestExport trail = new TestExport();
    private final TestTree tree = new TestTree();
    private final List<byte[]> lines = new ArrayList<>();
    private final List<String> receipts = new ArrayList<>();

    private String export = "";
    private String key = "";

    @BeforeEach
    void writeTheTrail() throws Exception {
        for (int i = 0; i < RECORDS; i++) {
            byte[] line = trail.add(1).getFirst();
            lines.add(line);
            receipts.add(trail.receipt());
            String hash = RecordLine.parse(line, 0, line.length - 1).hash();
            tree.add(TreeHash.leaf(HexFormat.of().parseHex(hash)));
        }
        export = write("trail.ndjson", bytes(0, RECORDS));
        key = write("key", (signer.key() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void severalFilesAreOneTrail() throws IOException {
        String archive = write("archive.ndjson.gz", TestExport.gzip(bytes(0, 5)));
        String middle = write("middle.ndjson", bytes(5, 9));
        CommandRun run = CommandRun.reading(
                new ByteArrayInputStream(TestExport.gzip(bytes(9, RECORDS))),
                arguments("verify", archive, middle, "-", "--checkpoint", hold(RECORDS), "--key", key));

        assertThat(run.isDone().out()).isEqualToIgnoringNewLines("13 records, 1 checkpoint: valid");
        assertThat(audit("verify", middle, archive).endsWith(1).out())
                .contains("broken at record 1: the record has no place in the chain (" + archive + ", line 1)");
        assertThat(audit("verify", archive, export).endsWith(1).out())
                .contains("broken at record 1: the record has no place in the chain (" + export + ", line 1)");
    }

    @Test
    void aDirectoryHoldsCheckpoints() throws IOException {
        Path held = Files.createDirectory(directory.resolve("checkpoints"));
        String[] verification = {"verify", export, "--checkpoint", held.toString(), "--key", key};
        assertThat(audit(verification).endsWith(2).err()).contains("There is no file *.checkpoint in " + held);

        for (int size = 1; size <= RECORDS; size++) {
            Files.move(Path.of(hold(size)), held.resolve("%020d.checkpoint".formatted(size)));
        }
        Files.writeString(held.resolve("00000000000000000014.checkpoint.given-up"), "none");
        assertThat(audit(verification).isDone().out()).isEqualToIgnoringNewLines("13 records, 13 checkpoints: valid");

        Path wrong = Files.writeString(
                held.resolve("%020d.checkpoint".formatted(9)),
                note(new Checkpoint("linkgate/court", 9, tree.root(8), lastHash(9))));
        assertThat(audit(verification).endsWith(1).out())
                .isEqualToIgnoringNewLines(
                        "broken between records 9 and 9: they are not those of the checkpoint " + wrong);
    }

    /** The gateway has signed a root and a hash that are not of the same records. */
    @Test
    void aCheckpointWithTheHashOfAnotherRecordIsBroken() throws IOException {
        String held = write(
                "held",
                note(new Checkpoint("linkgate/court", 9, tree.root(9), lastHash(8)))
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(audit("verify", export, "--checkpoint", held, "--key", key)
                        .endsWith(1)
                        .out())
                .isEqualToIgnoringNewLines(
                        "broken between records 1 and 9: they are not those of the checkpoint " + held);
    }

    /** Somebody else may sign beside the gateway, as a witness does. */
    @Test
    void keysMayBeSeveral() throws IOException {
        NoteSigner next = NoteSigner.generate("linkgate/court");
        String both = write("both", (next.key() + "\n" + signer.key() + "\n").getBytes(StandardCharsets.UTF_8));
        Checkpoint checkpoint = new Checkpoint("linkgate/court", 13, tree.root(13), lastHash(13));
        String witness = next.sign(checkpoint.text())
                .toString()
                .substring(checkpoint.text().length() + 1);
        String held = write("held", (note(checkpoint) + witness).getBytes(StandardCharsets.UTF_8));

        for (String keys : List.of(both, key, next.key().toString())) {
            audit("verify", export, "--checkpoint", held, "--key", keys).isDone();
        }
        audit(
                        "verify",
                        export,
                        "--checkpoint",
                        held,
                        "--key",
                        key,
                        "--key",
                        next.key().toString())
                .isDone();
    }

    @Test
    void aRecordOfANewerGatewayIsNotCalledBroken() throws IOException {
        String newer = new String(bytes(0, 3), StandardCharsets.UTF_8)
                .replace("{\"sequence\":3,\"layout\":3,", "{\"sequence\":3,\"layout\":4,");
        String file = write("newer.ndjson", newer.getBytes(StandardCharsets.UTF_8));

        CommandRun run = audit("verify", file).endsWith(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualToIgnoringNewLines(file
                        + ", line 3 needs a newer version of Linkgate: the record has layout 4, and this version knows"
                        + " only layout 3.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            verify missing.ndjson                           | There is no file missing.ndjson.
            verify /                                        | The file / cannot be read
            verify EXPORT --checkpoint KEY                  | --checkpoint and --key need each other
            verify EXPORT --key KEY                         | --checkpoint and --key need each other
            verify EXPORT --checkpoint missing --key KEY    | There is no file missing.
            verify EXPORT --checkpoint KEY --key missing    | There is no file missing.
            verify EXPORT --checkpoint KEY --key EXPORT     | is no key
            verify EXPORT --checkpoint KEY --key /dev/null  | There is no key in /dev/null.
            verify /dev/null                                | There is no record in /dev/null.
            verify EXPORT --checkpoint KEY --key a+b+c      | There is no file a+b+c
            verify                                          | Missing required parameter
            receipt 1 EXPORT                                | A receipt is
            receipt 0:RECEIPT EXPORT                        | A receipt is
            receipt 1:abc EXPORT                            | A receipt is
            receipt 1:RECEIPT missing.ndjson                | There is no file missing.ndjson.
            receipt 1:RECEIPT                               | Missing required parameter
            """)
    void whatCannotBeReadIsSaid(String line, String message) {
        CommandRun run = audit(line.replace("EXPORT", export)
                .replace("KEY", key)
                .replace("RECEIPT", "ab".repeat(32))
                .split(" "));

        assertThat(run.endsWith(2).err()).contains(message).doesNotContain("\tat ", "Exception");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void garbageIsBrokenAndNothingElse() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 16; i++) {
            byte[] garbage = new byte[i * i * 300 + 1];
            random.nextBytes(garbage);
            if (i % 3 == 0) {
                garbage[0] = 0x1f;
            }
            if (i % 3 == 0 && garbage.length > 1) {
                garbage[1] = (byte) 0x8b;
            }
            String file = write("garbage", garbage);
            assertThat(audit("verify", file).exitCode()).isEqualTo(isGzip(garbage) ? 1 : 2);
            isBroken(audit("verify", export, "--checkpoint", file, "--key", key));
            assertThat(audit("receipt", receipts.getFirst(), file).exitCode()).isEqualTo(isGzip(garbage) ? 1 : 2);
        }
    }

    private static boolean isGzip(byte[] bytes) {
        return bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    }

    @Test
    void aHugeLineIsBrokenInConstantMemory() {
        CommandRun run = CommandRun.reading(new EndlessInput(), arguments("verify", "-"));

        assertThat(run.endsWith(2).err()).contains("- is no export of a trail: it does not begin with a record.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A letter,\nnot a trail\n", "{\"links\":[]}\n", "[]", "\n"})
    void aFileThatIsNoExportCannotBeRead(String text) throws IOException {
        String letter = write("letter.txt", text.getBytes(StandardCharsets.UTF_8));
        assertThat(audit("verify", letter).endsWith(2).err()).contains(letter + " is no export of a trail");
    }

    @Test
    void anExportWhoseFirstRecordWasAlteredIsBroken() throws IOException {
        byte[] altered = bytes(0, RECORDS);
        altered[20] ^= 1;
        assertThat(audit("verify", write("altered.ndjson", altered)).endsWith(1).out())
                .startsWith("broken at the first record");
    }

    /** Never a line end. */
    private static final class EndlessInput extends InputStream {

        @Override
        public int read() {
            return 'x';
        }
    }

    @Test
    void aReceiptShowsItsRecord() throws IOException {
        for (int i = 0; i < RECORDS; i++) {
            CommandRun run = audit("receipt", receipts.get(i), export).isDone();
            assertThat(run.out()).isEqualToIgnoringNewLines(new String(lines.get(i), StandardCharsets.UTF_8));
        }
        String selection = write("selection.ndjson", TestExport.joined(List.of(lines.get(3), lines.get(7))));
        audit("receipt", receipts.get(7), selection).isDone();
    }

    @Test
    void aRecordThatIsNotTheReceiptsIsBroken() throws IOException {
        String other = receipts.get(4).replaceFirst("^5:", "6:");
        assertThat(audit("receipt", other, export).endsWith(1).out())
                .isEqualToIgnoringNewLines(
                        "broken at record 6: it is not the record of the receipt (" + export + ", line 6)");
        assertThat(audit("receipt", receipts.get(4).replaceFirst("^5:", "99:"), export)
                        .endsWith(1)
                        .out())
                .isEqualToIgnoringNewLines("The record 99 is not in " + export + ".");

        String altered = new String(lines.get(4), StandardCharsets.UTF_8).replace("payments", "payment5");
        String file = write("altered.ndjson", altered.getBytes(StandardCharsets.UTF_8));
        assertThat(audit("receipt", receipts.get(4), file).endsWith(1).out()).startsWith("broken at record 5: ");
    }

    /** The jar of a release has classes of Spring around, which a command must not load. */
    @Test
    void noCommandLoadsSpring() throws Exception {
        Path loaded = directory.resolve("loaded");
        Process process = ChildProcess.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-Xlog:class+load:file=" + loaded,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.linkgate.Main",
                        "audit",
                        "verify",
                        export,
                        "--checkpoint",
                        hold(11),
                        "--key",
                        key)
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(printed).isEqualToIgnoringNewLines("13 records, 1 checkpoint: valid");
        assertThat(Files.readString(loaded)).contains("dev.linkgate.cli.audit").doesNotContain("org.springframework");
    }

    private static void isBroken(CommandRun run) {
        assertThat(run.endsWith(1).out().strip()).startsWith("broken").doesNotContain("\n");
        assertThat(run.err()).isEmpty();
    }

    private static CommandRun audit(String... line) {
        return CommandRun.of(Map.of(), arguments(line));
    }

    private static String[] arguments(String... line) {
        return Stream.concat(Stream.of("audit"), Arrays.stream(line)).toArray(String[]::new);
    }

    private String checkpoint(int size) {
        return note(new Checkpoint("linkgate/court", size, tree.root(size), lastHash(size)));
    }

    private String lastHash(int size) {
        return receipts.get(size - 1).replaceFirst("^\\d+:", "");
    }

    private String note(Checkpoint checkpoint) {
        return signer.sign(checkpoint.text()).toString();
    }

    /** A file with the checkpoint of so many records. */
    private String hold(int size) throws IOException {
        return write(size + ".note", checkpoint(size).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] bytes(int from, int to) {
        return TestExport.joined(lines.subList(from, to));
    }

    private String write(String name, byte[] bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes).toString();
    }
}
