package dev.linkgate.harness.outage;

import dev.linkgate.gateway.app.GatewayProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** PostgreSQL is stopped and started again. */
final class StoppedServer implements Outage {

    private final Path directory;
    private final OwnServer server;

    StoppedServer(Path directory) throws IOException {
        this.directory = directory.resolve("data");
        this.server = new OwnServer(directory);
    }

    @Override
    public Map<String, String> environment() {
        return server.environment(directory);
    }

    @Override
    public void begin(GatewayProcess gateway) throws IOException {
        server.stop();
    }

    @Override
    public void end(GatewayProcess gateway) throws IOException {
        server.restart();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
