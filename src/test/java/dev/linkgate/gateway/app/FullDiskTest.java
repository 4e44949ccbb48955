package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.linkgate.ChildProcess;
import dev.linkgate.Patience;
import dev.linkgate.TestDirectories;
import dev.linkgate.sandbox.DemoAtlas;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway with its data on a separate disk, which the test fills to the last byte. */
@Tag("harness")
class FullDiskTest {

    private static final String TOKEN = "the-token-of-the-administrator";
    private static final String LINKS = "/projects/" + DemoAtlas.PROJECT + "/links";
    private static final String GRANT = "/admin/teams/payments/grants/" + DemoAtlas.PROJECT;
    private static final String KEYS = "/admin/teams/payments/keys";

    /** Mounts a small disk at the first argument, for itself alone, and runs the command in the others. */
    private List<String> withADisk(String size) {
        return List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=" + size + ",mode=0700 none \"$0\" && exec \"$@\"",
                data.toString());
    }

    private final Path data = TestDirectories.create();

    @Test
    void administratorCanRevokeOnAFullDisk() throws Exception {
        assumeDisksCanBeMounted();
        try (GatewayProcess gateway = start()) {
            Caller administrator = caller(gateway, TOKEN);
            assertThat(administrator.put("/admin/teams/payments", "{\"description\":\"\"}"))
                    .hasStatus(201);
            assertThat(administrator.put(GRANT, "{\"role\":\"editor\"}")).hasStatus(201);
            Answer stolen = administrator.post(KEYS, "{\"label\":\"stolen\"}");
            Caller thief = caller(gateway, stolen.text("/key"));
            Caller team = caller(
                    gateway, administrator.post(KEYS, "{\"label\":\"ci\"}").text("/key"));
            assertThat(team.get(LINKS)).isOk();

            awaitReserve(gateway);
            fill(gateway);

            assertThat(Patience.until(() -> team.get(LINKS), answer -> answer.status() != 200))
                    .isProblem("audit-unavailable")
                    .header("Retry-After")
                    .isNotEmpty();
            String endpoints = LINKS + "/" + DemoAtlas.READY_LINK + "/endpoints";
            String body = Scene.body(DemoAtlas.NEW_ENDPOINT);
            assertThat(team.post(endpoints, body)).isProblem("audit-unavailable");
            assertThat(administrator.delete(KEYS + "/" + stolen.text("/id"))).hasStatus(204);
            assertThat(thief.get(LINKS)).isProblem("unauthenticated");
            assertThat(administrator.delete(GRANT)).hasStatus(204);
            assertThat(team.get(LINKS)).isProblem("forbidden");
            assertThat(administrator.put(GRANT, "{\"role\":\"viewer\"}")).hasStatus(201);
            assertThat(administrator.get("/admin/audit?action=key.revoke"))
                    .results("phase")
                    .containsExactly("OUTCOME", "INTENT");

            assertThat(Patience.until(() -> team.get("/readyz"), answer -> answer.status() != 200))
                    .hasStatus(503)
                    .has("/components/storage/status", "OUT_OF_SERVICE");
            assertThat(team.get("/livez")).isOk();

            Files.delete(ballast(gateway));

            assertThat(Patience.until(() -> team.get(LINKS), answer -> answer.status() != 503))
                    .isOk();
            assertThat(Patience.until(() -> team.get("/readyz"), answer -> answer.status() == 200))
                    .has("/components/storage/status", "UP");
            assertThat(administrator.post("/admin/audit/verification", "")).has("/valid", true);
            awaitReserve(gateway);
        }
    }

    /** Each size is another step of the start that finds no room. */
    @ParameterizedTest
    @ValueSource(strings = {"8k", "64k", "200k", "400k", "500k", "600k"})
    void aStartOnAFullDiskIsRefusedInASentence(String size) throws Exception {
        assumeDisksCanBeMounted();
        try (GatewayProcess gateway = GatewayProcess.start(
                withADisk(size), PackagedGateway.options(), Map.of("LINKGATE_DATA_DIR", data.toString()))) {
            assertThat(gateway.awaitEnd()).isEqualTo(1);
            assertThat(gateway.log())
                    .contains("APPLICATION FAILED TO START", "Free space")
                    .doesNotContain("\tat ");
        }
    }

    private GatewayProcess start() {
        return GatewayProcess.start(
                        withADisk("40m"),
                        PackagedGateway.options(),
                        Map.of(
                                "LINKGATE_DATA_DIR",
                                data.toString(),
                                "LINKGATE_ADMIN_TOKEN",
                                TOKEN,
                                "LINKGATE_AUDIT_MIN_FREE_SPACE",
                                "8MB",
                                "LINKGATE_READS_MAX_AGE",
                                "0",
                                "SPRING_PROFILES_ACTIVE",
                                "sandbox"))
                .awaitReady();
    }

    private static Caller caller(GatewayProcess gateway, String token) {
        return gateway.caller(answer -> answer).with("Authorization", "Bearer " + token);
    }

    private Path ballast(GatewayProcess gateway) {
        return gateway.seen(data).resolve("ballast");
    }

    private void awaitReserve(GatewayProcess gateway) {
        Patience.until(() -> Files.exists(gateway.seen(data).resolve("reserve")), there -> there);
    }

    private void fill(GatewayProcess gateway) throws IOException {
        byte[] block = new byte[4_096];
        try (OutputStream ballast = Files.newOutputStream(ballast(gateway))) {
            while (true) {
                ballast.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static void assumeDisksCanBeMounted() throws IOException, InterruptedException {
        Process attempt = ChildProcess.of(
                        "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs none /mnt")
                .redirectErrorStream(true)
                .start();
        assumeThat(attempt.waitFor(20, TimeUnit.SECONDS) && attempt.exitValue() == 0)
                .as("this system lets nobody mount a disk of his own (unshare --user --mount)")
                .isTrue();
    }
}
