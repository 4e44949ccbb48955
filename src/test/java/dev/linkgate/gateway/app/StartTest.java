package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.CapturesOutput;
import dev.linkgate.Certificates;
import dev.linkgate.Patience;
import dev.linkgate.Ports;
import dev.linkgate.TestDirectories;
import dev.linkgate.sandbox.DemoAtlas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Required settings, generated files, and refused starts. It is one start of the gateway after the other. */
@CapturesOutput
@Tag("harness")
class StartTest {

    private final Path data = TestDirectories.create().resolve("data");

    @Test
    void startWithoutSettingsGeneratesPrivateFiles(CapturedOutput output) throws IOException {
        String token;
        try (ConfigurableApplicationContext first = Gateway.run("linkgate.data-dir=" + data)) {
            token = Files.readString(data.resolve("admin-token")).strip();
            assertThat(token).hasSizeGreaterThanOrEqualTo(24);
            assertThat(administrator(first, token).put("/admin/teams/kept", "{\"description\":\"\"}"))
                    .hasStatus(201);
        }
        assertThat(permissions(data)).isEqualTo("rwx------");
        for (String file : new String[] {"admin-token", "master-key", "linkgate.db"}) {
            assertThat(permissions(data.resolve(file))).as(file).isEqualTo("rw-------");
        }
        assertThat(output.getAll()).contains(data.resolve("admin-token").toString());
        assertThat(output.getAll()).doesNotContain(token);
        assertThat(output.getAll())
                .doesNotContain(Files.readString(data.resolve("master-key")).strip());

        try (ConfigurableApplicationContext second = Gateway.run("linkgate.data-dir=" + data)) {
            assertThat(administrator(second, token).get("/admin/teams/kept")).isOk();
        }
    }

    /** A port that is open on all addresses is open on 127.0.0.2, too. */
    @Test
    void inTheSandboxThePrintedCallWorksOnThisMachineOnlyAndItsKeyIsKept(CapturedOutput output) {
        String key;
        try (ConfigurableApplicationContext sandbox =
                Gateway.run("linkgate.data-dir=" + data, "spring.profiles.active=sandbox")) {
            Matcher printed = Pattern.compile("curl -i -X POST '(http://localhost:\\d+)([^']+)'"
                            + "[^\\n]*\\n[^\\n]*(Bearer lgk_\\w+)'[^\\n]*\\n[^\\n]*\\n[^']*'([^']+)'")
                    .matcher(output.getAll());
            assertThat(printed.find()).as("a call is printed").isTrue();
            Caller visitor = new Caller(URI.create(printed.group(1)), answer -> answer, Map.of())
                    .with("Authorization", printed.group(3));

            assertThat(visitor.post(printed.group(2), printed.group(4)))
                    .hasStatus(201)
                    .has("/interfaceEndpointId", DemoAtlas.NEW_ENDPOINT);
            assertThat(visitor.get("/projects"))
                    .has("/results/0/projectId", DemoAtlas.PROJECT)
                    .has("/results/0/role", "owner");
            Matcher kept = Pattern.compile("LINKGATE_SANDBOX_KEY=(lgk_\\w+)").matcher(output.getAll());
            assertThat(kept.find()).as("a key is printed").isTrue();
            key = kept.group(1);
            for (int port : ports(sandbox)) {
                assertThat(isOpen("127.0.0.1", port)).isTrue();
                assertThat(isOpen("127.0.0.2", port)).isFalse();
            }
        }
        for (Path place : List.of(data, data.resolveSibling("other"))) {
            try (ConfigurableApplicationContext sandbox = Gateway.run(
                    "linkgate.data-dir=" + place,
                    "spring.profiles.active=sandbox",
                    "linkgate.sandbox.key=" + key,
                    "server.address=0.0.0.0")) { // the image sets it in its environment
                assertThat(administrator(sandbox, key).get("/projects")).isOk().has("/totalCount", 1);
                for (int port : ports(sandbox)) {
                    assertThat(isOpen("127.0.0.2", port)).isTrue();
                }
            }
        }
    }

    private static List<Integer> ports(ConfigurableApplicationContext gateway) {
        return Stream.of("local.server.port", "local.management.port")
                .map(port -> gateway.getEnvironment().getRequiredProperty(port, Integer.class))
                .toList();
    }

    @Test
    void theManagementPortListensWhereItIsTold() {
        try (ConfigurableApplicationContext gateway = Gateway.run(
                "linkgate.data-dir=" + data, "server.address=127.0.0.2", "management.server.address=127.0.0.1")) {
            int number = gateway.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
            assertThat(isOpen("127.0.0.1", number)).isTrue();
            assertThat(isOpen("127.0.0.2", number)).isFalse();
        }
    }

