package dev.linkgate.gateway.feature.settings;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Checks the names of profiles and settings, and values that no bean checks, when all sources are read and the log is
 * set up, and before anything starts.
 */
final class StartCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        LogFormatCheck.check(event.getEnvironment());
        ProfilesCheck.check(event.getEnvironment());
        ResourceServerSettings.check(event.getEnvironment());
        SettingsCheck.check(event.getEnvironment(), KnownSettings.load());
        BootSettingsCheck.check(event.getEnvironment());
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
