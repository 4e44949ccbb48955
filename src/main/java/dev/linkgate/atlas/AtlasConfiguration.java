package dev.linkgate.atlas;

import dev.linkgate.credential.CredentialVault;
import dev.linkgate.credential.Probe;
import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.link.Atlas;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Builds the outbound client; {@link ResilientClient} explains the order of its layers. */
@Configuration(proxyBeanMethods = false)
class AtlasConfiguration {

    @Bean(destroyMethod = "close")
    HttpChannel httpChannel(AtlasSettings settings, ProductVersion version) {
        return new HttpChannel(settings, version.value());
    }

    @Bean
    ResilientClient resilientClient(
            HttpChannel http,
            AtlasSettings settings,
            ResilienceSettings resilience,
            CredentialVault vault,
            InstantSource clock,
            MeterRegistry meters) {
        return new ResilientClient(
                http, settings, resilience, vault::report, clock, RandomGenerator.getDefault(), Thread::sleep, meters);
    }

    @Bean
    Atlas atlas(ResilientClient client, AtlasSettings settings, CredentialVault vault) {
        return new AtlasClient(client, dialect(settings), vault, settings);
    }

    @Bean
    Probe probe(ResilientClient client, AtlasSettings settings) {
        return new AtlasProbe(client.authenticating(), dialect(settings), settings);
    }

    static Dialect dialect(AtlasSettings settings) {
        return switch (settings.api()) {
            case V2 -> new V2Dialect();
            case CLASSIC -> new ClassicDialect();
        };
    }
}