    @Test
    void onePortForAllMayHaveAnAddress() {
        int port = Ports.free();
        try (ConfigurableApplicationContext gateway = Gateway.run(
                "linkgate.data-dir=" + data,
                "server.address=127.0.0.1",
                "server.port=" + port,
                "management.server.port=" + port)) {
            assertThat(isOpen("127.0.0.1", port)).isTrue();
        }
    }

    private static boolean isOpen(String address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theSandboxLogsItsTextWhereTheLogHasAStructure() {
        // A process of its own, because Spring Boot keeps the log's format for the rest of a process.
        GatewayProcess sandbox = GatewayProcess.start(Map.of(
                "LINKGATE_DATA_DIR",
                data.toString(),
                "SPRING_PROFILES_ACTIVE",
                "sandbox",
                "LOGGING_STRUCTURED_FORMAT_CONSOLE",
                "ecs"));
        try (sandbox) {
            Caller anybody = sandbox.awaitReady().caller(answer -> answer);
            Patience.until(() -> anybody.get("/readyz"), answer -> answer.status() == 200);
        }
        assertThat(sandbox.log().lines())
                .filteredOn(
                        // Java's lines about the cache of classes
                        line -> !line.matches("\\[.+]\\[.+]\\[(cds|aot).*].*"))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{"));
        assertThat(sandbox.log()).contains("The sandbox is ready");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsNamed(CapturedOutput output) {
        assertThatThrownBy(() -> Gateway.run(
                                "linkgate.data-dir=" + data,
                                "linkgate.master-key=" + Gateway.MASTER_KEY,
                                "linkgate.admin-token=" + Gateway.ADMIN_TOKEN,
                                "spring.datasource.url=jdbc:postgresql://127.0.0.1:" + Ports.free()
                                        + "/linkgate?password=hush")
                        .close())
                .hasRootCauseInstanceOf(ConnectException.class);
        assertThat(output.getAll())
                .contains("The database of spring.datasource.url cannot be reached: Connection to 127.0.0.1")
                .doesNotContain("\tat ", "hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.port", "management.server.port"})
    void aPortThatIsTakenIsNamedByItsSetting(String setting, CapturedOutput output) throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> Gateway.run("linkgate.data-dir=" + data, setting + "=" + taken.getLocalPort())
                            .close())
                    .isInstanceOf(RuntimeException.class);
            assertThat(output.getAll())
                    .contains("Port " + taken.getLocalPort() + " is in use already", "Set " + setting + " (")
                    .doesNotContain("\tat ");
        }
    }

