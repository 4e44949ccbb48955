package dev.linkgate.api;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.annotation.Bean;

/** The management port has a servlet container of its own, which leaves bodies unread and answers errors with problems too. */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
class ManagementPort {

    /** The main port's context, where the component scan finds this class as well, has these already. */
    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    ContainerProblems managementProblems(ProblemWriter problems) {
        return new ContainerProblems(problems);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    BodiesOnDemand managementBodies() {
        return new BodiesOnDemand();
    }
}
