package dev.linkgate.gateway.feature.rotation;

import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.inbound.edge.PlacedFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RotationConfiguration {

    @Bean
    PlacedFilter keyExpires(Access access) {
        return new PlacedFilter(PlacedFilter.Place.HEADERS, new KeyExpiresFilter(access));
    }
}
