package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the vault. */
@Configuration(proxyBeanMethods = false)
class CredentialConfiguration {

    @Bean
    CredentialVault credentialVault(
            CredentialStore store,
            KeyRing keys,
            BaseUrls baseUrls,
            Bindings bindings,
            Snapshots snapshots,
            Outbox outbox,
            InstantSource clock) {
        return new CredentialVault(store, keys, baseUrls, bindings, snapshots, outbox, clock);
    }
}
