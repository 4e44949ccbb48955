package dev.linkgate.credential;

import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.store.DataDirectory;
import dev.linkgate.store.Snapshots;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Provides the master keys: {@code linkgate.master-key}, or the file {@code master-key} in the data directory. The file
 * is generated at the first start, only with the embedded database. Replicas that share a PostgreSQL do not share a
 * disk, so only one of them would know a generated key.
 */
@Configuration(proxyBeanMethods = false)
class CredentialConfiguration {

    private static final String PROPERTY = "linkgate.master-key";
    private static final String FILE = "master-key";

    @Bean
    KeyRing keyRing(Environment environment, DataDirectory directory) {
        String given = environment.getProperty(PROPERTY);
        if (given != null && !given.isBlank()) {
            return KeyRing.of(Secret.of(given), PROPERTY);
        }
        if (!environment.getProperty("spring.datasource.url", "").startsWith("jdbc:sqlite:")) {
            throw new StartRefused(
                    "No master key is set, and one is generated only for the embedded database.",
                    "Set LINKGATE_MASTER_KEY (" + PROPERTY + ") to base64 of 32 random bytes, as"
                            + " `openssl rand -base64 32` prints it, the same on every replica, and keep it safe:"
                            + " without it the stored credentials cannot be decrypted.");
        }
        return KeyRing.of(
                Secret.of(directory.generated(FILE, KeyRing::generate)),
                directory.file(FILE).toString());
    }

    @Bean
    CredentialVault credentialVault(
            CredentialStore store,
            KeyRing keys,
            BaseUrls baseUrls,
            Bindings bindings,
            Snapshots snapshots,
            InstantSource clock) {
        return new CredentialVault(store, keys, baseUrls, bindings, snapshots, clock);
    }
}
