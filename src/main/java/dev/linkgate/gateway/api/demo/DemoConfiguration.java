package dev.linkgate.gateway.api.demo;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** What the profile {@code sandbox} adds to the gateway. */
@Configuration(proxyBeanMethods = false)
@Import(DemoConfiguration.InSandbox.class)
class DemoConfiguration {

    static final class InSandbox implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            if (environment.matchesProfiles("sandbox")) {
                registry.registerBean(DemoGuide.class);
                registry.registerBean(DemoSetup.class);
                registry.registerBean(DemoExamples.class);
            }
        }
    }
}
