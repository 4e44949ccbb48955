package dev.linkgate.gateway.platform.settings;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Checks names of profiles and settings when all sources are read and the log is set up, and before anything starts.
 */
final class StartCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ProfilesCheck.check(event.getEnvironment());
        ResourceServerSettings.check(event.getEnvironment());
        SettingsCheck.check(event.getEnvironment(), KnownSettings.load());
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
