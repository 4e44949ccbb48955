package dev.linkgate.gateway.feature.settings;

import dev.linkgate.kernel.StartRefused;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Refuses a format of the log that does not exist. The log must work to say so, and therefore is set up without the
 * format first.
 */
final class LogFormatCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final List<String> SETTINGS =
            List.of("logging.structured.format.console", "logging.structured.format.file");
    private static final Set<String> FORMATS = Set.of("ecs", "gelf", "logstash");
    private static final String SOURCE = "withoutFormatsOfTheLog";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        Map<String, Object> unknown = SETTINGS.stream()
                .filter(setting -> !isFormat(environment.getProperty(setting, "")))
                .collect(Collectors.toMap(setting -> setting, setting -> ""));
        if (!unknown.isEmpty()) {
            environment.getPropertySources().addFirst(new MapPropertySource(SOURCE, unknown));
        }
    }

    private static boolean isFormat(String format) {
        return format.isEmpty() || FORMATS.contains(format) || ClassUtils.isPresent(format, null);
    }

    /** @throws StartRefused if the log was set up without a format that was asked for */
    static void check(ConfigurableEnvironment environment) {
        if (environment.getPropertySources().get(SOURCE) instanceof MapPropertySource unknown) {
            throw new StartRefused(
                    String.join(" and ", unknown.getPropertyNames()) + " is not a format of the log.",
                    "Set it to ecs, gelf or logstash, or leave it out for lines of text.");
        }
    }

    /** After the files of settings were read, and before the log is set up. */
    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER - 1;
    }
}
