package dev.linkgate.harness.outage;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL that no other test uses. */
final class OwnServer implements AutoCloseable {

    private final Path directory;
    private EmbeddedPostgres running;

    OwnServer(Path directory) throws IOException {
        this.directory = directory.resolve("postgresql");
        this.running = EmbeddedPostgres.builder()
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
        running = EmbeddedPostgres.builder()
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
        String[] command = Stream.concat(
                        Stream.of("kill", "-" + name),
                        Stream.concat(Stream.of(first), first.descendants())
                                .map(process -> String.valueOf(process.pid())))
                .toArray(String[]::new);
        Commands.run(command);
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
