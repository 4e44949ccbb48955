package dev.linkgate.gateway.feature.settings;

import dev.linkgate.kernel.StartRefused;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Refuses the settings by which a resource server of Spring Boot, and an earlier gateway, know one issuer of JWTs. They
 * would have no effect, although an operator who has set one, such as a list of algorithms, relies on it.
 */
final class ResourceServerSettings {

    private static final List<String> PREFIXES = List.of("spring.security.oauth2.resourceserver.", "linkgate.jwt.");

    private static final String ISSUER = "linkgate.issuers.<name>.";

    /** What to use, by the last words of the name. */
    private static final Map<String, String> INSTEAD = Map.of(
            "issueruri", ISSUER + "issuer-uri",
            "jwkseturi", ISSUER + "jwk-set-uri",
            "audiences", ISSUER + "audiences",
            "jwsalgorithms", ISSUER + "algorithms",
            "principalclaimname", ISSUER + "name-claim",
            "teamclaim", ISSUER + "team-claim",
            "maxlife", ISSUER + "max-life");

    private ResourceServerSettings() {}

    /** @throws StartRefused with the first of them, and what to use */
    static void check(ConfigurableEnvironment environment) {
        environment.getPropertySources().stream()
                .flatMap(ResourceServerSettings::in)
                .findFirst()
                .ifPresent(name -> {
                    throw new StartRefused(
                            "The setting " + name + " has no effect: issuers of JWTs have names.",
                            "Use " + instead(name) + ". Whose a JWT is, identities say; see docs/login.md.");
                });
    }

    private static Stream<String> in(PropertySource<?> source) {
        return source instanceof EnumerablePropertySource<?> enumerable
                ? Stream.of(enumerable.getPropertyNames())
                        .filter(name ->
                                PREFIXES.stream().anyMatch(prefix -> plain(name).startsWith(prefix)))
                        .filter(name -> !ForeignVariables.contain(name, String.valueOf(source.getProperty(name))))
                : Stream.empty();
    }

    /** By Spring Boot's rules these differences do not count. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '.').replace("-", "").replaceAll("\\[[^]]*]|[.][0-9]+$", "");
    }

    private static String instead(String name) {
        String plain = plain(name).replace(".", "");
        return INSTEAD.entrySet().stream()
                .filter(entry -> plain.endsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ISSUER + "*");
    }
}
