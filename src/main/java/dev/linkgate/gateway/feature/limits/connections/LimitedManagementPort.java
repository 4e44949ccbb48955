package dev.linkgate.gateway.feature.limits.connections;

import dev.linkgate.gateway.core.inbound.edge.ManagementPort;
import java.time.Duration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/** Limits the connections of the management port: few are enough for probes and scrapers. */
@Conditional(ManagementPort.InChildContext.class)
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class LimitedManagementPort {

    /** A scrape takes 150 KB until it is read, and is counted by nothing else. */
    private static final int MAX_CONNECTIONS = 64;

    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(10);

    @Bean
    LimitedConnector managementConnector() {
        return new LimitedConnector(
                new ClientConnections(MAX_CONNECTIONS, MAX_CONNECTIONS / 2, address -> false, HEADER_TIMEOUT));
    }
}
