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
    AuthenticatingChannel authenticatingChannel(
            HttpChannel http,
            AtlasSettings settings,
            InstantSource clock,
            CredentialVault vault,
            MeterRegistry meters) {
        return new AuthenticatingChannel(
                new CountedChannel(http, meters), settings.maxConnections(), clock, vault::report);
    }

    @Bean
    Atlas atlas(
            AuthenticatingChannel authenticating,
            AtlasSettings settings,
            ResilienceSettings resilience,
            InstantSource clock,
            CredentialVault vault,
            MeterRegistry meters) {
        ResilientClient client = new ResilientClient(
                authenticating,
                settings.origin().getAuthority(),
                resilience,
                clock,
                RandomGenerator.getDefault(),
                Thread::sleep,
                meters);
        return new AtlasClient(client, dialect(settings), vault, settings);
    }

    @Bean
    Probe probe(AuthenticatingChannel authenticating, AtlasSettings settings) {
        return new AtlasProbe(authenticating, dialect(settings), settings);
    }

    static Dialect dialect(AtlasSettings settings) {
        return switch (settings.api()) {
            case V2 -> new V2Dialect();
            case CLASSIC -> new ClassicDialect();
        };
    }
}
