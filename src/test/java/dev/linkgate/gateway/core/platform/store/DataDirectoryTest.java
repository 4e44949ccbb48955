package dev.linkgate.gateway.core.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linkgate.Patience;
import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {

    @TempDir
    Path parent;

    @Test
    void generatedFileIsKeptAndPrivate() throws IOException {
        Path directory = parent.resolve("data");
        DataDirectory data = new DataDirectory(directory);

        assertThat(data.generated("token", () -> "first")).isEqualTo("first");
        assertThat(data.generated("token", () -> "second")).isEqualTo("first");

        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(data.file("token"))).isEqualTo("rw-------");
        assertThat(filesIn(directory)).containsExactly("token");
    }

    @Test
    void failedGeneratorLeavesNoFile() {
        DataDirectory data = new DataDirectory(parent);

        assertThatThrownBy(() -> data.generated("token", () -> {
                    throw new IllegalStateException("no randomness");
                }))
                .hasMessage("no randomness");

        assertThat(data.generated("token", () -> "second try")).isEqualTo("second try");
    }

    @ParameterizedTest
    @CsvSource({"rwxrwxrwx, 0777", "rwxr-x-w-, 0752", "rwxrwx---, 0770", "rwx-w----, 0720"})
    void aDirectoryThatOthersCanChangeIsRefused(String permissions, String mode) throws IOException {
        Path directory = Files.createDirectory(parent.resolve("data"));
        set(directory, permissions);
        DataDirectory data = new DataDirectory(directory);

        assertThat(refusal(() -> data.generated("token", () -> "new"), mode))
                .contains("linkgate.data-dir", directory.resolve("linkgate").toString())
                .doesNotContain("new", "chmod"); // the directory may be one for all, such as /tmp
        assertThat(refusal(() -> data.prepareDatabase(data.file("linkgate.db")), mode))
                .contains(directory.toString());
        assertThat(filesIn(directory)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwxr-x---", "rwx--x--x"})
    void aDirectoryThatOthersCanOnlyLookIntoIsTaken(String permissions) throws IOException {
        Path directory = Files.createDirectory(parent.resolve("data"));
        set(directory, permissions);
        DataDirectory data = new DataDirectory(directory);

        assertThat(data.generated("token", () -> "new")).isEqualTo("new");
        assertThat(permissions(data.file("token"))).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @CsvSource({"rw-rw-rw-, 0666", "rw-r--r--, 0644", "rw-r-----, 0640", "rw--w----, 0620"})
    void aSecretThatOthersCanUseIsRefused(String permissions, String mode) throws IOException {
        DataDirectory data = new DataDirectory(parent);
        Path file = Files.writeString(data.file("token"), "hush-hush\n");
        set(file, permissions);

        String message = refusal(() -> data.generated("token", () -> "new"), mode);
        assertThat(message).contains("chmod 600 " + file).doesNotContain("hush");

        set(file, "rw-------"); // the message says to do so
        assertThat(data.generated("token", () -> "new")).isEqualTo("hush-hush");
    }

    @Test
    void foreignFileIsRefused() throws IOException {
        DataDirectory data = new DataDirectory(parent);
        Path file = Files.writeString(data.file("token"), "hush-hush\n");
        set(file, "rw-------");
        assumeTrue(isGivenAway(file), "only root can give a file away");

        assertThat(refusal(() -> data.generated("token", () -> "new"), file + " belongs to nobody"))
                .contains("chown")
                .doesNotContain("hush");
    }

    private static boolean isGivenAway(Path file) throws IOException {
        try {
            Files.setOwner(
                    file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
            return true;
        } catch (FileSystemException | UserPrincipalNotFoundException e) {
            return false;
        }
    }

    @Test
    void readOnlySecretIsAccepted() throws IOException {
        DataDirectory data = new DataDirectory(parent);
        set(Files.writeString(data.file("token"), "kept\n"), "r--------");

        assertThat(data.generated("token", () -> "new")).isEqualTo("kept");
    }

    @Test
    void unusableFileIsRefusedWithoutAStackTrace() throws IOException {
        Path file = Files.writeString(parent.resolve("data"), "no directory");

        assertThat(refusal(() -> new DataDirectory(file).generated("token", () -> "new"), "data is a file"))
                .contains("linkgate.data-dir");
    }

    /** This holds for any umask of the process, and for files of a restored backup. */
    @ParameterizedTest
    @ValueSource(strings = {"data/linkgate.db", "elsewhere.db"})
    void aDatabaseIsForTheGatewaysUserOnly(String name) throws IOException {
        DataDirectory data = new DataDirectory(parent.resolve("data"));
        Path database = parent.resolve(name);

        data.prepareDatabase(database);
        assertThat(permissions(database)).isEqualTo("rw-------");

        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Path file = Path.of(database + suffix);
            Files.writeString(file, "");
            set(file, "rw-rw-rw-");
        }
        data.prepareDatabase(database);
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            assertThat(permissions(Path.of(database + suffix))).as(suffix).isEqualTo("rw-------");
        }
    }

    @Test
    void secondProcessOnOneDatabaseIsRefused() throws IOException, InterruptedException {
        Path database = parent.resolve("linkgate.db");
        try (OtherProcess other = OtherProcess.with(database)) {
            assertThat(refusal(
                            () -> new DataDirectory(parent, Duration.ZERO).prepareDatabase(database),
                            "Another process uses the database " + database))
                    .contains("linkgate.data-dir", "PostgreSQL");
        }
        assertThat(filesIn(parent)).contains("linkgate.db-lock");
        try (DataDirectory afterItsKill = new DataDirectory(parent, Duration.ZERO)) {
            afterItsKill.prepareDatabase(database);
            assertThat(permissions(parent.resolve("linkgate.db-lock"))).isEqualTo("rw-------");
        }
    }

    @Test
    void startWaitsForAProcessThatIsEnding() throws IOException, InterruptedException {
        Path database = parent.resolve("linkgate.db");
        try (DataDirectory patient = new DataDirectory(parent, Duration.ofMinutes(1))) {
            FutureTask<Boolean> start = new FutureTask<>(() -> patient.prepareDatabase(database), true);
            try (OtherProcess other = OtherProcess.with(database)) {
                Thread starting = Thread.ofPlatform().start(start);
                Patience.until(starting::getState, Thread.State.TIMED_WAITING::equals);
                assertThat(start).isNotDone();
            }
            assertThat(start).succeedsWithin(Duration.ofMinutes(1));
        }
    }

    @Test
    void fileSystemWithoutPosixIsAccepted() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(parent.resolve("data.zip"), Map.of("create", "true"))) {
            DataDirectory data = new DataDirectory(zip.getPath("/data"));

            assertThat(data.generated("token", () -> "first")).isEqualTo("first");
            assertThat(data.generated("token", () -> "second")).isEqualTo("first");
        }
    }

    private static String refusal(Runnable start, String reason) {
        StartRefused refusal = catchThrowableOfType(StartRefused.class, start::run);
        assertThat(refusal).hasMessageContaining(reason).hasNoCause();
        return refusal.getMessage() + " " + refusal.action();
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void set(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