    /** Kubernetes mounts secrets so: each file is a link into the directory of the present version. */
    @Test
    void secretsAreReadFromFiles() throws IOException {
        Path secrets = Files.createDirectory(data.resolveSibling("secrets"));
        Path version = Files.createDirectory(secrets.resolve("..1"));
        Files.createSymbolicLink(secrets.resolve("..data"), version.getFileName());
        Map<String, String> settings =
                Map.of("linkgate.admin-token", Gateway.ADMIN_TOKEN, "linkgate.master-key", Gateway.MASTER_KEY);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            Files.writeString(version.resolve(setting.getKey()), setting.getValue() + "\n");
            Files.createSymbolicLink(secrets.resolve(setting.getKey()), Path.of("..data", setting.getKey()));
        }
        try (ConfigurableApplicationContext gateway =
                Gateway.run("linkgate.data-dir=" + data, "spring.config.import=configtree:" + secrets + "/")) {
            assertThat(administrator(gateway, Gateway.ADMIN_TOKEN).get("/admin/teams"))
                    .isOk();
        }
        assertThat(data.resolve("admin-token")).doesNotExist();
        assertThat(data.resolve("master-key")).doesNotExist();
    }

    @Test
    void theDeclarationInTheFileIsApplied(CapturedOutput output) throws IOException {
        Path file = data.resolveSibling("linkgate.yaml");
        Files.writeString(file, "teams: {from-the-file: {description: x}}");
        String setting = "linkgate.config.file=" + file;
        try (ConfigurableApplicationContext gateway =
                Gateway.run("linkgate.data-dir=" + data, setting, "linkgate.admin-token=" + Gateway.ADMIN_TOKEN)) {
            Caller administrator = administrator(gateway, Gateway.ADMIN_TOKEN);
            assertThat(administrator.get("/admin/teams/from-the-file")).isOk();
            assertThat(administrator.get("/admin/audit?action=config.apply"))
                    .has("/results/0/actor/kind", "system")
                    .has("/totalCount", 2);
        }
        Files.writeString(file, "teams: {from-the-file: {descripton: hush}, other: {description: 1e9}}");
        assertRefused(output, "teams.from-the-file.descripton is not a field; did you mean description?", setting);
        assertThat(output.getAll()).contains("teams.other.description must be a text");
    }

    /** It must not encrypt over what it cannot read, before or while it is refused. */
    @Test
    void aReplicaWithAnotherMasterKeyAppliesNoDeclaration(CapturedOutput output) throws IOException {
        Path file = data.resolveSibling("linkgate.yaml");
        String declaration = "credentials: {c: {kind: digest, publicKey: %s, privateKey: {env: ATLAS_C}}}";
        Files.writeString(file, declaration.formatted("first"));
        Path database = data.resolve("linkgate.db");
        String[] settings = {"linkgate.config.file=" + file, "ATLAS_C=" + "hush-4711", "linkgate.data-dir=" + data};
        Gateway.run(settings).close();
        JdbcClient stored = JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + database));
        Map<String, Object> row = stored.sql("SELECT * FROM credential").query().singleRow();

        Files.writeString(file, declaration.formatted("second"));
        assertRefused(
                output, "the credential c", settings[0], settings[1], "linkgate.master-key=" + Gateway.MASTER_KEY);

        assertThat(stored.sql("SELECT * FROM credential").query().singleRow()).isEqualTo(row);
        try (ConfigurableApplicationContext withItsKey = Gateway.run(settings)) {
            assertThat(withItsKey.isActive()).isTrue();
            assertThat(stored.sql("SELECT public_part FROM credential")
                            .query(String.class)
                            .single())
                    .isEqualTo("second");
        }
    }

    @Test
    void anSslBundleThatDoesNotExistIsRefused(CapturedOutput output) {
        assertRefused(output, "SSL bundle name 'nope' cannot be found", "server.ssl.bundle=nope");
        assertRefused(
                output, "linkgate.atlas.ssl-bundle names the SSL bundle 'nope'", "linkgate.atlas.ssl-bundle=nope");
        assertThat(output.getAll()).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void anSslBundleWithoutItsFileIsRefused(String watched, CapturedOutput output) {
        assertRefused(
                output,
                "nope.pem",
                "spring.ssl.bundle.pem.gateway.keystore.certificate=file:nope.pem",
                "spring.ssl.bundle.pem.gateway.reload-on-update=" + watched,
                "server.ssl.bundle=gateway");
        assertThat(output.getAll()).contains("An SSL bundle cannot be used: ").doesNotContain("\tat ");
    }

    @Test
    void aKeyThatDoesNotFitItsCertificateIsRefused(CapturedOutput output) {
        assertRefused(
                output,
                "Private key in keystore matches none of the certificates in the chain",
                "spring.ssl.bundle.pem.gateway.keystore.certificate=file:"
                        + Certificates.write(data.resolveSibling("one.pem"), Certificates.server()),
                "spring.ssl.bundle.pem.gateway.keystore.private-key=file:"
                        + Certificates.write(data.resolveSibling("other.pem"), Certificates.server()),
                "spring.ssl.bundle.pem.gateway.keystore.verify-keys=true",
                "server.ssl.bundle=gateway");
    }

    @Test
    void noMasterKeyIsMadeForSecretsOfAnother(CapturedOutput output) throws IOException {
        Gateway.run("linkgate.data-dir=" + data).close();
        Path key = data.resolve("master-key");
        Files.move(key, data.resolveSibling("master-key"));

        assertRefused(output, "The master key is missing");

        assertThat(key).doesNotExist();
    }

    private void assertRefused(CapturedOutput output, String reason, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("linkgate.data-dir=" + data);
        assertThatThrownBy(() -> Gateway.run(all.toArray(String[]::new)).close())
                .hasStackTraceContaining(reason);
        assertThat(output.getAll()).contains("APPLICATION FAILED TO START", reason, "Action:");
        assertThat(output.getAll()).doesNotContain("hush");
    }

    private static Caller administrator(ConfigurableApplicationContext gateway, String token) {
        String port = Objects.requireNonNull(gateway.getEnvironment().getProperty("local.server.port"));
        return new Caller(URI.create("http://127.0.0.1:" + port), answer -> answer, Map.of())
                .with("Authorization", "Bearer " + token);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
