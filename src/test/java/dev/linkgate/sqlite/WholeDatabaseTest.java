package dev.linkgate.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Samples;
import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/** Files that belong together are taken at any moment of their life, and others are not. */
class WholeDatabaseTest {

    private static final int CONNECTIONS = 3;

    /** The last connection reads, and the others write. */
    private static final int READER = CONNECTIONS - 1;

    @TempDir
    private Path directory;

    private final List<Connection> connections = new ArrayList<>();
    private Path live = Path.of("");
    private Path copy = Path.of("");
    private int copies;
    private boolean reading;

    @BeforeEach
    void open() throws SQLException {
        live = directory.resolve("live.db");
        copy = directory.resolve("copy.db");
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF); // no power is lost in a test
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(config.createConnection("jdbc:sqlite:" + live));
        }
        run(0, "CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT)");
        run(0, "CREATE TABLE audit_head (id INTEGER, sequence INTEGER, hash TEXT)");
        run(0, "INSERT INTO audit_head VALUES (1, 0, '')");
        run(0, "CREATE TABLE audit_record (sequence INTEGER PRIMARY KEY, previous_hash TEXT, hash TEXT)");
    }

    @AfterEach
    void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private void run(int connection, String sql) throws SQLException {
        try (Statement statement = connections.get(connection).createStatement()) {
            statement.execute(sql);
        }
    }

    /** Copies the files as a process leaves them that is killed now. */
    private void copyFiles() throws IOException {
        for (String suffix : List.of("", "-wal")) {
            Files.copy(Path.of(live + suffix), Path.of(copy + suffix), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.deleteIfExists(Path.of(copy + "-shm"));
    }

    private Path backup(String sql) throws SQLException {
        Path backup = directory.resolve("backup" + copies++ + ".db");
        run(0, sql.formatted(backup));
        return backup;
    }

    private static List<String> rows(Path database) throws SQLException {
        try (Connection connection = Sqlite.open(database, true)) {
            assertThat(Sqlite.column(connection, "PRAGMA integrity_check")).containsExactly("ok");
            return Sqlite.column(
                    connection, "SELECT count(*) || ' rows of ' || hex(sum(length(text) * id)) || max(text) FROM row");
        }
    }

    /** One step of several writers, of checkpoints that readers hold up, and of changes of the schema. */
    private void step(RandomGenerator random) throws SQLException {
        int connection = random.nextInt(READER);
        switch (random.nextInt(9)) {
            case 0 -> run(connection, "PRAGMA wal_checkpoint(PASSIVE)");
            case 1 -> write(connection, "DELETE FROM row WHERE id % 3 = " + random.nextInt(3));
            case 2 -> write(connection, "CREATE TABLE t" + copies++ + " (x TEXT)");
            case 3 -> beginRead();
            case 4 -> write(connection, "UPDATE row SET text = text || 'x' WHERE id % 5 = 0");
            default ->
                write(
                        connection,
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                                + (1 + random.nextInt(40))
                                + ") INSERT INTO row (text) SELECT hex(randomblob(200)) FROM n");
        }
    }

    /** A change with its record, which follows the one before. */
    private void write(int connection, String sql) throws SQLException {
        run(connection, "BEGIN IMMEDIATE");
        run(connection, sql);
        run(connection, "UPDATE audit_head SET sequence = sequence + 1");
        run(
                connection,
                "INSERT INTO audit_record SELECT sequence, hash, hex(randomblob(32)) FROM audit_head WHERE id = 1");
        run(
                connection,
                "UPDATE audit_head SET hash = (SELECT r.hash FROM audit_record r WHERE r.sequence = audit_head.sequence)");
        run(connection, "COMMIT");
    }

    private void beginRead() throws SQLException {
        run(READER, "BEGIN DEFERRED");
        try (Statement statement = connections.get(READER).createStatement()) {
            statement.executeQuery("SELECT count(*) FROM row").next();
        }
        reading = true;
    }

    private void endRead() throws SQLException {
        if (reading) {
            run(READER, "COMMIT");
            reading = false;
        }
    }

    @Test
    void whatAProcessLeavesThatIsKilledIsTaken() {
        Samples.check(100, RandomGenerator::nextLong, seed -> {
            RandomGenerator random = new SplittableRandom(seed);
            int steps = random.nextInt(6);
            for (int i = 0; i < steps; i++) {
                endRead();
                step(random);
            }
            copyFiles();

            assertThatCode(() -> WholeDatabase.requireFiles(copy)).doesNotThrowAnyException();
        });
    }

    /** Either they are refused, or nothing is mixed: the log alone has all that has changed since. */
    @Test
    void aBackupUnderTheLogOfAnotherStateIsRefused() {
        List<Path> backups = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        Samples.check(150, RandomGenerator::nextLong, seed -> {
            RandomGenerator random = new SplittableRandom(seed);
            endRead();
            if (random.nextInt(3) == 0) {
                backups.add(backup(random.nextBoolean() ? "VACUUM INTO '%s'" : "backup to %s"));
            }
            step(random);
            endRead();
            copyFiles();
            if (backups.isEmpty() || WriteAheadLog.read(Path.of(copy + "-wal")).isVague()) {
                return; // the contents of a vague log show what it belongs to
            }
            List<String> now = rows(copy);
            Path backup = Samples.oneOf(random, backups);
            copyFiles();
            Files.copy(backup, copy, StandardCopyOption.REPLACE_EXISTING);
            try {
                WholeDatabase.requireFiles(copy);
                assertThat(rows(copy)).isIn(now, rows(backup));
            } catch (StartRefused e) {
                refused.add(String.valueOf(e.getMessage()));
            }
        });
        assertThat(refused).anyMatch(message -> message.contains("belongs to another state of it"));
    }

    @Test
    void aFileThatEndsTooEarlyIsRefused() throws IOException, SQLException {
        run(0, "PRAGMA wal_checkpoint(TRUNCATE)");
        byte[] whole = Files.readAllBytes(live);
        Files.write(copy, whole);
        WholeDatabase.requireFiles(copy);

        Files.write(copy, Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> WholeDatabase.requireFiles(copy))
                .isInstanceOfSatisfying(
                        StartRefused.class,
                        e -> assertThat(e.action()).contains("java -jar linkgate.jar restore BACKUP"))
                .hasMessageContaining("its file ends too early");
        Files.write(copy, Arrays.copyOf(whole, 50));
        assertThatThrownBy(() -> WholeDatabase.requireFiles(copy)).hasMessageContaining("it is no SQLite database");
        Files.write(copy, new byte[0]); // made by the first start, and not written yet
        WholeDatabase.requireFiles(copy);
    }
}
