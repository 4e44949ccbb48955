package dev.linkgate.harness.outage;

import dev.linkgate.gateway.app.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The files of the database and their directory are made immutable, which holds for root and for open files, too. */
final class ReadOnlyFiles implements Outage {

    private static final String DATABASE = "linkgate.db";

    private final Path directory;

    ReadOnlyFiles(Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("attempt"));
        Commands.assume("make files immutable", "chattr", "+i", file.toString());
        Commands.run("chattr", "-i", file.toString());
        Files.delete(file);
        this.directory = directory.resolve("data");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("LINKGATE_DATA_DIR", directory.toString());
    }

    @Override
    public void begin(GatewayProcess gateway) throws IOException {
        change("+i");
    }

    @Override
    public void end(GatewayProcess gateway) throws IOException {
        change("-i");
    }

    @Override
    public void close() throws IOException {
        if (Files.exists(directory.resolve(DATABASE))) {
            change("-i");
        }
    }

    /**
     * Without {@code -shm}, which SQLite maps into memory: the system ends a process that writes to a read-only map.
     */
    private void change(String attribute) throws IOException {
        Stream<Path> files = Stream.of(directory, directory.resolve(DATABASE), directory.resolve(DATABASE + "-wal"));
        Commands.run(Stream.concat(
                        Stream.of("chattr", attribute),
                        files.filter(Files::exists).map(Path::toString))
                .toArray(String[]::new));
    }
}
