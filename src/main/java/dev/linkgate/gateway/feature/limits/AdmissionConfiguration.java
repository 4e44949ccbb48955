package dev.linkgate.gateway.feature.limits;

import dev.linkgate.gateway.core.access.OpenPaths;
import dev.linkgate.gateway.core.inbound.edge.PlacedFilter;
import dev.linkgate.gateway.core.platform.concurrency.Capacity;
import dev.linkgate.gateway.core.platform.web.TrustedProxies;
import dev.linkgate.gateway.feature.limits.connections.ClientConnections;
import dev.linkgate.gateway.feature.limits.connections.LimitedConnector;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets the limits of the main port, and the places of the filters that hold them. */
@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

    @Bean
    Capacity capacity(LimitSettings settings) {
        return Capacity.of(
                settings.connections(),
                settings.connectionsPerAddress(),
                Runtime.getRuntime().maxMemory());
    }

    @Bean
    UnknownCallers unknownCallers(OpenPaths openPaths, LimitSettings settings) {
        return new UnknownCallers(openPaths, settings.anonymousPerMinute());
    }

    @Bean
    ClientConnections clientConnections(LimitSettings settings, Capacity capacity, TrustedProxies proxies) {
        return new ClientConnections(
                capacity.connections(), capacity.connectionsPerAddress(), proxies::contains, settings.headerTimeout());
    }

    @Bean
    LimitedConnector limitedConnector(ClientConnections connections) {
        return new LimitedConnector(connections);
    }

    @Bean
    PlacedFilter admissionPlace(Admission admission, ObjectProvider<RetryTimes> retryTimes) {
        return new PlacedFilter(
                PlacedFilter.Place.ADMISSION,
                admission.filters(retryTimes.getIfAvailable(() -> request -> Duration.ZERO)));
    }
}
