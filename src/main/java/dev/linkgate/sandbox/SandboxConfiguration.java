package dev.linkgate.sandbox;

import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.util.Map;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import reactor.netty.ChannelBindException;

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
public class SandboxConfiguration {

    private static final String BASE_URL = "linkgate.atlas.base-url";

    @Bean
    static DemoKey demoKey(Environment environment) {
        return DemoKey.of(settings(environment).atlasKey());
    }

    @Bean(destroyMethod = "close")
    static SimulatedAtlas simulatedAtlas(Environment environment, DemoKey key) {
        DemoSettings given = settings(environment);
        SandboxSettings settings =
                SandboxSettings.defaults().withPort(given.port()).withKey(key.publicKey(), key.privateKey());
        for (Secret text : given.atlasKey()) {
            NamedSecret accepted = NamedSecret.parse(DemoKey.SETTING, text);
            settings = settings.withKey(accepted.name(), accepted.secret());
        }
        if (given.atlasServiceAccount() != null) {
            NamedSecret account =
                    NamedSecret.parse("linkgate.sandbox.atlas-service-account", given.atlasServiceAccount());
            settings = settings.withAccess(settings.access().withServiceAccount(account.name(), account.secret()));
        }
        SimulatedAtlas atlas = started(settings);
        DemoAtlas.seed(atlas);
        return atlas;
    }

    /** Bound by hand, because it is needed before Spring Boot binds settings. */
    private static DemoSettings settings(Environment environment) {
        return Binder.get(environment).bindOrCreate("linkgate.sandbox", DemoSettings.class);
    }

    private static SimulatedAtlas started(SandboxSettings settings) {
        try {
            return new SimulatedAtlas(settings).start();
        } catch (ChannelBindException e) {
            throw new StartRefused(
                    "Port " + settings.port() + " is in use already.",
                    "Set linkgate.sandbox.port (LINKGATE_SANDBOX_PORT) to another port, or free this one.");
        }
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
