package dev.linkgate.harness.outage;

import dev.linkgate.gateway.app.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Each sync waits while a file exists: {@code docs/attacks/slow-disk.c} between the gateway and the C library. */
final class HangingSync implements Outage {

    private final Path directory;
    private final Path library;
    private final Path switchedOn;

    HangingSync(Path directory) throws IOException {
        this.directory = directory.resolve("data");
        this.library = Commands.assumeCompiled("slow-disk", directory);
        this.switchedOn = directory.resolve("hanging");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "LINKGATE_DATA_DIR",
                directory.toString(),
                "LD_PRELOAD",
                library.toString(),
                "DISK_HANGS_WHILE",
                switchedOn.toString());
    }

    @Override
    public void begin(GatewayProcess gateway) throws IOException {
        Files.createFile(switchedOn);
    }

    @Override
    public void end(GatewayProcess gateway) throws IOException {
        Files.delete(switchedOn);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(switchedOn);
    }
}
