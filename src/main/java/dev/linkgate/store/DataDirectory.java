package dev.linkgate.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Makes sure that the file is there (mode 0600, in a directory of mode 0700). */
    public Path createIfAbsent(String name, Supplier<String> content) {
        Path file = file(name);
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, content.get());
            }
            return file;
        } catch (FileAlreadyExistsException e) {
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
