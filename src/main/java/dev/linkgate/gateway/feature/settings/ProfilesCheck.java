package dev.linkgate.gateway.feature.settings;

import dev.linkgate.gateway.core.platform.web.Suggestion;
import dev.linkgate.kernel.StartRefused;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Finds active profiles that do not exist. A profile exists if it is the gateway's own, or if the operator's
 * configuration has something for it: a file such as {@code application-NAME.yaml}, a document that is activated on it,
 * or a group.
 */
final class ProfilesCheck {

    private static final List<String> OWN = List.of("sandbox");

    /** Spring's own name of the profile without a name. */
    private static final String NONE = "default";

    private static final String ACTIVATED_ON = "spring.config.activate.on-profile";
    private static final String GROUP = "spring.profiles.group.";
    private static final Pattern OPERATORS = Pattern.compile("[\\s!&|(),]+");

    private ProfilesCheck() {}

    /** @throws StartRefused with the unknown names and the nearest known ones */
    static void check(ConfigurableEnvironment environment) {
        List<EnumerablePropertySource<?>> sources = environment.getPropertySources().stream()
                .<EnumerablePropertySource<?>>mapMulti((source, each) -> {
                    if (source instanceof EnumerablePropertySource<?> enumerable) {
                        each.accept(enumerable);
                    }
                })
                .toList();
        Set<String> named = sources.stream().flatMap(ProfilesCheck::named).collect(Collectors.toSet());
        String unknown = Arrays.stream(environment.getActiveProfiles())
                .filter(profile -> !OWN.contains(profile) && !profile.equals(NONE) && !named.contains(profile))
                .filter(profile -> sources.stream().noneMatch(source -> isOfFileFor(profile, source)))
                .map(profile -> "The profile " + profile + " does not exist; the nearest is "
                        + Suggestion.nearest(profile, OWN).orElseThrow() + ".")
                .collect(Collectors.joining("\n"));
        if (!unknown.isEmpty()) {
            throw new StartRefused(
                    unknown,
                    "Correct spring.profiles.active (SPRING_PROFILES_ACTIVE). A profile of your own needs a file such as"
                            + " application-NAME.yaml, or a document with " + ACTIVATED_ON + ".");
        }
    }

    /** The profiles that a document is activated on, and those of groups. */
    private static Stream<String> named(EnumerablePropertySource<?> source) {
        return Stream.of(source.getPropertyNames()).flatMap(name -> {
            if (name.startsWith(GROUP)) {
                return Stream.of(name.substring(GROUP.length()).replaceFirst("\\[.*", ""));
            }
            return name.startsWith(ACTIVATED_ON)
                    ? OPERATORS.splitAsStream(String.valueOf(source.getProperty(name)))
                    : Stream.empty();
        });
    }

    /** Spring Boot names a source after its file. */
    private static boolean isOfFileFor(String profile, PropertySource<?> source) {
        return source.getName().contains("-" + profile + ".");
    }
}
