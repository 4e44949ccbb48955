package dev.linkgate.gateway.feature.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.cli.audit.Inputs;
import dev.linkgate.cli.audit.ReceiptHeader;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.core.trail.read.Archived;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.feature.checkpoints.TestCheckpoints;
import dev.linkgate.transparency.CanonicalForm;
import dev.linkgate.transparency.RecordLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@OnEachDatabase
class ArchiverTest {

    /** Later than all records. */
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private static final ArchiveName FIRST = new ArchiveName(1, 300);

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock();

    @AutoClose
    private final TestTrail trail;

    private final JdbcClient jdbc;
    private final TrailBase base;
    private final TestCheckpoints checkpoints;

    ArchiverTest(TestDatabase database) {
        trail = new TestTrail(database.asNew(ArchiverTest.class));
        jdbc = JdbcClient.create(trail.database());
        base = new TrailBase(trail.database());
        checkpoints = new TestCheckpoints(trail.database(), clock);
    }

    @BeforeEach
    void twoCheckpoints() throws SQLException {
        trail.append("first", 300);
        checkpoints.make();
        trail.append("second", 310);
        checkpoints.make();
        trail.append("third", 90);
        openIntent(513);
    }

    private void openIntent(long sequence) {
        jdbc.sql("DELETE FROM audit_open_intent").update();
        jdbc.sql("INSERT INTO audit_open_intent (sequence, replica_id) VALUES (?, 'r')")
                .param(sequence)
                .update();
    }

    private Archiver archiver() {
        return archiver(directory);
    }

    private Archiver archiver(Path directory) {
        return archiver(directory, checkpoints);
    }

    private Archiver archiver(Path directory, TestCheckpoints checkpoints) {
        return new Archiver(
                new ArchiveDirectory(directory),
                trail.reader(),
                JsonMapper.builder().build(),
                base,
                checkpoints.signed(),
                checkpoints.trail(),
                trail.trail(),
                clock);
    }

    private String verify() {
        return trail.verify(checkpoints.signed(), 0);
    }

