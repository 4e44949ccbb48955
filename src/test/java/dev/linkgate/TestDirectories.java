package dev.linkgate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/**
 * Directories that live as long as this process, because applications that tests share write into them. {@link TestRun}
 * deletes them at its end. What belongs to one test has JUnit's {@code TempDir}.
 */
public final class TestDirectories {

    private static final Path ALL;

    static {
        try {
            ALL = Files.createTempDirectory("linkgate-tests");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestDirectories() {}

    public static Path create() {
        try {
            return Files.createTempDirectory(ALL, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete() {
        try {
            FileSystemUtils.deleteRecursively(ALL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
