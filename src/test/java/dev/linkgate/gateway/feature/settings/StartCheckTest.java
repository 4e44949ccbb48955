package dev.linkgate.gateway.feature.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Names of settings and profiles that exist, and those that do not. */
class StartCheckTest {

    private static final KnownSettings KNOWN = KnownSettings.load();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linkgate.data-dir",
                "linkgate.dataDir",
                "linkgate.data_dir",
                "LINKGATE.DATA-DIR",
                "linkgate.atlas.base-url",
                "linkgate.atlas.base-urls",
                "linkgate.atlas.base-urls[1]",
                "linkgate.atlas.breaker.failure-rate",
                "linkgate.trusted-proxies",
                "linkgate.trusted-proxies[0]",
                "linkgate.tls.teams[0].subject",
                "linkgate.tls.teams[11].team",
                "linkgate.master-key-command",
                "linkgate.sandbox.key",
                "linkgated.anything",
                "linkgate",
                "management.metrics.enable.linkgate.reads",
                "spring.application.name"
            })
    void knownSettingsAndThoseOfOthersPass(String name) {
        check(set(name));
    }

    @ParameterizedTest
    @CsvSource({
        "linkgate.atlas.base-ulr, linkgate.atlas.base-url",
        "linkgate.atlas.baseulr, linkgate.atlas.base-url",
        "linkgate.atlasbase.url, linkgate.atlas.base-url",
        "linkgate.data-dir[0], linkgate.data-dir",
        "linkgate.datadir.file, linkgate.config.file",
        "linkgate.limits.team-requests-per-min, linkgate.limits.team-requests-per-minute",
        "linkgate.tls.teams[0].subjct, linkgate.tls.teams[0].subject",
        "linkgate.trusted-proxy, linkgate.trusted-proxies",
    })
    void anUnknownSettingIsRefusedWithTheNearest(String name, String nearest) {
        assertThatThrownBy(() -> check(set(name)))
                .isInstanceOf(StartRefused.class)
                .hasMessage("The setting " + name + " does not exist; the nearest is " + nearest + ".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LINKGATE_DATA_DIR",
                "LINKGATE_DATADIR",
                "linkgate_data_dir",
                "linkgate.data-dir",
                "LINKGATE_ATLAS_BASE_URL",
                "LINKGATE_ATLAS_BASEURL",
                "LINKGATE_ATLAS_BASE_URLS_0",
                "LINKGATE_TLS_TEAMS_0_SUBJECT",
                "LINKGATE_LIMITS_TEAM_REQUESTS_PER_MINUTE",
                "LINKGATE",
                "LINKGATEWAY_URL",
                "PATH"
            })
    void knownVariablesAndThoseOfOthersPass(String name) {
        check(environment(Map.of(name, "1")));
    }

    @ParameterizedTest
    @CsvSource({
        "LINKGATE_ATLAS_BASE_ULR, LINKGATE_ATLAS_BASE_URL",
        "LINKGATE_ATLAS_DEADLNE, LINKGATE_ATLAS_DEADLINE",
        "LINKGATE_TLS_TEAMS_0_TAEM, LINKGATE_TLS_TEAMS_0_TEAM",
        "LINKGATE_DATA_DIRECTORY, LINKGATE_DATA_DIR",
    })
    void anUnknownVariableIsRefusedWithTheNearest(String name, String nearest) {
        assertThatThrownBy(() -> check(environment(Map.of(name, "1"))))
                .isInstanceOf(StartRefused.class)
                .hasMessage("The setting " + name + " does not exist; the nearest is " + nearest + ".");
    }

    /** A service named {@code linkgate}, and one named {@code linkgate-eu}, in the namespace of the gateway. */
    @Test
    void variablesOfServicesAndOfTheCommandLinePass() {
        check(environment(Map.ofEntries(
                Map.entry("LINKGATE_SERVICE_HOST", "10.96.0.7"),
                Map.entry("LINKGATE_SERVICE_PORT", "8080"),
                Map.entry("LINKGATE_SERVICE_PORT_HTTP", "8080"),
                Map.entry("LINKGATE_PORT", "tcp://10.96.0.7:8080"),
                Map.entry("LINKGATE_PORT_8080_TCP", "tcp://10.96.0.7:8080"),
                Map.entry("LINKGATE_PORT_8080_TCP_PROTO", "tcp"),
                Map.entry("LINKGATE_PORT_8080_TCP_PORT", "8080"),
                Map.entry("LINKGATE_PORT_8080_TCP_ADDR", "10.96.0.7"),
                Map.entry("LINKGATE_EU_SERVICE_HOST", "10.96.0.8"),
                Map.entry("LINKGATE_EU_PORT", "tcp://10.96.0.8:8080"),
                Map.entry("LINKGATE_EU_PORT_8080_TCP_ADDR", "10.96.0.8"),
                Map.entry("LINKGATE_URL", "http://localhost:8080"),
                Map.entry("LINKGATE_KEY", "lgk_"),
                Map.entry("LINKGATE_PROJECT", "64b7f0c2a91d3e5f60718293"),
                Map.entry("LINKGATE_CA_FILE", "/etc/ca.pem"),
                Map.entry("LINKGATE_CLIENT_CERT", "/etc/client.pem"),
                Map.entry("LINKGATE_CLIENT_KEY", "/etc/client-key.pem"))));
    }

    @Test
    void aPortIsNoSetting() {
        assertThatThrownBy(() -> check(environment(Map.of("LINKGATE_PORT", "9090"))))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("The setting LINKGATE_PORT does not exist");
    }

    @Test
    void allUnknownSettingsAreNamedWithoutTheirValues() {
        assertThatThrownBy(() -> check(
                        new SimpleCommandLinePropertySource("--linkgate.admin-tokn=hush", "--linkgate.data-dri=hush")))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("linkgate.admin-tokn does not exist; the nearest is linkgate.admin-token.")
                .hasMessageContaining("linkgate.data-dri does not exist; the nearest is linkgate.data-dir.")
                .hasMessageNotContaining("hush");
    }

    /** An operator must not believe that only tokens with this algorithm pass. */
    @ParameterizedTest
    @CsvSource({
        "spring.security.oauth2.resourceserver.jwt.issuer-uri, .issuer-uri",
        "spring.security.oauth2.resourceserver.jwt.jwkSetUri, .jwk-set-uri",
        "spring.security.oauth2.resourceserver.jwt.jws-algorithms, .algorithms",
        "spring.security.oauth2.resourceserver.jwt.audiences[0], .audiences",
        "spring.security.oauth2.resourceserver.jwt.principal-claim-name, .name-claim",
        "spring.security.oauth2.resourceserver.jwt.authorities-claim-name, .*",
        "spring.security.oauth2.resourceserver.opaquetoken.client-id, .*",
        "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_JWS_ALGORITHMS, .algorithms",
        "SPRING_SECURITY_OAUTH2_RESOURCESERVER_JWT_AUDIENCES_0, .audiences",
        "linkgate.jwt.team-claim, .team-claim",
        "LINKGATE_JWT_MAX_LIFE, .max-life",
    })
    void settingsOfAResourceServerAreRefusedWithWhatToUse(String name, String instead) {
        for (PropertySource<?> source : List.of(set(name), environment(Map.of(name, "1")))) {
            assertThatThrownBy(() -> ResourceServerSettings.check(with(source)))
                    .isInstanceOfSatisfying(
                            StartRefused.class,
                            refused -> assertThat(refused.action())
                                    .startsWith("Use linkgate.issuers.<name>" + instead + ". "))
                    .hasMessage("The setting " + name + " has no effect: issuers of JWTs have names.");
        }
    }

    @Test
    void aServiceThatIsNamedLikeThemPasses() {
        ResourceServerSettings.check(with(environment(
                Map.of("LINKGATE_JWT_SERVICE_HOST", "10.96.0.7", "LINKGATE_JWT_PORT", "tcp://10.96.0.7:8080"))));
        ResourceServerSettings.check(with(set("linkgate.jwts", "spring.security.user.name")));
    }

    @Test
    void aFilesLineIsNamed() throws IOException {
        ByteArrayResource file =
                new ByteArrayResource("linkgate:\n  atlas:\n    base-ulr: x\n".getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public String getFilename() {
                        return "application.yaml";
                    }
                };
        assertThatThrownBy(() ->
                        check(new YamlPropertySourceLoader().load("file", file).getFirst()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("linkgate.atlas.base-ulr (application.yaml, line 3) does not exist");
    }

    @Test
    void withoutTheBuildsMetadataNothingIsUnknown() {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(set("linkgate.atlas.base-ulr"));
        SettingsCheck.check(environment, new KnownSettings(List.of()));
    }

    @Test
    void profilesThatTheConfigurationNamesPass() {
        profiles(set("any"), "sandbox");
        profiles(set("any"), "default");
        profiles(of("spring.config.activate.on-profile", "!test & (prod | eu)"), "prod", "eu");
        profiles(of("spring.config.activate.on-profile[1]", "prod"), "prod");
        profiles(of("spring.profiles.group.all[0]", "sandbox"), "all", "sandbox");
        profiles(
                new MapPropertySource(
                        "Config resource 'file [application-prod.yaml]' via location 'optional:file:./'", Map.of()),
                "prod");
        assertThatThrownBy(() -> profiles(of("spring.config.activate.on-profile", "production"), "prod"))
                .isInstanceOf(StartRefused.class);
    }

    private static void check(PropertySource<?> source) {
        SettingsCheck.check(with(source), KNOWN);
    }

    private static ConfigurableEnvironment with(PropertySource<?> source) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().stream()
                .map(PropertySource::getName)
                .toList()
                .forEach(environment.getPropertySources()::remove);
        environment.getPropertySources().addFirst(source);
        return environment;
    }

    private static void profiles(PropertySource<?> source, String... active) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(source);
        environment.setActiveProfiles(active);
        ProfilesCheck.check(environment);
    }

    private static PropertySource<?> environment(Map<String, Object> variables) {
        return new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables);
    }

    private static PropertySource<?> of(String name, String value) {
        return new MapPropertySource("given", Map.of(name, value));
    }

    private static PropertySource<?> set(String... names) {
        return new MapPropertySource(
                "given", Arrays.stream(names).collect(Collectors.toMap(name -> name, name -> (Object) "1")));
    }
}
