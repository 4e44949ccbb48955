package dev.linkgate.gateway.core.inbound.edge;

import java.util.Objects;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The management port's own servlet container, which also answers errors with problems. */
@Conditional(ManagementPort.InChildContext.class)
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
public class ManagementPort {

    /** Keeps a configuration of the management port out of the main port's context, whose search finds it, too. */
    public static final class InChildContext implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Objects.requireNonNull(context.getBeanFactory()).getParentBeanFactory() != null;
        }
    }

    @Bean
    ContainerProblems managementProblems(ProblemWriter problems) {
        return ContainerProblems.ofManagement(problems);
    }
}
