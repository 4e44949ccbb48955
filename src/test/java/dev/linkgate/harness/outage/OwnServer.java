package dev.linkgate.harness.outage;

import dev.linkgate.gateway.core.platform.store.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL that no other test uses. */
final class OwnServer implements AutoCloseable {

    private final Path directory;
    private EmbeddedPostgres running;

    OwnServer(Path directory) throws IOException {
        this.directory = directory.resolve("postgresql");
        this.running = TestDatabase.server()
                .setDataDirectory(this.directory)
                .setCleanDataDirectory(false)
                .start();
    }

    Map<String, String> environment(Path data) {
        return Map.of(
                "LINKGATE_DATA_DIR",
                data.toString(),
                "SPRING_DATASOURCE_URL",
                running.getJdbcUrl("postgres", "postgres"));
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

    /** Sends a signal to all its processes. */
    void signal(String name) throws IOException {
        long server = Long.parseLong(
                Files.readAllLines(directory.resolve("postmaster.pid")).getFirst());
        ProcessHandle first = ProcessHandle.of(server).orElseThrow();
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
        running.close();
    }
}
