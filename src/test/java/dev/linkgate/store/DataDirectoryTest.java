package dev.linkgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path parent;

    @Test
    void whatIsGeneratedStaysAndIsForTheGatewaysUserOnly() throws IOException {
        Path directory = parent.resolve("data");
        DataDirectory data = new DataDirectory(directory);

        assertThat(data.generated("token", () -> "first")).isEqualTo("first");
        assertThat(data.generated("token", () -> "second")).isEqualTo("first");

        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(data.file("token"))).isEqualTo("rw-------");
    }

    @Test
    void aGeneratorThatFailsLeavesNothingThatLooksGenerated() {
        DataDirectory data = new DataDirectory(parent);

        assertThatThrownBy(() -> data.generated("token", () -> {
                    throw new IllegalStateException("no randomness");
                }))
                .hasMessage("no randomness");

        assertThat(data.generated("token", () -> "second try")).isEqualTo("second try");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
