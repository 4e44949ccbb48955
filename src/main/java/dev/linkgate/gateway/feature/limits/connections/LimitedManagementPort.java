package dev.linkgate.gateway.feature.limits.connections;

import java.time.Duration;
import java.util.Objects;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Limits the connections of the management port: few are enough for probes and scrapers. */
@Conditional(LimitedManagementPort.InChildContext.class)
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class LimitedManagementPort {

    /** A scrape takes 150 KB until it is read, and is counted by nothing else. */
    private static final int MAX_CONNECTIONS = 64;

    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(10);

    /** The main port's context finds this class, too, and has limits of its own. */
    static final class InChildContext implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Objects.requireNonNull(context.getBeanFactory()).getParentBeanFactory() != null;
        }
    }

    @Bean
    LimitedConnector managementConnector() {
        return new LimitedConnector(
                new ClientConnections(MAX_CONNECTIONS, MAX_CONNECTIONS / 2, address -> false, HEADER_TIMEOUT));
    }
}
