package dev.linkgate.harness.outage;

import dev.linkgate.gateway.app.GatewayProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** All processes of PostgreSQL are suspended and continued. */
final class SuspendedServer implements Outage {

    private final Path directory;
    private final OwnServer server;

    SuspendedServer(Path directory) throws IOException {
        this.directory = directory.resolve("data");
        this.server = new OwnServer(directory);
    }

    @Override
    public Map<String, String> environment() {
        return server.environment(directory);
    }

    @Override
    public void begin(GatewayProcess gateway) throws IOException {
        server.signal("STOP");
    }

    @Override
    public void end(GatewayProcess gateway) throws IOException {
        server.signal("CONT");
    }

    @Override
    public void close() throws IOException {
        server.signal("CONT");
        server.close();
    }
}
