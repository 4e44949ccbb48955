package dev.linkgate.harness.outage;

import dev.linkgate.gateway.app.GatewayProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A small disk of the gateway's own, filled to the last byte. Without the reserve, which has a test of its own. */
final class FullDisk implements Outage {

    private static final int BLOCK_BYTES = 4_096;

    private final Path directory;

    FullDisk(Path directory) throws IOException {
        Commands.assume(
                "mount a disk of his own",
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs none /mnt");
        this.directory = directory;
    }

    @Override
    public List<String> around() {
        return List.of(
                "unshare",
                "--user",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=24m,mode=0700 none \"$0\" && exec \"$@\"",
                directory.toString());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("LINKGATE_DATA_DIR", directory.toString(), "LINKGATE_AUDIT_MIN_FREE_SPACE", "0");
    }

    @Override
    public void begin(GatewayProcess gateway) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream ballast = Files.newOutputStream(ballast(gateway))) {
            while (true) {
                ballast.write(block);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    @Override
    public void end(GatewayProcess gateway) throws IOException {
        Files.delete(ballast(gateway));
    }

    private Path ballast(GatewayProcess gateway) {
        return gateway.seen(directory).resolve("ballast");
    }
}
