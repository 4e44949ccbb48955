package dev.linkgate.store;

import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The directory of the embedded database and of the generated keys; only the gateway's own user may look inside. It is
 * neither made nor looked at before it is used.
 */
@Component
public final class DataDirectory {

    /** What SQLite keeps beside a database. It makes them with the mode of the database itself. */
    private static final List<String> BESIDE_DATABASE = List.of("-wal", "-shm", "-journal");

    private final Path directory;

    public DataDirectory(@Value("${linkgate.data-dir}") Path directory) {
        this.directory = directory;
    }

    /** Where a file of this name stands, whether it exists or not. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /**
     * What the file says, or what the generator says, which is kept in the file (mode 0600) from then on.
     *
     * @throws StartRefused if anybody else could read or change it, or nobody can
     */
    public String generated(String name, Supplier<String> generator) {
        Path file = file(name);
        try {
            FileAccess.makeDirectory(directory);
            if (Files.notExists(file)) {
                String text = generator.get() + "\n";
                Path draft = FileAccess.makeDraft(directory, name);
                write(draft, text);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            FileAccess.requirePrivate(file);
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /**
     * Makes sure that an SQLite database is there, and that it and what stands beside it are for the gateway's user alone
     * (mode 0600), whoever made them.
     *
     * @param database in this directory or elsewhere
     * @throws StartRefused if that cannot be, or if others may change this directory
     */
    void prepareDatabase(Path database) {
        try {
            if (absolute(directory).equals(absolute(database).getParent())) {
                FileAccess.makeDirectory(directory);
            }
            FileAccess.makePrivate(database);
            for (String suffix : BESIDE_DATABASE) {
                Path beside = Path.of(database + suffix);
                if (Files.exists(beside)) {
                    FileAccess.makePrivate(beside);
                }
            }
        } catch (IOException e) {
            throw unusable(database, e);
        }
    }

    /** To the disk, for a key that is lost in a crash makes worthless what it encrypted before. */
    private static void write(Path file, String content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static StartRefused unusable(Path file, IOException e) {
        return new StartRefused(
                "The file " + file + " cannot be used: " + e.getClass().getSimpleName() + ".",
                "See that the user that the gateway runs as may read and write there, or set LINKGATE_DATA_DIR"
                        + " (linkgate.data-dir) to another directory.");
    }
}
