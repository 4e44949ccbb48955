package dev.linkgate.gateway.feature.settings;

import dev.linkgate.gateway.core.platform.web.Suggestion;
import dev.linkgate.kernel.StartRefused;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Finds settings under {@code linkgate.} that do not exist, wherever they were set. A setting with a mistyped name
 * would have no effect, and the mistake would not be noticed.
 */
final class SettingsCheck {

    private SettingsCheck() {}

    /**
     * @throws StartRefused with the unknown names, and the nearest known ones or what holds instead; never with a value
     */
    static void check(ConfigurableEnvironment environment, KnownSettings known) {
        if (known.names().isEmpty()) {
            return;
        }
        String unknown = environment.getPropertySources().stream()
                .flatMap(source -> unknown(source, known))
                .distinct()
                .collect(Collectors.joining("\n"));
        if (!unknown.isEmpty()) {
            throw new StartRefused(unknown, "Correct the name, or remove it. docs/settings.md has all settings.");
        }
    }

    private static Stream<String> unknown(PropertySource<?> source, KnownSettings known) {
        if (!(source instanceof EnumerablePropertySource<?> enumerable)) {
            return Stream.empty();
        }
        boolean isEnvironment = source.getName().endsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        return Stream.of(enumerable.getPropertyNames())
                .flatMap(name -> SettingName.of(name, isEnvironment).stream())
                .filter(name -> !known.contains(name) && !isForeign(name, source))
                .map(name -> sentence(name, place(name, source), known.names()));
    }

    private static boolean isForeign(SettingName name, PropertySource<?> source) {
        return name.isVariable()
                && ForeignVariables.contain(name.written(), String.valueOf(source.getProperty(name.written())));
    }

    private static String sentence(SettingName name, String place, List<String> known) {
        return "The setting " + name.written() + place + " does not exist; the nearest is " + nearest(name, known)
                + ".";
    }

    private static String place(SettingName name, PropertySource<?> source) {
        return name.isVariable() ? "" : SettingPlace.of(OriginLookup.getOrigin(source, name.written()));
    }

    private static String nearest(SettingName name, List<String> known) {
        List<String> names = known.stream().map(name::inThisForm).toList();
        return Suggestion.nearest(name.written(), names).orElseThrow();
    }
}
