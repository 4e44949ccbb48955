package dev.linkgate.gateway.feature.settings;

import java.util.Map;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Lets the management port listen where the main one does, unless it is told otherwise. Spring Boot alone would open it
 * on all addresses. The setting must not be there if both are one port.
 */
final class ManagementAddress implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final String SETTING = "management.server.address";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        String address = environment.getProperty("server.address", "");
        String port = environment.getProperty("management.server.port", "");
        boolean isOnePort = !port.equals("0") && port.equals(environment.getProperty("server.port"));
        if (!address.isEmpty() && !environment.containsProperty(SETTING) && !isOnePort) {
            environment.getPropertySources().addLast(new MapPropertySource(SETTING, Map.of(SETTING, address)));
        }
    }

    /** After the files of settings were read. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
