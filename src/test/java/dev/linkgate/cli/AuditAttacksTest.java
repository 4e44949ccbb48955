package dev.linkgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.trail.audit.TestExport;
import dev.linkgate.transparency.NoteSigner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody may do to an export, and what {@code audit verify} finds. */
class AuditAttacksTest {

    private static final int RECORDS = 9;
    private static final int SAMPLE = 61;

    @TempDir
    private Path directory;

    private final NoteSigner signer = NoteSigner.generate("linkgate/court");
    private final TestExport trail = new TestExport();
    private final List<byte[]> records = trail.add(RECORDS);

    private String held = "";

    @BeforeEach
    void holdACheckpoint() throws IOException {
        held = Files.writeString(directory.resolve("held"), trail.checkpoint(signer))
                .toString();
    }

    @Test
    void whatNobodyTouchedIsValid() {
        assertThat(verify(TestExport.joined(records)).isDone().out())
                .isEqualToIgnoringNewLines("9 records, 0 checkpoints: consistent");
        assertThat(compare(TestExport.joined(records)).isDone().out())
                .isEqualToIgnoringNewLines("9 records, 1 checkpoint: valid");
    }

    @Test
    void everyRemovedRecordIsFound() {
        for (int i = 0; i < RECORDS; i++) {
            List<byte[]> left = new ArrayList<>(records);
            left.remove(i);
            CommandRun run = compare(TestExport.joined(left));
            assertThat(run.exitCode()).isEqualTo(i == 0 ? 2 : 1);
            assertThat(run.out() + run.err())
                    .startsWith(
                            i == 0
                                    ? "The export begins with record 2. To compare checkpoints,"
                                    : i == RECORDS - 1
                                            ? "incomplete: the export ends with record 8"
                                            : "broken at record " + (i + 1) + ": the record is missing");
        }
    }

    @Test
    void theFirstRecordsAreNotMissedInSilence() {
        assertThat(verify(TestExport.joined(records.subList(3, RECORDS)))
                        .isDone()
                        .out())
                .isEqualToIgnoringNewLines("6 records from 4 on, 0 checkpoints: consistent");
    }

    @Test
    void allSwappedRecordsAreFound() {
        for (int i = 0; i < RECORDS; i++) {
            for (int j = 0; j < i; j++) {
                List<byte[]> swapped = new ArrayList<>(records);
                Collections.swap(swapped, i, j);
                compare(TestExport.joined(swapped)).endsWith(1);
            }
        }
    }

    @Test
    void everyCutTailIsFoundByTheCheckpoint() {
        for (int left = 0; left < RECORDS; left++) {
            byte[] cut = TestExport.joined(records.subList(0, left));
            if (left > 0) {
                verify(cut).isDone();
            }
            assertThat(compare(cut).endsWith(1).out())
                    .startsWith(
                            ("incomplete: the export ends with record %d, and the checkpoint %s is of 9. It is newer than the"
                                            + " export, or the end was cut off: export again.")
                                    .formatted(left, held));
        }
    }

    @Test
    void aRecordThatIsCutIsFound() {
        byte[] whole = TestExport.joined(records);
        int last = records.getLast().length;
        for (int cut = 1; cut < last; cut += SAMPLE) {
            assertThat(verify(Arrays.copyOf(whole, whole.length - cut))
                            .endsWith(1)
                            .out())
                    .isEqualToIgnoringNewLines("broken at record 9: its line is cut off (-, line 9)");
        }
    }

    /** It cannot be told from a trail that was cut, but the rest of it is checked. */
    @Test
    void anOlderExportIsIncomplete() throws IOException {
        byte[] older = TestExport.joined(records);
        String early = held;
        trail.add(1);
        held = hold("later", trail, 0, signer);

        assertThat(verify(older, "--checkpoint", early, "--checkpoint", held, "--key", key())
                        .endsWith(1)
                        .out())
                .startsWith("incomplete: the export ends with record 9, and the checkpoint " + held + " is of 10.")
                .contains("Checked: 9 records, 1 checkpoint: valid");
        assertThat(compare(older.clone()).endsWith(1).out()).contains("Checked: 9 records, 0 checkpoints: consistent");
    }

    @Test
    void aRollbackThatWasAcceptedIsToldFromAnAttack() throws IOException {
        String mid = hold("mid", new TestExport(), 7, signer);
        TestExport back = new TestExport();
        byte[] export = rolledBack(back, signer);

        assertThat(compare(export).endsWith(1).out())
                .isEqualToIgnoringNewLines("rolled back: the checkpoint " + held
                        + " of 9 is of another trail, which was given up at 2026-11-25T08:00:00.000001Z, as the gateway has"
                        + " signed; record 7 says by whom. Checked: 8 records, 0 checkpoints: consistent");
        assertThat(verify(export, "--checkpoint", mid, "--key", key())
                        .endsWith(1)
                        .out())
                .as("one that was not given up by name, without any newer one")
                .startsWith("rolled back: the checkpoint " + mid);
    }

    /** The trail of five records to which a backup was put back, and what the acceptance of that has added. */
    private byte[] rolledBack(TestExport back, NoteSigner by) {
        List<byte[]> lines = back.add(5);
        lines.add(back.addRequestOfAcceptance(9));
        lines.add(back.addAcceptance(trail.givenUp(by, back), by));
        lines.addAll(back.add(1));
        return TestExport.joined(lines);
    }

