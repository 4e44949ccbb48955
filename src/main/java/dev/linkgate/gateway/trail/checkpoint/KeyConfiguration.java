package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.store.Snapshots;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the first key at the first start. */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

    @Bean
    CheckpointKeys checkpointKeys(
            KeyStore store, KeyRing keys, KeySettings settings, Snapshots snapshots, InstantSource clock) {
        return new CheckpointKeys(store, keys, settings, snapshots, clock);
    }
}
