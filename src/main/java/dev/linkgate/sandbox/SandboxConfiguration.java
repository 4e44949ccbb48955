package dev.linkgate.sandbox;

import java.util.Map;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * Profile {@code sandbox}: starts a {@link SimulatedAtlas} with the content of {@link DemoAtlas} and points the gateway
 * at it, unless {@code linkgate.atlas.base-url} names another Atlas already.
 *
 * <p>The server is started while the bean factory is still being prepared, because its port must be known before the
 * first settings are bound. So all beans here are static.
 */
@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
@Conditional(SandboxConfiguration.NoOtherAtlas.class)
class SandboxConfiguration {

    private static final String BASE_URL = "linkgate.atlas.base-url";
    private static final String PORT = "linkgate.sandbox.port";

    @Bean
    static DemoKey demoKey() {
        return DemoKey.generate();
    }

    @Bean(destroyMethod = "close")
    static SimulatedAtlas simulatedAtlas(Environment environment, DemoKey key) {
        SandboxSettings settings = SandboxSettings.defaults()
                .withPort(environment.getProperty(PORT, Integer.class, 0))
                .withKey(key.publicKey(), key.privateKey());
        SimulatedAtlas atlas = new SimulatedAtlas(settings).start();
        DemoAtlas.seed(atlas);
        return atlas;
    }

    @Bean
    static BeanFactoryPostProcessor baseUrlOfSimulatedAtlas(ConfigurableEnvironment environment) {
        return factory -> {
            String url = factory.getBean(SimulatedAtlas.class).baseUrl().toString();
            environment.getPropertySources().addFirst(new MapPropertySource("simulatedAtlas", Map.of(BASE_URL, url)));
        };
    }

    static final class NoOtherAtlas extends NoneNestedConditions {

        NoOtherAtlas() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @ConditionalOnProperty(BASE_URL)
        static class OtherAtlas {}
    }
}