    /** A checkpoint says what was given up before it, so that its own trail cannot be passed off as given up. */
    @Test
    void aTrailThatWasChangedSinceARollbackIsBroken() throws IOException {
        TestExport back = new TestExport();
        rolledBack(back, signer);
        back.add(1);
        String since = Files.writeString(directory.resolve("since"), back.checkpoint(signer, TestExport.GIVEN_UP_AT))
                .toString();
        TestExport changed = new TestExport();
        byte[] export = TestExport.joined(List.of(rolledBack(changed, signer), changed.addForged()));

        assertThat(verify(export, "--checkpoint", since, "--key", key())
                        .endsWith(1)
                        .out())
                .startsWith("broken between records 1 and 9");
    }

    /** An attacker who rewrites what was accepted cannot hide behind the acceptance. */
    @Test
    void whatWasAcceptedCannotBeRewritten() throws IOException {
        String early = hold("early", new TestExport(), 4, signer);
        TestExport kept = new TestExport();
        kept.add(5);
        kept.addRequestOfAcceptance(9);
        TestExport rewritten = new TestExport();
        List<byte[]> lines = new ArrayList<>(List.of(rewritten.addForged()));
        lines.addAll(rewritten.add(4));
        lines.add(rewritten.addRequestOfAcceptance(9));
        lines.add(rewritten.addAcceptance(trail.givenUp(signer, kept), signer));

        assertThat(verify(TestExport.joined(lines), "--checkpoint", early, "--key", key())
                        .endsWith(1)
                        .out())
                .startsWith("broken between records 1 and 4");
    }

    @Test
    void anAcceptanceThatTheGatewayDidNotSignIsNone() {
        byte[] forged = rolledBack(new TestExport(), NoteSigner.generate("linkgate/court"));

        assertThat(compare(forged).endsWith(1).out()).startsWith("incomplete: ");
    }

    @Test
    void aRewrittenChainIsFoundByTheCheckpoint() throws IOException {
        TestExport forged = new TestExport();
        List<byte[]> chain = new ArrayList<>(forged.add(4));
        chain.add(forged.addForged());
        chain.addAll(forged.add(8));
        assertThat(verify(TestExport.joined(chain)).isDone().out())
                .isEqualToIgnoringNewLines("13 records, 0 checkpoints: consistent");
        String early = hold("early", new TestExport(), 3, signer);

        assertThat(verify(TestExport.joined(chain), "--checkpoint", early, "--checkpoint", held, "--key", key())
                        .endsWith(1)
                        .out())
                .isEqualToIgnoringNewLines(
                        "broken between records 4 and 9: they are not those of the checkpoint " + held);
    }

    @Test
    void twoSignedTrailsAreFound() throws IOException {
        TestExport other = new TestExport();
        other.addForged();
        String forged = hold("other", other, RECORDS - 1, signer);

        assertThat(verify(TestExport.joined(records), "--checkpoint", held, "--checkpoint", forged, "--key", key())
                        .endsWith(1)
                        .out())
                .isEqualToIgnoringNewLines("broken: the checkpoints " + held + " and " + forged
                        + " are of the same size and of different records");
    }

    @Test
    void aCheckpointByAnotherKeyIsFound() throws IOException {
        for (String name : List.of("linkgate/court", "linkgate/other")) {
            String own = hold("forged", new TestExport(), RECORDS, NoteSigner.generate(name));
            assertThat(verify(TestExport.joined(records), "--checkpoint", own, "--key", key())
                            .endsWith(1)
                            .out())
                    .isEqualToIgnoringNewLines("broken: no given key has signed the checkpoint " + own);
        }
    }

    /** Some bits mean nothing, such as those of the time of compression. */
    @Test
    void noFlippedBitOfACompressedExportChangesARecord() throws IOException {
        byte[] compressed = TestExport.gzip(TestExport.joined(records));
        assertThat(compare(compressed).isDone().out()).isEqualToIgnoringNewLines("9 records, 1 checkpoint: valid");
        for (int i = 0; i < compressed.length; i += 23) {
            byte[] flipped = compressed.clone();
            flipped[i] ^= (byte) (1 << i % Byte.SIZE);
            CommandRun run = compare(flipped);
            if (run.exitCode() == 0) {
                assertThat(run.out()).isEqualToIgnoringNewLines("9 records, 1 checkpoint: valid");
            } else if (run.exitCode()
                    == 2) { // what says that it is compressed, or the begin of the first record, is gone
                assertThat(run.err()).contains("is no export of a trail");
            } else {
                assertThat(run.endsWith(1).out()).startsWith("broken ");
            }
        }
        for (int length = 2; length < compressed.length; length += SAMPLE) { // two bytes say that it is compressed
            assertThat(verify(Arrays.copyOf(compressed, length)).endsWith(1).out())
                    .startsWith("broken at ");
        }
        assertThat(verify(TestExport.joined(List.of(compressed, new byte[3])))
                        .endsWith(1)
                        .out())
                .contains("the compressed data is damaged or cut off");
    }

    private static CommandRun verify(byte[] export, String... options) {
        List<String> line = new ArrayList<>(List.of("audit", "verify", "-"));
        line.addAll(List.of(options));
        return CommandRun.reading(new ByteArrayInputStream(export), line.toArray(String[]::new));
    }

    /** Verifies it against the held checkpoint. */
    private CommandRun compare(byte[] export) {
        return verify(export, "--checkpoint", held, "--key", key());
    }

    private String key() {
        return signer.key().toString();
    }

    /** Holds the checkpoint of a trail when it has some records more. */
    private String hold(String file, TestExport export, int records, NoteSigner by) throws IOException {
        export.add(records);
        return Files.writeString(directory.resolve(file), export.checkpoint(by)).toString();
    }
}
