package dev.linkgate.harness.outage;

import dev.linkgate.gateway.app.GatewayProcess;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL that no other test uses is out of reach. */
final class OwnServer implements Outage {

    private final Path directory;
    private final Path data;
    private final Act begin;
    private final Act end;
    private EmbeddedPostgres running;

    /** Takes it away, or gives it back. */
    interface Act {
        void on(OwnServer server) throws IOException;
    }

    OwnServer(Path directory, Act begin, Act end) throws IOException {
        this.directory = directory.resolve("postgresql");
        this.data = directory.resolve("data");
        this.begin = begin;
        this.end = end;
        this.running = TestDatabase.server()
                .setDataDirectory(this.directory)
                .setCleanDataDirectory(false)
                .start();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "LINKGATE_DATA_DIR",
                data.toString(),
                "SPRING_DATASOURCE_URL",
                running.getJdbcUrl("postgres", "postgres"));
    }

    @Override
    public void begin(GatewayProcess gateway) throws IOException {
        begin.on(this);
    }

    @Override
    public void end(GatewayProcess gateway) throws IOException {
        end.on(this);
    }

    /** Stops it, as an operator does. */
    void stop() throws IOException {
        running.close();
    }

    void restart() throws IOException {
        running = TestDatabase.server()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(running.getPort())
                .start();
    }

    void suspend() throws IOException {
        signal("STOP");
    }

    void goOn() throws IOException {
        signal("CONT");
    }

    /** Sends a signal to all its processes, if there are any. */
    private void signal(String name) throws IOException {
        Path id = directory.resolve("postmaster.pid");
        if (Files.notExists(id)) {
            return;
        }
        ProcessHandle first = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(id).getFirst()))
                .orElseThrow();
        signal(name, first); // before the others, so that it begins no more of them
        for (ProcessHandle process : first.descendants().toList()) {
            signal(name, process);
        }
    }

    private static void signal(String name, ProcessHandle process) throws IOException {
        try {
            Commands.run("kill", "-" + name, String.valueOf(process.pid()));
        } catch (IllegalStateException e) {
            if (process.isAlive()) {
                throw e;
            }
        }
    }

    @Override
    public void close() throws IOException {
        goOn();
        running.close();
    }
}
