package dev.linkgate.api;

import dev.linkgate.admission.ClientConnections;
import dev.linkgate.admission.LimitedConnector;
import java.time.Duration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/** The management port's own servlet container, which also answers errors with problems and has limits. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementPort {

    private static final int MAX_CONNECTIONS = 200;
    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(10);

    /** Not for the main port's context, which already has these beans and also scans this class. */
    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ContainerProblems managementProblems(ProblemWriter problems) {
        return new ContainerProblems(problems);
    }

    /** Few connections are enough for probes and scrapers. */
    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    LimitedConnector managementConnector() {
        return new LimitedConnector(
                new ClientConnections(MAX_CONNECTIONS, MAX_CONNECTIONS / 2, address -> false, HEADER_TIMEOUT));
    }
}
