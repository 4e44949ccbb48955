package dev.linkgate.harness.outage;

import dev.linkgate.gateway.app.GatewayProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The limit of the running process is lowered to one byte a file, and lifted again. */
final class FileSizeLimit implements Outage {

    private final Path directory;

    FileSizeLimit(Path directory) throws IOException {
        Commands.assume("limit the size of files", "prlimit", "--fsize=1:unlimited", "true");
        this.directory = directory;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("LINKGATE_DATA_DIR", directory.toString());
    }

    @Override
    public void begin(GatewayProcess gateway) throws IOException {
        limit(gateway, "1");
    }

    @Override
    public void end(GatewayProcess gateway) throws IOException {
        limit(gateway, "unlimited");
    }

    private static void limit(GatewayProcess gateway, String bytes) throws IOException {
        Commands.run("prlimit", "--pid", String.valueOf(gateway.pid()), "--fsize=" + bytes + ":unlimited");
    }
}
