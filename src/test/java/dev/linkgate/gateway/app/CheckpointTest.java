package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.CapturesOutput;
import dev.linkgate.Patience;
import dev.linkgate.cli.CommandRun;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.NoteKey;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;

/** Signed checkpoints, as those who hold them check them, and a trail that they contradict. */
@CapturesOutput
@Tag("postgresql")
class CheckpointTest {

    private static final String CHECKPOINT = "/admin/audit/checkpoint";

    /** The state that a note says, if the public key has signed it. */
    private static Checkpoint opened(Gateway gateway, String note) {
        NoteKey key = NoteKey.parse(gateway.anonymous()
                .get("/audit/public-key")
                .body()
                .lines()
                .findFirst()
                .orElseThrow());
        SignedNote signed = SignedNote.parse(note);
        assertThat(key.hasSigned(signed)).isTrue();
        return Checkpoint.parse(signed.text());
    }

    @Test
    void theTrailIsSignedAsItIs() {
        Gateway gateway = Gateway.shared();
        Caller administrator = gateway.administrator();
        Answer first = administrator.get(CHECKPOINT);
        assertThat(first.header("Content-Type")).startsWith("text/plain");
        Checkpoint older = opened(gateway, first.body());
        Checkpoint newer = opened(gateway, administrator.get(CHECKPOINT).body());
        assertThat(newer.size()).isGreaterThan(older.size());

        Answer list = administrator.get("/admin/audit/checkpoints?itemsPerPage=500");
        assertThat(list).results("size").contains(String.valueOf(older.size()), String.valueOf(newer.size()));
        assertThat(list).results("note").contains(first.body());
        assertThat(administrator.get("/admin/audit/checkpoints?itemsPerPage=1"))
                .has("/links/1/rel", "next")
                .results("size")
                .hasSize(1);
        assertThat(administrator.post("/admin/audit/verification?from=" + older.size(), ""))
                .has("/valid", true)
                .has("/from", older.size());
    }

    /** So that it can be told from a forged one when the master key is lost. */
    @Test
    void theFirstKeyIsOnRecord() {
        Gateway gateway = Gateway.shared();
        List<String> keys =
                gateway.anonymous().get("/audit/public-key").body().lines().toList();

        assertThat(gateway.administrator().get("/admin/audit?action=audit-key.create&phase=OUTCOME"))
                .has("/totalCount", 1)
                .has("/results/0/target/name", keys.getLast())
                .has("/results/0/actor/kind", "system");
    }

    @Test
    void onlyAContradictionCanBeAccepted() {
        Caller administrator = Gateway.shared().administrator();
        String path = "/admin/audit/rollback-acceptance";
        assertThat(administrator.post(path, "{\"size\":1,\"root\":\"x\"}"))
                .isProblem("invalid-request")
                .has("/errors/0/field", "root");
        assertThat(administrator.post(path, "{}")).isProblem("invalid-request").has("/errors/0/field", "size");
        assertThat(administrator.post(path, acceptance(1, TreeHash.EMPTY)))
                .isProblem("invalid-request")
                .has("/errors/0/field", "size");
    }

    private static String acceptance(long size, TreeHash root) {
        return "{\"size\":" + size + ",\"root\":\"" + root.base64() + "\"}";
    }

    /** The directory is all that remembers: the database is put back to the state before all of it. */
    @Tag("harness")
    @Test
    void aTrailThatWasCutIsReadAndNotWritten(@TempDir Path directory, CapturedOutput output) throws IOException {
        Path declaration = Files.writeString(directory.resolve("set-up.yaml"), "teams: {declared: {description: x}}");
        Path checkpoints = directory.resolve("checkpoints");
        Checkpoint held;
        try (Gateway gateway = Gateway.start("linkgate.audit.checkpoint-dir=" + checkpoints)) {
            NewTeam.in(gateway);
            String note = gateway.administrator().get(CHECKPOINT).body();
            held = opened(gateway, note);
            Path file = checkpoints.resolve("%020d.checkpoint".formatted(held.size()));
            Patience.until(() -> Files.exists(file), Predicate.isEqual(true));
            gateway.database()
                    .sql("DELETE FROM audit_record WHERE sequence > 1")
                    .update();
            gateway.database()
                    .sql("UPDATE audit_head SET sequence = 1, hash = (SELECT hash FROM audit_record)")
                    .update();
            gateway.database().sql("DELETE FROM audit_checkpoint").update();

            try (Gateway restarted = gateway.restartedWith("linkgate.config.file=" + declaration)) {
                Caller administrator = restarted.administrator();
                assertThat(output)
                        .contains("The audit trail in the database is not the one that was signed", "is not applied");
                assertThat(administrator.get("/admin/teams/declared")).isProblem("team-not-found");
                assertThat(administrator.put("/admin/teams/new", "{\"description\":\"\"}"))
                        .isProblem("audit-unavailable");
                assertThat(administrator.get(CHECKPOINT)).isProblem("audit-unavailable");

                Instant lost = Instant.now();
                Answer accepted =
                        administrator.post("/admin/audit/rollback-acceptance", acceptance(held.size(), held.root()));

                assertThat(accepted).isOk().has("/size", held.size());
                assertThat(administrator.put("/admin/teams/new", "{\"description\":\"\"}"))
                        .hasStatus(201);
                assertThat(administrator.get("/admin/audit?action=audit.accept-rollback"))
                        .has("/totalCount", 2);
                opened(restarted, administrator.get(CHECKPOINT).body());
                assertThat(administrator.get("/admin/access?at=" + lost.truncatedTo(ChronoUnit.MICROS)))
                        .has("/gaps/0/reason", "rolled-back");
                assertThat(administrator.get("/admin/access")).hasNo("/gaps/0");
                assertThat(verified(directory, administrator, note)).startsWith("rolled back: ");
                try (Stream<Path> files = Files.list(checkpoints)) {
                    assertThat(files.map(Path::toString))
                            .anyMatch(name -> name.endsWith("%020d.checkpoint.given-up".formatted(held.size())));
                }
            }
        }
    }

    /** What an auditor who holds a checkpoint learns. */
    private static String verified(Path directory, Caller administrator, String held) throws IOException {
        Path note = Files.writeString(directory.resolve("held"), held);
        Path keys = Files.writeString(
                directory.resolve("keys"),
                administrator.get("/audit/public-key").body());
        Path export = Files.writeString(
                directory.resolve("trail.ndjson"),
                administrator
                        .with("Accept", "application/x-ndjson")
                        .get("/admin/audit")
                        .body());
        return CommandRun.of(
                        Map.of(),
                        "audit",
                        "verify",
                        export.toString(),
                        "--checkpoint",
                        note.toString(),
                        "--key",
                        keys.toString())
                .endsWith(1)
                .out();
    }
}
