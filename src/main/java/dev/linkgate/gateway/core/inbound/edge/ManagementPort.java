package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.feature.limits.connections.ClientConnections;
import dev.linkgate.gateway.feature.limits.connections.LimitedConnector;
import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The management port's own servlet container, which also answers errors with problems and has limits. The main port's
 * context has such beans already; its search of the class path finds this class, too.
 */
@Conditional(ManagementPort.InChildContext.class)
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementPort {

    /** A scrape takes 150 KB until it is read, and is counted by nothing else. */
    private static final int MAX_CONNECTIONS = 64;

    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(10);

    static final class InChildContext implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Objects.requireNonNull(context.getBeanFactory()).getParentBeanFactory() != null;
        }
    }

    @Bean
    ContainerProblems managementProblems(ProblemWriter problems) {
        return ContainerProblems.ofManagement(problems);
    }

    /** Few connections are enough for probes and scrapers. */
    @Bean
    LimitedConnector managementConnector() {
        return new LimitedConnector(
                new ClientConnections(MAX_CONNECTIONS, MAX_CONNECTIONS / 2, address -> false, HEADER_TIMEOUT));
    }
}
