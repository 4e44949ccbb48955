package dev.linkgate.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Lets a packaged gateway start with the bean definitions that the build has made ahead of time, where they fit.
 *
 * <p>Conditions of Spring Boot and springdoc were decided in the build, so they fit if {@link FixedSettings} are as
 * they were then. Otherwise the definitions are made at the start: more slowly, and the same. What hangs on a profile,
 * or on a setting that is often another one, is in a {@link BeanRegistrar}, which is asked at each start.
 *
 * <p>{@code -Dspring.aot.enabled=false} turns it off.
 */
final class ProcessedContext implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final Logger log = LoggerFactory.getLogger(ProcessedContext.class);

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
            FixedSettings.record(environment);
        } else if (SpringProperties.getProperty(AotDetector.AOT_ENABLED) == null) {
            FixedSettings.difference(environment)
                    .ifPresentOrElse(
                            why -> log.debug("Bean definitions are made at this start, because {}", why),
                            () -> SpringProperties.setFlag(AotDetector.AOT_ENABLED));
        }
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
