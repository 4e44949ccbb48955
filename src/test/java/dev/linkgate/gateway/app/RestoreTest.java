package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.CapturesOutput;
import dev.linkgate.Patience;
import dev.linkgate.cli.CommandRun;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.SignedNote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A backup is put back: by the command, by hand, half, and wrongly. The gateway starts before it, and after it. */
@CapturesOutput
@Tag("harness")
class RestoreTest {

    private static final String TEAM = "/admin/teams/payments";

    @TempDir
    private Path directory;

    private Path data = Path.of("");
    private Path database = Path.of("");
    private Path backup = Path.of("");

    @BeforeEach
    void place() {
        data = directory.resolve("data");
        database = data.resolve("linkgate.db");
        backup = directory.resolve("backup.db");
    }

    /** The gateway whose database is in the directory of this test. */
    private ConfigurableApplicationContext start(String... more) {
        return Gateway.run(Stream.concat(
                        Stream.of(
                                "linkgate.data-dir=" + data,
                                "linkgate.admin-token=" + Gateway.ADMIN_TOKEN,
                                "linkgate.audit.checkpoint-dir=" + directory.resolve("checkpoints")),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private static Caller caller(ConfigurableApplicationContext gateway, String token) {
        URI url = URI.create("http://127.0.0.1:" + gateway.getEnvironment().getProperty("local.server.port"));
        return new Caller(url, answer -> answer, Map.of("Authorization", "Bearer " + token));
    }

    private static Caller administrator(ConfigurableApplicationContext gateway) {
        return caller(gateway, Gateway.ADMIN_TOKEN);
    }

    /** Makes a backup as docs/restore.md says. */
    private static void backUp(ConfigurableApplicationContext gateway, Path to) {
        gateway.getBean(JdbcClient.class)
                .sql("VACUUM INTO ?")
                .param(to.toString())
                .update();
    }

    private CommandRun restore(String... arguments) {
        return CommandRun.of(
                Map.of("LINKGATE_DATA_DIR", data.toString()),
                Stream.concat(Stream.of("restore"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** The files without the lock, and without the empty files that SQLite leaves where it only reads. */
    private List<String> files() {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file ->
                            Files.isRegularFile(file) && !file.toString().endsWith("-shm"))
                    .filter(file -> file.toFile().length() > 0)
                    .map(file -> data.relativize(file).toString())
                    .filter(name -> name.startsWith("linkgate.db") && !name.equals("linkgate.db-lock"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A team with a key, then the backup, and then the end of both and another team; answers with the key. */
    private String backedUpAndGoneOn() {
        try (ConfigurableApplicationContext gateway = start()) {
            Caller administrator = administrator(gateway);
            assertThat(administrator.put(TEAM, "{\"description\":\"\"}")).hasStatus(201);
            Answer key = administrator.post(TEAM + "/keys", "{\"label\":\"ci\"}");
            assertThat(administrator.put(TEAM + "/grants/5df264b8f10fab7d2cad2f0a", "{\"role\":\"owner\"}"))
                    .hasStatus(201);
            backUp(gateway, backup);
            assertThat(administrator.delete(TEAM)).hasStatus(204);
            assertThat(administrator.put("/admin/teams/newer", "{\"description\":\"\"}"))
                    .hasStatus(201);
            Answer checkpoint = administrator.get("/admin/audit/checkpoint");
            long size =
                    Checkpoint.parse(SignedNote.parse(checkpoint.body()).text()).size();
            Path file = directory.resolve("checkpoints").resolve("%020d.checkpoint".formatted(size));
            Patience.until(() -> Files.exists(file), Predicate.isEqual(true));
            return key.text("/key");
        }
    }

    @Test
    void aBackupIsPutBackAndWhatReturnsIsSaidAndCanBeRevoked(CapturedOutput output) throws IOException {
        String key = backedUpAndGoneOn();
        byte[] before = Files.readAllBytes(database);

        CommandRun tried = restore("--dry-run", backup.toString()).isDone();

        assertThat(tried.out()).contains("The backup is whole: ", "  team payments", "Nothing was changed");
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
        assertThat(files()).containsExactly("linkgate.db");

        CommandRun done = restore(backup.toString()).isDone();

        assertThat(done.out())
                .contains(
                        "In force again",
                        "  grant of team payments: owner on project 5df264b8f10fab7d2cad2f0a",
                        " of team payments (ci)",
                        "No longer there",
                        "  team newer",
                        "records of the audit trail are lost");
        assertThat(files())
                .hasSize(3)
                .contains("linkgate.db", "linkgate.db-returned")
                .anyMatch(name -> name.matches("linkgate\\.db-replaced-\\d{8}T\\d{6}\\.\\d{3}Z/linkgate\\.db"));
        try (ConfigurableApplicationContext gateway = start()) {
            assertThat(output).contains("A backup was put back:", "  team payments");
            Caller administrator = administrator(gateway);
            assertThat(administrator.get("/readyz")).has("/components/audit/status", "ROLLED_BACK");
            assertThat(caller(gateway, key).get("/projects")).isOk();
            assertThat(administrator.put(TEAM, "{\"description\":\"x\"}")).isProblem("audit-unavailable");
            assertThat(administrator.post(TEAM + "/keys", "{\"label\":\"ci\"}")).isProblem("audit-unavailable");

            assertThat(administrator.delete(TEAM + "/grants/5df264b8f10fab7d2cad2f0a"))
                    .hasStatus(204);
            assertThat(administrator.delete(TEAM)).hasStatus(204);

            assertThat(caller(gateway, key).get("/projects")).hasStatus(401);
            assertThat(administrator.get("/admin/audit?action=team.remove")).has("/totalCount", 2);
            // The trail is longer now than the one that was signed, and not taken for it.
            assertThat(administrator.post("/admin/audit/verification", "")).has("/valid", false);
            assertThat(administrator.get("/readyz")).has("/components/audit/status", "ROLLED_BACK");
        }
    }

    @Test
    void anOlderDatabaseWithoutANoteIsListedWhole(CapturedOutput output) throws IOException {
        backedUpAndGoneOn();
        Files.copy(backup, database, StandardCopyOption.REPLACE_EXISTING);

        start().close();

        assertThat(output)
                .contains("what has ended since may be in force again: teams payments (1 keys, 0 identities, 1 grants);"
                        + " administrators none");
    }

    @Test
    void nothingIsLostByABackupThatIsNone() throws IOException {
        backedUpAndGoneOn();
        byte[] before = Files.readAllBytes(database);
        byte[] good = Files.readAllBytes(backup);
        Path bad = directory.resolve("bad.db");

        assertThat(restore(bad.toString()).endsWith(2).err()).contains("There is no file");
        assertThat(restore(directory.toString()).endsWith(2).err()).contains("is no file");
        assertThat(restore(database.toString()).endsWith(2).err()).contains("is the database itself");
        assertThat(restore().endsWith(2).err()).contains("BACKUP");
        Path mistyped = directory.resolve("mistyped");
        assertThat(restore("--data-dir", mistyped.toString(), backup.toString())
                        .endsWith(2)
                        .err())
                .contains("There is no directory " + mistyped);
        assertThat(mistyped).doesNotExist();
        Files.writeString(bad, "a text, and no database: " + "x".repeat(200));
        assertThat(restore(bad.toString()).endsWith(1).err()).contains("it is no SQLite database");
        Files.write(bad, Arrays.copyOf(good, good.length / 2));
        assertThat(restore(bad.toString()).endsWith(1).err()).contains("its file ends too early");
        byte[] altered = good.clone();
        Arrays.fill(altered, 4096 * 3, 4096 * 9, (byte) 0x55);
        Files.write(bad, altered);
        assertThat(restore(bad.toString()).endsWith(1).err()).contains("is malformed");
        for (String sql : List.of(
                "DROP TABLE webhook",
                "DELETE FROM audit_record WHERE sequence = 2",
                "UPDATE audit_head SET hash = 'x'",
                "DELETE FROM audit_head",
                "UPDATE audit_record SET remote_address = '192.0.2.1' WHERE sequence = 2",
                "INSERT INTO flyway_schema_history SELECT 99, '99', 'x', 'SQL', 'V99__later.sql', 1, 'x', 1, 1, 1",
                "DROP TABLE flyway_schema_history")) {
            Files.write(bad, good);
            JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + bad))
                    .sql(sql)
                    .update();
            assertThat(restore(bad.toString()).endsWith(1).err()).as(sql).isNotEmpty();
        }

        assertThat(Files.readAllBytes(database)).isEqualTo(before);
        assertThat(files()).containsExactly("linkgate.db");
    }

    /** A backup of a new gateway whose trail has as many records, at least. */
    private Path gatewayWith(long records) {
        Path file = directory.resolve(records + ".db");
        data = directory.resolve("gateway" + records);
        try (ConfigurableApplicationContext gateway = start("linkgate.audit.checkpoint-dir=")) {
            backUpAfter(records, gateway, file);
        }
        return file;
    }

    private static void backUpAfter(long records, ConfigurableApplicationContext gateway, Path to) {
        while (gateway.getBean(JdbcClient.class)
                        .sql("SELECT sequence FROM audit_head")
                        .query(Long.class)
                        .single()
                < records) {
            administrator(gateway).get("/admin/teams");
        }
        backUp(gateway, to);
    }

    @Test
    void onlyAnOlderStateOfTheGatewaysOwnDatabaseIsTaken() throws IOException {
        Path fewer = gatewayWith(4);
        Path asMany = gatewayWith(6);
        Path more = gatewayWith(16);
        Path newer = directory.resolve("newer.db");
        data = directory.resolve("data");
        try (ConfigurableApplicationContext gateway = start("linkgate.audit.checkpoint-dir=")) {
            backUpAfter(6, gateway, backup);
            backUpAfter(9, gateway, newer);
        }
        Files.copy(backup, database, StandardCopyOption.REPLACE_EXISTING);

        for (Path foreign : List.of(fewer, asMany, more)) {
            assertThat(restore("--without-comparison", foreign.toString())
                            .endsWith(1)
                            .err())
                    .contains("a backup of another gateway");
        }
        assertThat(restore("--without-comparison", newer.toString()).endsWith(1).err())
                .contains("is newer than " + database + ", which has the first 6 of its 9 records");
        assertThat(database).hasSameBinaryContentAs(backup);
        assertThat(restore(backup.toString()).isDone().out()).contains(": 0 records of the audit trail are lost");

        Files.writeString(database, "no database");
        assertThat(restore(newer.toString()).endsWith(2).err())
                .contains("cannot be read: it is no SQLite database", "--without-comparison");
        assertThat(restore("--without-comparison", newer.toString()).isDone().out())
                .contains("look through all teams, keys and grants");
        Files.delete(database);
        assertThat(restore(newer.toString()).endsWith(2).err()).contains("there is no database at " + database);
        assertThat(database).doesNotExist();
        restore("--without-comparison", newer.toString()).isDone();
    }

    @Test
    void aBackupWhoseEndWasArchivedMeanwhileIsNotCompared() {
        backedUpAndGoneOn();
        JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + database))
                .sql("DELETE FROM audit_record WHERE sequence < (SELECT sequence FROM audit_head)")
                .update();

        assertThat(restore(backup.toString()).endsWith(1).err()).contains("no record in common");
    }

    /** Each state that a process leaves which is killed at this step of a restore. */
    @Test
    void aRestoreThatWasCutOffIsRepeatedBeforeTheGatewayStarts(CapturedOutput output) throws IOException {
        Path log = Path.of(database + "-wal");
        Path keptLog = directory.resolve("log");
        Path half = data.resolve("linkgate.db-restore");
        try (ConfigurableApplicationContext gateway = start("linkgate.audit.checkpoint-dir=")) {
            // What the database file alone has is older than the backup.
            backUpAfter(20, gateway, backup);
            Files.copy(log, keptLog);
            Files.copy(database, directory.resolve("alone"));
        }
        Files.copy(directory.resolve("alone"), database, StandardCopyOption.REPLACE_EXISTING);
        byte[] before = Files.readAllBytes(database);
        Files.createDirectory(half);
        Files.copy(backup, half.resolve("new"));

        Files.copy(keptLog, half.resolve("linkgate.db-wal"));
        assertThatThrownBy(() -> start().close()).isInstanceOf(RuntimeException.class);
        assertThat(output)
                .contains("is not whole: a restore of a backup was cut off", "java -jar linkgate.jar restore BACKUP");

        assertThat(restore("--dry-run", backup.toString()).isDone().out())
                .contains(": 0 records of the audit trail are lost");
        assertThatThrownBy(() -> start().close()).isInstanceOf(RuntimeException.class);
        restore(backup.toString()).isDone();

        Path kept = data.resolve(files().stream()
                .filter(name -> name.matches("linkgate\\.db-replaced-[^/]+/linkgate\\.db"))
                .findFirst()
                .orElseThrow());
        assertThat(Files.readAllBytes(kept)).isEqualTo(before);
        assertThat(Path.of(kept + "-wal")).hasSameBinaryContentAs(keptLog);
        assertThat(half).doesNotExist();
        start().close();
    }

    @Test
    void aDatabaseThatLacksTablesOrPagesIsNotStarted(CapturedOutput output) throws IOException {
        backedUpAndGoneOn();
        byte[] good = Files.readAllBytes(database);
        JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + database))
                .sql("DROP TABLE webhook_delivery")
                .update();
        assertThatThrownBy(() -> start().close()).isInstanceOf(RuntimeException.class);
        assertThat(output)
                .contains("is not whole: it lacks the tables webhook_delivery")
                .doesNotContain("\tat ");

        byte[] altered = good.clone();
        Arrays.fill(altered, 4096, 4096 * 40, (byte) 0x55);
        Files.write(database, altered);
        assertThatThrownBy(() -> start().close()).isInstanceOf(RuntimeException.class);
        assertThat(output).contains("is not whole: it is malformed").doesNotContain("\tat ");
    }
}
