package dev.linkgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.linkgate.TestDirectories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.StandardEnvironment;

/** Wrong values that only a whole start can tell, and what a process with a wrong value prints. */
@Tag("harness")
class RefusedStartsTest {

    private static final Path PLACE = TestDirectories.create();
    private static final String FILE = file();

    /** Three wrong values of each. */
    static final Map<String, List<String>> BY_WHOLE_STARTS = Map.of(
            "linkgate.audit.archive-dir",
            List.of(FILE, FILE + "/below", "/proc/nope"),
            "linkgate.audit.checkpoint-dir",
            List.of(FILE, FILE + "/below", "/proc/nope"),
            "linkgate.config.file",
            List.of("nope.yaml", PLACE.toString(), FILE),
            "linkgate.data-dir",
            List.of(FILE, "/proc/nope", shared().toString()),
            "linkgate.features.off",
            List.of("nope", "limits", "core"),
            "linkgate.issuers.*.algorithms",
            List.of("none", "HS256", "RS257"),
            "linkgate.sandbox.atlas-key",
            List.of("hush", ":hush", "name:"),
            "linkgate.sandbox.atlas-service-account",
            List.of("hush", ":hush", "name:"),
            "linkgate.sandbox.key",
            List.of("hush", "lgk_hush", "lga_hush"),
            "linkgate.sandbox.port",
            List.of("many", "-1", "65536"));

    private static final List<String> ISSUER =
            List.of("linkgate.issuers.idp.issuer-uri=https://idp.example", "linkgate.issuers.idp.audiences=linkgate");

    private static String file() {
        try {
            return Files.writeString(PLACE.resolve("file"), "<project/>\n").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everybody may write there, and remove only what is their own, as in {@code /tmp}. */
    private static Path shared() {
        try {
            Path directory = Files.createDirectory(PLACE.resolve("shared"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Arguments> wrongValues() {
        return BY_WHOLE_STARTS.entrySet().stream()
                .flatMap(setting -> setting.getValue().stream().map(value -> Arguments.of(setting.getKey(), value)));
    }

    @ParameterizedTest
    @MethodSource
    void wrongValues(String setting, String value) {
        String name = setting.replace("*", "idp");
        List<String> settings = new ArrayList<>();
        settings.add("linkgate.data-dir=" + PLACE.resolve("data"));
        settings.removeIf(beside -> beside.startsWith(name));
        settings.add(name + "=" + value);
        if (name.startsWith("linkgate.sandbox.")) {
            settings.add("spring.profiles.active=sandbox");
        } else if (name.startsWith("linkgate.issuers.")) {
            settings.addAll(ISSUER);
        }

        Throwable failure = catchThrowable(
                () -> Gateway.run(settings.toArray(String[]::new)).close());

        assertThat(failure).as("the start").isNotNull();
        FailureAnalysis words = SettingValuesTest.analysis(failure, new StandardEnvironment());
        assertThat(words.getDescription()).doesNotContain("hush", "Exception");
        assertThat(words.getAction()).doesNotContain("hush", "chmod").endsWith(".");
        assertThat(words.getDescription() + words.getAction()).contains(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LINKGATE_ATLAS_DEADLINE=20                       | linkgate.atlas.deadline (LINKGATE_ATLAS_DEADLINE) must be a time with its unit, such as 500ms, 30s, 5m or 1d.
                    LINKGATE_ATLAS_BREAKER_FAILURE_RATE=500          | linkgate.atlas.breaker.failure-rate must be above 0, and at most 100.
                    LINKGATE_AUDIT_MIN_FREE_SPACE=64                 | linkgate.audit.min-free-space (LINKGATE_AUDIT_MIN_FREE_SPACE) must be a size with its unit, such as 64MB.
                    LINKGATE_AUDIT_CHECKPOINT_DIR={file}             | The directory of linkgate.audit.checkpoint-dir cannot be used: it is no directory.
                    LINKGATE_ADMIN_TOKEN_ENABLED=perhaps             | linkgate.admin-token-enabled (LINKGATE_ADMIN_TOKEN_ENABLED) must be true or false.
                    LINKGATE_TRUSTED_PROXIES=10.0.0.0/8              | linkgate.trusted-proxies is set, but their headers are not read, because server.forward-headers-strategy is not native.
                    SERVER_PORT=99999                                | server.port must be a port, from 0 to 65535.
                    SERVER_PORT=http                                 | server.port (SERVER_PORT) must be a whole number of at most nine digits.
                    MANAGEMENT_SERVER_PORT=-7                        | management.server.port must be a port, from 0 to 65535.
                    SERVER_ADDRESS=999.999.1.1                       | server.address (SERVER_ADDRESS) must be an IP address, or a name of one.
                    SERVER_FORWARD_HEADERS_STRATEGY=all              | server.forward-headers-strategy (SERVER_FORWARD_HEADERS_STRATEGY) must be native or framework or none.
                    SERVER_SSL_CLIENT_AUTH=need                      | An SSL bundle cannot be used: SSL is enabled but no trust material is configured for the default host.
                    SERVER_TOMCAT_CONNECTION_TIMEOUT=soon            | server.tomcat.connection-timeout (SERVER_TOMCAT_CONNECTION_TIMEOUT) must be a time with its unit, such as 500ms, 30s, 5m or 1d.
                    SPRING_DATASOURCE_URL=jdbc:mysql://hush/linkgate | spring.datasource.url names a database that is neither SQLite nor PostgreSQL.
                    LOGGING_STRUCTURED_FORMAT_CONSOLE=xml            | logging.structured.format.console is not a format of the log.
                    LOGGING_LEVEL_ROOT=loud                          | logging.level.root (LOGGING_LEVEL_ROOT) must be trace or debug or info or warn or error or fatal or off.
                    """)
    void aProcessSaysItAndEnds(String variable, String sentence) {
        int equals = variable.indexOf('=');
        Map<String, String> environment = new HashMap<>();
        environment.put("LINKGATE_DATA_DIR", PLACE.resolve("data").toString());
        environment.put(
                variable.substring(0, equals), variable.substring(equals + 1).replace("{file}", FILE));
        try (GatewayProcess gateway = GatewayProcess.start(environment)) {
            assertThat(gateway.awaitEnd()).isEqualTo(1);
            assertThat(gateway.log())
                    .contains("Description:\n\n" + sentence + "\n\nAction:\n\n")
                    .doesNotContain("\tat ", "hush");
        }
    }
}
