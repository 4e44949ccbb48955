package dev.linkgate.gateway.feature.digest;

import dev.linkgate.gateway.core.inbound.edge.PlacedFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DigestConfiguration {

    /** A count that must be unused costs an insert, so admission precedes it. */
    @Bean
    PlacedFilter replay(UsedCountStore counts) {
        return new PlacedFilter(PlacedFilter.Place.BEFORE_ROUTE, new ReplayFilter(counts));
    }
}
