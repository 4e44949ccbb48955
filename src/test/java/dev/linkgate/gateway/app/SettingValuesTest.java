package dev.linkgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.TestDirectories;
import dev.linkgate.gateway.LinkgateApplication;
import dev.linkgate.gateway.core.access.key.AdminToken;
import dev.linkgate.gateway.core.atlas.channel.CertificateSettings;
import dev.linkgate.gateway.core.platform.settings.ClientBundle;
import dev.linkgate.gateway.core.platform.store.DataDirectory;
import dev.linkgate.gateway.feature.declared.SecretReference;
import dev.linkgate.gateway.feature.identities.IssuerSettings;
import dev.linkgate.kernel.ProductVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Three wrong values of each setting: none is taken without a word, and each is refused in one sentence that says what to
 * do. The settings are those of the metadata; the ones that need a whole gateway are in {@link RefusedStartsTest}.
 */
class SettingValuesTest {

    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    private static final Map<String, List<String>> OF_TYPES = Map.of(
            "java.time.Duration", List.of("20", "soon", "-1s"),
            "java.lang.Integer", List.of("many", "-1", "99999999999"),
            "java.lang.Float", List.of("500", "-1", "half"),
            "java.lang.Boolean", List.of("maybe", "2", "enabled"),
            "org.springframework.util.unit.DataSize", List.of("64", "large", "-1MB"));

    private static final List<String> BUNDLES = List.of("nope", "a/b", "gateway");
    private static final List<String> ADDRESSES =
            List.of("atlas.example", "http://atlas.example", "https://user:hush@atlas.example");
    private static final List<String> NOT_WORDS = List.of("two words", "\"quoted\"", "h\u00fcsh");
    private static final List<String> NOT_CLAIMS = List.of("/a~2", "h\u0000sh", "x".repeat(2_000));

    private static final Map<String, List<String>> OF_NAMES = Map.ofEntries(
            Map.entry(
                    "linkgate.admin-token",
                    List.of("hush", "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhh", "hush-hush-hush-hush-hush-")),
            Map.entry("linkgate.atlas.api", List.of("v3", "1.0", "none")),
            Map.entry("linkgate.atlas.base-url", ADDRESSES),
            Map.entry("linkgate.atlas.base-urls", ADDRESSES),
            Map.entry(
                    "linkgate.atlas.proxy",
                    List.of("proxy.example", "https://proxy.example:3128", "http://user:hush@proxy.example:3128")),
            Map.entry("linkgate.atlas.proxy-password", List.of("hush", "hush2", "hush3")), // without a name
            Map.entry("linkgate.atlas.proxy-username", List.of("hush", "hush2", "hush3")), // without a password
            Map.entry("linkgate.atlas.ssl-bundle", BUNDLES),
            Map.entry("linkgate.audit.origin", List.of("two words", "a+b", "x".repeat(201))),
            Map.entry("linkgate.config.secrets-dir", List.of("/nope/nope", "pom.xml", "/dev/null")),
            Map.entry("linkgate.issuers.*.audiences", List.of("", " ", ",")),
            Map.entry("linkgate.issuers.*.client-id", NOT_WORDS),
            Map.entry("linkgate.issuers.*.issuer-uri", ADDRESSES),
            Map.entry("linkgate.issuers.*.jwk-set-uri", ADDRESSES),
            Map.entry("linkgate.issuers.*.name-claim", NOT_CLAIMS),
            Map.entry("linkgate.issuers.*.scopes", NOT_WORDS),
            Map.entry("linkgate.issuers.*.ssl-bundle", BUNDLES),
            Map.entry("linkgate.issuers.*.team-claim", NOT_CLAIMS),
            Map.entry(
                    "linkgate.master-key",
                    List.of("hush", "aHVzaA==", "bm90IGEgc2VjcmV0IGJ1dCBleGFjdGx5IDMyIGJ5dGU=,hush")),
            Map.entry("linkgate.master-key-command", List.of("/nope/nope", "false", "echo,hush")),
            Map.entry("linkgate.tls.teams[*].subject", List.of("no name", "CN={team},OU={team}", "CN=fixed")),
            Map.entry("linkgate.tls.teams[*].team", List.of("Payments", "-", "two words")),
            Map.entry("linkgate.trusted-proxies", List.of("proxy.example", "10.0.0.0/33", "0.0.0.0/0")),
            Map.entry("linkgate.webhooks.allow", List.of("https://hooks.example", "10.0.0.0/33", "hooks.example:0")),
            Map.entry("linkgate.webhooks.source", List.of("two words", "%zz", ":")),
            Map.entry("linkgate.webhooks.ssl-bundle", BUNDLES),
            Map.entry(
                    "management.opentelemetry.tracing.export.otlp.endpoint",
                    List.of("collector", "ftp://collector", "http://")),
            Map.entry("management.opentelemetry.tracing.export.otlp.timeout", List.of("-1s", "soon", "0")),
            Map.entry("management.tracing.sampling.probability", List.of("2", "-1", "half")));

