package dev.linkgate.gateway.feature.demo;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.core.env.Environment;

/** What the profile {@code sandbox} adds to the gateway. */
public final class DemoBeans implements BeanRegistrar {

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        if (environment.matchesProfiles("sandbox")) {
            registry.registerBean(DemoGuide.class);
            registry.registerBean(DemoSetup.class);
            registry.registerBean(DemoExamples.class, BeanRegistry.Spec::lazyInit);
        }
    }
}
