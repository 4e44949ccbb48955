package dev.linkgate.atlas;

import dev.linkgate.credential.CredentialVault;
import dev.linkgate.credential.Probe;
import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.link.Atlas;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts the outbound client together, innermost layer first.
 *
 * <p>The order matters: a challenge is no failure, so authentication lies below whatever counts failures and tries
 * again; a try that is repeated must get a new count, so it passes authentication anew; and what a caller waits for is
 * measured outside of all of it.
 */
@Configuration(proxyBeanMethods = false)
class AtlasConfiguration {

    @Bean(destroyMethod = "close")
    HttpChannel httpChannel(AtlasSettings settings, ProductVersion version) {
        return new HttpChannel(settings, version.value());
    }

    @Bean
    AuthenticatingChannel authenticatingChannel(
            HttpChannel http, AtlasSettings settings, InstantSource clock, CredentialVault vault) {
        return new AuthenticatingChannel(http, settings.maxConnections(), clock, vault::report);
    }

    @Bean
    Atlas atlas(
            AuthenticatingChannel authenticating, AtlasSettings settings, CredentialVault vault, MeterRegistry meters) {
        AtlasChannel channel = new ObservedChannel(new ResilientChannel(authenticating, meters), meters);
        return new AtlasClient(channel, dialect(settings), vault, settings);
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
