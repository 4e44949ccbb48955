package dev.linkgate.gateway.atlas.credential;

import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.outbox.Outbox;
import dev.linkgate.gateway.platform.store.Snapshots;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the vault. */
@Configuration(proxyBeanMethods = false)
class CredentialConfiguration {

    /**
     * All that stores a credential needs the vault, so the keys are checked before a declaration or a key of the
     * environment is applied.
     */
    @Bean
    CredentialVault credentialVault(
            CredentialStore store,
            KeyRing keys,
            BaseUrls baseUrls,
            Bindings bindings,
            Snapshots snapshots,
            Outbox outbox,
            InstantSource clock) {
        keys.requireKeysOf(
                store.secrets(),
                names -> "run this in the database, start, and store the credentials again: UPDATE credential"
                        + " SET ciphertext = '' WHERE name IN (" + names + ");");
        return new CredentialVault(store, keys, baseUrls, bindings, snapshots, outbox, clock);
    }
}