    private long rows() {
        return jdbc.sql("SELECT count(*) FROM audit_record").query(Long.class).single();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void remove() {
        while (remove(100) > 0) {
            // there are more
        }
    }

    private int remove(int limit) {
        return base.removeArchived(checkpoints.signed().removable(), limit);
    }

    /** Up to the last checkpoint before an open intent. */
    private void archiveBoth() throws IOException {
        assertThat(archiver().archive(NOW)).isTrue();
        assertThat(archiver().archive(NOW)).isFalse();
        openIntent(701);
        assertThat(archiver().archive(NOW)).isTrue();
        assertThat(archiver().archive(NOW)).isFalse();
    }

    @Test
    void oldRecordsLeaveTheDatabase() throws IOException {
        archiveBoth();
        remove();

        assertThat(files())
                .containsExactly(
                        "audit-00000000000000000001-00000000000000000300.checkpoint",
                        "audit-00000000000000000001-00000000000000000300.ndjson.gz",
                        "audit-00000000000000000301-00000000000000000610.checkpoint",
                        "audit-00000000000000000301-00000000000000000610.ndjson.gz");
        assertThat(trail.records())
                .endsWith(
                        "INTENT audit.archive",
                        "OUTCOME audit.archive SUCCEEDED 200",
                        "INTENT audit.archive",
                        "OUTCOME audit.archive SUCCEEDED 200");
        assertThat(rows()).isEqualTo(94);
        assertThat(verify()).isEqualTo("valid 611..704, 0 checkpoints");
        assertThat(trail.size()).isEqualTo(94);
        assertThat(trail.listed()).hasSize(94).endsWith(611L);
    }

    @Test
    void anOpenIntentStaysWithAllBehindIt() throws IOException {
        openIntent(300);
        assertThat(archiver().archive(NOW)).isFalse();
        openIntent(301);
        assertThat(archiver().archive(NOW)).isTrue();
        assertThat(base.sequence()).isEqualTo(300);
    }

    @Test
    void whereThereIsNoCheckpointOneIsMade() throws IOException, SQLException {
        jdbc.sql("DELETE FROM audit_checkpoint").update();
        trail.append("more", 1_000);
        openIntent(1_501);
        assertThat(archiver().archive(NOW)).isTrue();
        assertThat(base.sequence()).isEqualTo(1_500);
        remove();
        checkpoints.make();
        assertThat(verify()).isEqualTo("valid 1501..1702, 1 checkpoints");
    }

    /** This holds from the moment at which the archive is noted, whatever is removed already. */
    @Test
    void readersSeeNoHalf() throws IOException {
        archiver().archive(NOW);
        String valid = "valid 301..702, 1 checkpoints";
        for (int removed = 0; removed < 300; removed += 90) {
            assertThat(verify()).isEqualTo(valid);
            assertThat(trail.size()).isEqualTo(402);
            assertThat(trail.shows(300)).isFalse();
            assertThat(trail.shows(301)).isTrue();
            assertThat(trail.listed()).hasSize(402).endsWith(301L);
            remove(90);
        }
    }

    @Test
    void receiptsAreHeldAgainstTheArchives() throws Exception {
        List<String> receipts = jdbc.sql("SELECT sequence, hash FROM audit_record WHERE sequence <= 610")
                .query((row, number) -> row.getLong(1) + ":" + row.getString(2))
                .list();
        archiveBoth();
        remove();
        List<String> archives = base.archives().stream()
                .map(archive -> directory.resolve(archive.file()).toString())
                .toList();
        Inputs inputs = new Inputs(InputStream.nullInputStream());
        for (int i = 0; i < receipts.size(); i += 73) {
            assertThat(ReceiptHeader.of(receipts.get(i)).find(archives, inputs))
                    .contains("\"sequence\":" + (i + 1) + ",");
        }
        ReceiptHeader other = ReceiptHeader.of(receipts.get(1).replaceFirst("^2:", "3:"));
        assertThatThrownBy(() -> other.find(archives, inputs)).hasMessageContaining("broken at record 3");
    }

    @Test
    void aHalfWrittenFileIsWrittenAnew() throws IOException {
        archiver().write(FIRST, archiver().end());
        byte[] whole = Files.readAllBytes(directory.resolve(FIRST.records()));
        Files.delete(directory.resolve(FIRST.records()));
        for (int length : new int[] {0, 1, 10, whole.length / 2, whole.length - 1, whole.length}) {
            Files.write(directory.resolve(FIRST.records() + ".part"), Arrays.copyOf(whole, length));
            archiver().write(FIRST, archiver().end());
            assertThat(directory.resolve(FIRST.records())).hasBinaryContent(whole);
            assertThat(rows()).isEqualTo(700);
        }
    }

    @Test
    void aWholeFileIsUsedAsItIs() throws IOException {
        archiver().write(FIRST, archiver().end());
        Object written = Files.getAttribute(directory.resolve(FIRST.records()), "unix:ino");
        assertThat(base.sequence()).isZero();
        assertThat(archiver().archive(NOW)).isTrue();
        assertThat(Files.getAttribute(directory.resolve(FIRST.records()), "unix:ino"))
                .isEqualTo(written);
        assertArchived();
    }

    /** A few megabytes can unpack to any size. */
    @Test
    void aFileWithALineWithoutAnEndIsNotReadToItsEnd() throws IOException {
        archiver().write(FIRST, archiver().end());
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(directory.resolve(FIRST.records())))) {
            packed.write(new byte[RecordLine.LONGEST + 1]);
        }
        assertThatThrownBy(() -> archiver().archive(NOW))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a line is longer than that of any record");
        assertThat(base.sequence()).isZero();
    }

    private void assertArchived() throws IOException {
        assertThat(base.sequence()).isEqualTo(300);
        remove();
        assertThat(verify()).isEqualTo("valid 301..702, 1 checkpoints");
        assertThat(files()).containsExactly(FIRST.checkpoint(), FIRST.records());
    }

    @Test
    void anAlteredFileIsNeverUsed() throws IOException {
        archiver().write(FIRST, archiver().end());
        for (Path file : List.of(directory.resolve(FIRST.records()), directory.resolve(FIRST.checkpoint()))) {
            byte[] whole = Files.readAllBytes(file);
            for (int at = 0; at < whole.length; at += 1 + whole.length / 40) {
                byte[] altered = whole.clone();
                altered[at] ^= 1;
                Files.write(file, altered);
                if (at < 4 || at > 9) { // the header of gzip has a time and the system's name, which say nothing
                    assertThatThrownBy(() -> archiver().archive(NOW)).isInstanceOf(IOException.class);
                    assertThat(base.sequence()).isZero();
                }
            }
            Files.write(file, whole);
        }
        assertThat(archiver().archive(NOW)).isTrue();
        assertThat(base.sequence()).isEqualTo(300);
    }

    /** An attacker who alters the row hides or moves the beginning of the trail. */
    @Test
    void anAlteredBaseIsFound() throws IOException {
        archiveBoth();
        remove();
        String valid = verify();
        for (String change : List.of(
                "last_sequence = 609 WHERE last_sequence = 610",
                "last_sequence = 650 WHERE last_sequence = 610",
                "first_sequence = 302 WHERE last_sequence = 610",
                "hash = '" + CanonicalForm.GENESIS + "' WHERE last_sequence = 610",
                "file = 'another' WHERE last_sequence = 300",
                "created_at = created_at + 1 WHERE last_sequence = 300",
                "note = replace(note, '300', '301') WHERE last_sequence = 300")) {
            List<Archived> before = base.archives();
            assertThat(jdbc.sql("UPDATE audit_archive SET " + change).update()).isOne();
            assertThat(verify()).as(change).startsWith("broken at ");
            assertThatIllegalStateException().isThrownBy(this::remove);
            jdbc.sql("DELETE FROM audit_archive").update();
            before.forEach(base::advance);
            assertThat(verify()).isEqualTo(valid);
        }
        jdbc.sql("DELETE FROM audit_archive WHERE last_sequence = 610").update();
        assertThat(verify()).startsWith("broken at 301: the record is missing");
    }

    /** Records cannot be removed as if they were archived. */
    @Test
    void aForgedBaseIsFound() {
        String hash = jdbc.sql("SELECT hash FROM audit_record WHERE sequence = 300")
                .query(String.class)
                .single();
        assertThat(base.advance(new Archived(
                        1, 300, hash, "none", NOW, "{}", checkpoints.trail().note(300))))
                .isTrue();
        assertThat(verify()).startsWith("broken at 1: the row of its archive");
        assertThatIllegalStateException().isThrownBy(this::remove);
        assertThat(rows()).isEqualTo(700);
    }

    @Test
    void aForgedBaseBehindTheEndIsFound() {
        assertThat(base.advance(new Archived(1, 1_000_000_000_000_000L, CanonicalForm.GENESIS, "none", NOW, "{}", "x")))
                .isTrue();
        assertThat(verify()).startsWith("broken at 1: the row of its archive");
        assertThatIllegalStateException().isThrownBy(this::remove);
    }

    /** The chain was cut off before the base: what is left is not removed, too. */
    @Test
    void aChainThatEndsBeforeItsBaseIsFound() throws IOException {
        archiver().archive(NOW);
        jdbc.sql("UPDATE audit_head SET sequence = 200").update();
        assertThat(base.removeArchived(300, 10)).isZero();
        assertThat(verify()).isEqualTo("broken at 201: the chain ends before record 300, which is archived");
    }

    @Test
    void ofTwoArchivesMadeAtTheSameTimeOneIsNoted() {
        base.advance(new Archived(1, 300, CanonicalForm.GENESIS, "none", NOW, "{}", "x"));
        String sameBeginning =
                "INSERT INTO audit_archive (last_sequence, first_sequence, hash, file, created_at, seals, note)"
                        + " VALUES (200, 1, 'x', 'x', 0, '{}', 'x')";
        assertThat(jdbc.sql(sameBeginning + " ON CONFLICT DO NOTHING").update()).isZero();
        assertThat(base.sequence()).isEqualTo(300);
    }

    /** The database was put back to a time before these records, and others were written since. */
    @Test
    void anArchiveOfAnotherTrailIsNeverUsed() throws IOException, SQLException {
        archiver().write(FIRST, archiver().end());
        for (int records : new int[] {100, 299, 600}) {
            trail.clear();
            jdbc.sql("DELETE FROM audit_checkpoint").update();
            trail.append("other", records);
            TestCheckpoints restarted = new TestCheckpoints(trail.database(), clock);
            restarted.make();
            assertThatThrownBy(() -> archiver(directory, restarted).archive(NOW))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(FIRST.records());
            assertThat(base.sequence()).isZero();
            assertThat(rows()).isGreaterThanOrEqualTo(records);
        }
    }
}
