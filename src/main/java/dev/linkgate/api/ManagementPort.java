package dev.linkgate.api;

import dev.linkgate.admission.ClientConnections;
import dev.linkgate.admission.LimitedConnector;
import java.time.Duration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/** The management port has a servlet container of its own, which answers errors with problems and has limits too. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementPort {

    private static final int MAX_CONNECTIONS = 200;
    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(10);

    /** The main port's context, where the component scan finds this class as well, has these already. */
    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ContainerProblems managementProblems(ProblemWriter problems) {
        return new ContainerProblems(problems);
    }

    /** Probes and scrapers are few. */
    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    LimitedConnector managementConnector() {
        return new LimitedConnector(
                new ClientConnections(MAX_CONNECTIONS, MAX_CONNECTIONS / 2, address -> false, HEADER_TIMEOUT));
    }
}