    /** What a setting needs beside it. */
    private static final Map<String, Map<String, String>> BESIDE = Map.of(
            "linkgate.issuers.",
            Map.of(
                    "linkgate.issuers.idp.issuer-uri",
                    "https://idp.example",
                    "linkgate.issuers.idp.audiences",
                    "linkgate"),
            "linkgate.tls.teams[*].team",
            Map.of("linkgate.tls.teams[0].subject", "CN=fixed"),
            "management.opentelemetry.",
            Map.of("management.opentelemetry.tracing.export.otlp.endpoint", "http://collector:4318/v1/traces"));

    /** Any text is one. */
    private static final Set<String> TEXTS = Set.of("management.opentelemetry.tracing.export.otlp.headers");

    /** The settings whose entries the metadata has, too. */
    private static final Set<String> CONTAINERS = Set.of("linkgate.issuers", "linkgate.tls.teams");

    private final Map<String, Object> given = new HashMap<>();
    private final AnnotationConfigApplicationContext context = context();

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void eachWrongValueIsRefusedInOneSentence() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (Map.Entry<String, String> setting : settings().entrySet()) {
            List<String> wrong =
                    OF_NAMES.getOrDefault(setting.getKey(), OF_TYPES.getOrDefault(setting.getValue(), List.of()));
            all.assertThat(wrong).as(setting.getKey()).hasSize(3);
            for (String value : wrong) {
                String as = setting.getKey() + "=" + value;
                Optional<FailureAnalysis> refusal = refusal(setting.getKey(), value);
                all.assertThat(refusal).as(as).isPresent();
                refusal.ifPresent(words -> requireOneSentence(words, setting.getKey(), as, all));
            }
        }
        all.assertAll();
    }

    private static void requireOneSentence(FailureAnalysis words, String setting, String as, SoftAssertions all) {
        all.assertThat(words.getDescription())
                .as(as)
                .endsWith(".")
                .hasLineCount(1)
                .doesNotContain("hush", "Exception");
        all.assertThat(words.getAction()).as(as).endsWith(".").hasLineCount(1).doesNotContain("hush");
        all.assertThat(words.getDescription() + words.getAction())
                .as(as)
                .contains(setting.replace("[*]", "[0]")
                        .replace("*", "idp")
                        .replaceFirst("^(linkgate[.]tls.*)[.].*", "$1"));
    }

    @Test
    void timesHaveAUnitAndZeroNeedsNone() {
        assertThat(refusal("linkgate.reads.max-age", "0")).isEmpty();
        assertThat(refusal("linkgate.reads.max-age", "20s")).isEmpty();
        assertThat(refusal("linkgate.reads.max-age", "PT20S")).isEmpty();
        assertThat(refusal("linkgate.reads.max-age", "${unset:20s}")).isEmpty();
        assertThat(refusal("linkgate.reads.max-age", "${unset:20}"))
                .map(FailureAnalysis::getDescription)
                .contains("linkgate.reads.max-age must be a time with its unit, such as 500ms, 30s, 5m or 1d.");
        assertThat(refusal("linkgate.audit.min-free-space", "0")).isEmpty();
        assertThat(refusal("linkgate.audit.min-free-space", "64MB")).isEmpty();
    }

    @Test
    void entriesOfListsAreNumberedFromZero() {
        given.put("linkgate.trusted-proxies[1]", "10.0.0.0/8");

        assertThat(refusal())
                .map(FailureAnalysis::getDescription)
                .contains("linkgate.trusted-proxies is a list whose entries must be numbered from 0 on.");
    }

    /** Names and types, as in the metadata. */
    private static Map<String, String> settings() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        try (InputStream metadata = Objects.requireNonNull(
                SettingValuesTest.class.getClassLoader().getResourceAsStream(METADATA), METADATA)) {
            for (JsonNode setting : JsonMapper.shared().readTree(metadata).get("properties")) {
                settings.put(
                        setting.get("name").asString(), setting.path("type").asString(""));
            }
        }
        Stream.of(TEXTS, CONTAINERS, RefusedStartsTest.BY_WHOLE_STARTS.keySet())
                .flatMap(Set::stream)
                .forEach(settings::remove);
        return settings;
    }

    private Optional<FailureAnalysis> refusal(String setting, String value) {
        given.clear();
        BESIDE.forEach((of, beside) -> {
            if (setting.startsWith(of)) {
                given.putAll(beside);
            }
        });
        given.put(setting.replace("[*]", "[0]").replace("*", "idp"), value);
        return refusal();
    }

    /** Makes the beans that are made of settings, with those that are given now. */
    private Optional<FailureAnalysis> refusal() {
        for (String bean : context.getBeanDefinitionNames()) {
            if (context.isPrototype(bean) && isAskedFor(context.getType(bean))) {
                try {
                    context.getBean(bean);
                } catch (RuntimeException e) {
                    return Optional.of(analysis(e, context.getEnvironment()));
                }
            }
        }
        return Optional.empty();
    }

    /** Traces go nowhere unless something is set. */
    private boolean isAskedFor(@Nullable Class<?> type) {
        String prefix = type == null ? null : prefix(type);
        return prefix == null || given.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private static @Nullable String prefix(Class<?> type) {
        ConfigurationProperties properties =
                AnnotatedElementUtils.findMergedAnnotation(type, ConfigurationProperties.class);
        return properties == null ? null : properties.prefix();
    }

    /** The analysis that a failed start has made. */
    static FailureAnalysis analysis(Throwable failure, Environment environment) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(Environment.class, environment),
                        (type, name, unusable) -> {}) // without a bean factory
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("a stack trace", failure));
    }

    private AnnotationConfigApplicationContext context() {
        AnnotationConfigApplicationContext made = new AnnotationConfigApplicationContext();
        made.getEnvironment()
                .getPropertySources()
                .forEach(source ->
                        // settings of this machine
                        made.getEnvironment().getPropertySources().remove(source.getName()));
        made.getEnvironment().getPropertySources().addFirst(new MapPropertySource("given", given));
        made.getEnvironment()
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "always",
                        Map.of(
                                "linkgate.data-dir",
                                TestDirectories.create().toString(),
                                "linkgate.admin-token",
                                Gateway.ADMIN_TOKEN,
                                "spring.datasource.url",
                                "jdbc:sqlite::memory:")));
        made.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        made.register(Settings.class, SslAutoConfiguration.class, DataDirectory.class);
        made.register(AdminToken.class, SecretReference.Resolver.class);
        made.register(Stream.of(
                        "feature.settings.UnitsCheck",
                        "feature.declared.OwnSecrets",
                        "core.platform.encryption.EncryptionConfiguration",
                        "feature.identities.certificate.CertificateConfiguration",
                        "feature.webhooks.ReceiverClient")
                .map(name -> ClassUtils.resolveClassName("dev.linkgate.gateway." + name, null))
                .toArray(Class<?>[]::new));
        made.addBeanFactoryPostProcessor(factory -> Arrays.stream(factory.getBeanDefinitionNames())
                .filter(bean -> isMadeOfSettings(factory.getType(bean)))
                .forEach(bean -> factory.getBeanDefinition(bean).setScope(BeanDefinition.SCOPE_PROTOTYPE)));
        made.refresh();
        return made;
    }

    private static boolean isMadeOfSettings(@Nullable Class<?> type) {
        return type != null
                && type.getName().startsWith("dev.linkgate.")
                && !type.equals(DataDirectory.class)
                && !AnnotatedElementUtils.hasAnnotation(type, Configuration.class)
                && !type.getSimpleName().equals("UnitsCheck");
    }

    @Configuration(proxyBeanMethods = false)
    @ConfigurationPropertiesScan(basePackageClasses = LinkgateApplication.class, basePackages = "dev.linkgate.sandbox")
    @EnableConfigurationProperties(ServerProperties.class)
    static class Settings {

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        ProductVersion version() {
            return new ProductVersion("test");
        }

        /** Which the clients of Atlas and of the issuers do. */
        @Bean
        FollowedBundle followedBundle(CertificateSettings atlas, IssuerSettings issuers, SslBundles bundles) {
            atlas.bundle().follow(bundles, bundle -> {});
            issuers.issuers()
                    .forEach((name, issuer) -> new ClientBundle(
                                    "linkgate.issuers." + name + ".ssl-bundle", issuer.sslBundle())
                            .follow(bundles, bundle -> {}));
            return new FollowedBundle();
        }
    }

    private record FollowedBundle() {}
}
