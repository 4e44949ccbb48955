package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.endpoints.provisioning.EffectCheck;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The checks of the effects of writes, one for each action. */
@Configuration(proxyBeanMethods = false)
class FederationConfiguration {

    @Bean
    EffectCheck federationAddition() {
        return new FederationEffect(FederationWords.FEDERATION_ENDPOINT_ADD);
    }

    @Bean
    EffectCheck federationEnsuring() {
        return new FederationEffect(FederationWords.FEDERATION_ENDPOINT_ENSURE);
    }

    @Bean
    EffectCheck federationRemoval() {
        return new FederationEffect(FederationWords.FEDERATION_ENDPOINT_REMOVE);
    }
}
