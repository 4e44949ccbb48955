package dev.linkgate.gateway.core.platform.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.gateway.core.platform.store.DataDirectory;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class EncryptionConfigurationTest {

    private static final String SHARED = "jdbc:postgresql://db.example/linkgate";
    private static final Secret SECRET = Secret.of("hush-4711-hush");

    @TempDir
    private Path directory;

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void generatesAndKeepsAPrivateKey() throws Exception {
        environment.setProperty("spring.datasource.url", embedded());

        String ciphertext = keyRing().encrypt("default", SECRET);

        assertThat(keyRing().decrypt("default", ciphertext)).isEqualTo(SECRET);
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void refusesToGenerateAKeyForASharedDatabase() {
        environment.setProperty("spring.datasource.url", SHARED);

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(this::keyRing)
                .satisfies(refusal -> assertThat(refusal.action()).contains("LINKGATE_MASTER_KEY"));
        assertThat(file()).doesNotExist();
    }

    @Test
    void emptyKeyCountsAsNone() {
        environment.setProperty("spring.datasource.url", SHARED);
        environment.setProperty("linkgate.master-key", " ");

        assertThatExceptionOfType(StartRefused.class).isThrownBy(this::keyRing);
    }

    @Test
    void usesTheConfiguredKeyWithBothDatabases() throws Exception {
        environment.setProperty("linkgate.master-key", KeyRing.generate());
        environment.setProperty("spring.datasource.url", embedded());
        String ciphertext = keyRing().encrypt("default", SECRET);
        environment.setProperty("spring.datasource.url", SHARED);

        assertThat(keyRing().decrypt("default", ciphertext)).isEqualTo(SECRET);
        assertThat(file()).doesNotExist();
    }

    @Test
    void takesTheKeyFromAProgram() throws Exception {
        String key = KeyRing.generate();
        environment.setProperty("spring.datasource.url", SHARED);
        environment.setProperty("linkgate.master-key-command", "/bin/echo," + key);
        String ciphertext = keyRing().encrypt("default", SECRET);
        environment.setProperty("linkgate.master-key", key);
        environment.setProperty("linkgate.master-key-command", "");

        assertThat(keyRing().decrypt("default", ciphertext)).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/bin/sh,-c,exit 3 | /bin/sh, ended with the status 3",
                "/bin/sh,-c,echo hush-4711;exit 1 | /bin/sh, ended with the status 1",
                "/bin/true | /bin/true, printed nothing",
                "/no/such/program | /no/such/program, cannot be run",
                "/bin/echo,hush-4711 | is not base64"
            })
    void refusesAProgramThatPrintsNoKey(String command, String problem) {
        environment.setProperty("linkgate.master-key-command", command);

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(this::keyRing)
                .withMessageContaining(problem)
                .withMessageNotContaining("hush");
    }

    @Test
    void refusesAProgramThatDoesNotEnd() {
        MasterKeyCommand command = new MasterKeyCommand(List.of("/bin/sleep", "600"), Duration.ofMillis(50));

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(command::run)
                .withMessageContaining("did not end within");
    }

    @Test
    void refusesAKeyAndAProgram() {
        environment.setProperty("linkgate.master-key", KeyRing.generate());
        environment.setProperty("linkgate.master-key-command", "/bin/true");

        assertThatExceptionOfType(StartRefused.class).isThrownBy(this::keyRing).withMessageContaining("Both");
    }

    @Test
    void namesTheFileWhenItsKeyIsBroken() throws IOException {
        environment.setProperty("spring.datasource.url", embedded());
        Files.writeString(file(), "c2hvcnQ=");

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(this::keyRing)
                .withMessageContaining(file().toString())
                .withMessageNotContaining("c2hvcnQ");
    }

    private KeyRing keyRing() {
        return new EncryptionConfiguration().keyRing(environment, new DataDirectory(directory));
    }

    private String embedded() {
        return "jdbc:sqlite:" + directory.resolve("linkgate.db");
    }

    private Path file() {
        return directory.resolve("master-key");
    }
}
