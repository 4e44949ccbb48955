package dev.linkgate.gateway.feature.settings;

import dev.linkgate.kernel.StartRefused;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Settings of Spring Boot whose wrong values would be told by a stack trace, or by something else that they make fail.
 */
final class BootSettingsCheck {

    private static final int LAST_PORT = 65_535;

    /** The management port can be turned off. */
    private static final int NO_PORT = -1;

    private static final List<String> DATABASES = List.of("jdbc:sqlite:", "jdbc:postgresql:");

    private BootSettingsCheck() {}

    /** @throws StartRefused with what is wrong; never with a value */
    static void check(Environment environment) {
        Binder settings = Binder.get(environment);
        requirePort(settings, "server.port", 0);
        requirePort(settings, "management.server.port", NO_PORT);
        settings.bind("spring.datasource.url", String.class).ifBound(BootSettingsCheck::requireDatabase);
    }

    private static void requirePort(Binder settings, String setting, int least) {
        int port = settings.bind(setting, Integer.class).orElse(0);
        if (port < least || port > LAST_PORT) {
            throw new StartRefused(
                    setting + " must be a port, from 0 to " + LAST_PORT + ".",
                    "Set it to another one; 0 takes a free port.");
        }
    }

    private static void requireDatabase(String url) {
        if (DATABASES.stream().noneMatch(url::startsWith)) {
            throw new StartRefused(
                    "spring.datasource.url names a database that is neither SQLite nor PostgreSQL.",
                    "Set it to jdbc:postgresql://host:5432/name, or leave it out for the embedded database.");
        }
    }
}
