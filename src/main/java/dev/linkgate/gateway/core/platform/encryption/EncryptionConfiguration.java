package dev.linkgate.gateway.core.platform.encryption;

import dev.linkgate.gateway.core.platform.store.DataDirectory;
import dev.linkgate.gateway.core.platform.store.DatabaseFiles;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.sqlite.Sqlite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Provides the master keys: {@code linkgate.master-key}, what the program of {@code linkgate.master-key-command}
 * prints, or the file {@code master-key} in the data directory. The file is generated at the first start, only with the
 * embedded database. Replicas that share a PostgreSQL do not share a disk, so only one of them would know a generated
 * key.
 */
@Configuration(proxyBeanMethods = false)
class EncryptionConfiguration {

    private static final String PROPERTY = "linkgate.master-key";
    private static final String FILE = "master-key";
    private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(30);

    @Bean
    KeyRing keyRing(Environment environment, DataDirectory directory) {
        String given = environment.getProperty(PROPERTY, "");
        List<String> command = Binder.get(environment)
                .bind(MasterKeyCommand.PROPERTY, Bindable.listOf(String.class))
                .orElse(List.of());
        if (!given.isBlank() && !command.isEmpty()) {
            throw new StartRefused(
                    "Both " + PROPERTY + " and " + MasterKeyCommand.PROPERTY + " are set.", "Set one of them.");
        }
        if (!given.isBlank()) {
            return KeyRing.of(Secret.of(given), PROPERTY);
        }
        if (!command.isEmpty()) {
            return KeyRing.of(new MasterKeyCommand(command, COMMAND_PATIENCE).run(), MasterKeyCommand.PROPERTY);
        }
        String database = environment.getProperty("spring.datasource.url", "");
        if (!database.startsWith("jdbc:sqlite:")) {
            throw new StartRefused(
                    "No master key is set, and one is generated only for the embedded database.",
                    "Set LINKGATE_MASTER_KEY (" + PROPERTY + ") to base64 of 32 random bytes, as"
                            + " `openssl rand -base64 32` prints it, the same on every replica, and keep it safe:"
                            + " without it the stored credentials cannot be decrypted.");
        }
        Path file = directory.file(FILE);
        if (Files.notExists(file) && hasSecrets(DatabaseFiles.of(database).database())) {
            throw new StartRefused(
                    "The master key is missing: neither " + PROPERTY + " nor " + file
                            + " is there, and the database has secrets that another one has encrypted.",
                    "Set LINKGATE_MASTER_KEY (" + PROPERTY + ") or put the file back. If the key is lost, put a new one"
                            + " there, as `openssl rand -base64 32` prints it, and run `java -jar linkgate.jar reseal`,"
                            + " which gives up what the lost one encrypts.");
        }
        return KeyRing.of(Secret.of(directory.generated(FILE, KeyRing::generate)), file.toString());
    }

    /** The first start makes the gateway's own keys, so that they are there if anything is. */
    private static boolean hasSecrets(@Nullable Path database) {
        if (database == null || Files.notExists(database)) {
            return false;
        }
        try (Connection connection = Sqlite.open(database, true)) {
            return !Sqlite.column(connection, "SELECT 1 FROM gateway_key LIMIT 1")
                    .isEmpty();
        } catch (SQLException e) {
            return false; // no database of a gateway, or none that works, which the start says
        }
    }
}
