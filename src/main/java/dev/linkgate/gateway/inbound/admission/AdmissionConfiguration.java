package dev.linkgate.gateway.inbound.admission;

import dev.linkgate.gateway.inbound.connections.ClientConnections;
import dev.linkgate.gateway.inbound.connections.LimitedConnector;
import dev.linkgate.gateway.platform.concurrency.Capacity;
import dev.linkgate.gateway.platform.web.TrustedProxies;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets the limits of the main port. */
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
    UnknownCallers unknownCallers(LimitSettings settings) {
        return new UnknownCallers(settings.anonymousPerMinute());
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
}
