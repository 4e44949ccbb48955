package dev.linkgate.sandbox;

import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.util.Map;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import reactor.netty.ChannelBindException;

/**
 * Profile {@code sandbox}: starts a {@link SimulatedAtlas} with the content of {@link DemoAtlas} and points the gateway
 * at it, unless {@code linkgate.atlas.base-url} names another Atlas already.
 *
 * <p>The server is started while the bean factory is still being prepared, because its port must be known before the
 * first settings are bound.
 */
public final class SandboxBeans implements BeanRegistrar {

    private static final String BASE_URL = "linkgate.atlas.base-url";

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        if (!environment.matchesProfiles("sandbox") || environment.containsProperty(BASE_URL)) {
            return;
        }
        registry.registerBean(
                DemoKey.class,
                bean -> bean.supplier(
                        context -> DemoKey.of(settings(environment).atlasKey())));
        registry.registerBean(
                SimulatedAtlas.class,
                bean -> bean.supplier(context -> simulatedAtlas(settings(environment), context.bean(DemoKey.class))));
        registry.registerBean(
                BeanFactoryPostProcessor.class,
                bean -> bean.supplier(context -> baseUrlOfSimulatedAtlas((ConfigurableEnvironment) environment)));
    }

    private static SimulatedAtlas simulatedAtlas(DemoSettings given, DemoKey key) {
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

    private static BeanFactoryPostProcessor baseUrlOfSimulatedAtlas(ConfigurableEnvironment environment) {
        return factory -> {
            String url = factory.getBean(SimulatedAtlas.class).baseUrl().toString();
            environment.getPropertySources().addFirst(new MapPropertySource("simulatedAtlas", Map.of(BASE_URL, url)));
        };
    }
}
