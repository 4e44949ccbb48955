package dev.linkgate.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The directory of the embedded database and of the generated keys; only the gateway's own user may look inside. */
@Component
public final class DataDirectory {

    private final Path directory;

    public DataDirectory(@Value("${linkgate.data-dir}") Path directory) {
        this.directory = directory;
    }

    /** Where a file of this name stands, whether it exists or not. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /** What the file says, or what the generator says, which is kept in the file (mode 0600) from then on. */
    public String generated(String name, Supplier<String> generator) {
        Path file = createIfAbsent(name, () -> generator.get() + "\n");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes sure that the file is there (mode 0600, in a directory of mode 0700 if it has to be made), whole or not at all. */
    public Path createIfAbsent(String name, Supplier<String> content) {
        Path file = file(name);
        try {
            Files.createDirectories(directory, permissions("rwx------"));
            if (Files.notExists(file)) {
                String text = content.get();
                Path draft = Files.createTempFile(directory, name, ".new", permissions("rw-------"));
                write(draft, text);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private static FileAttribute<?> permissions(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
