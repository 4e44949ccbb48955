package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.Certificates;
import dev.linkgate.cli.CommandRun;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers with client certificates, whose subjects the operator has mapped to teams. */
@Timeout(300)
class ClientCertificatesTest {

    private static final String DEPLOYER = "CN=deployer.example.com,O=Example";

    private final Gateway gateway = gateway(TestDatabase.usual());
    private final Scene scene = Scene.in(gateway);
    private final NewTeam team = NewTeam.in(gateway).may("editor", scene.project());

    /** It knows teams by certificates, too. */
    static Gateway gateway(TestDatabase database) {
        return Tls.shared(
                database,
                "server.ssl.client-auth=want",
                "linkgate.tls.teams[0].subject=CN={team},OU=teams,O=Example",
                "linkgate.tls.teams[1].subject=" + DEPLOYER,
                "linkgate.tls.teams[1].team=deployers");
    }

    private Caller showing(String subject) {
        return gateway.anonymous().showing(Certificates.client(subject));
    }

    private static String subjectOf(NewTeam team) {
        return "CN=" + team.name() + ",OU=teams,O=Example";
    }

    @Test
    void aCertificateHasTheGrantsOfItsTeam() {
        Caller caller = showing(subjectOf(team));

        Answer added = caller.post(scene.endpoints(), Scene.body(Scene.newEndpoint()));

        assertThat(added).hasStatus(201);
        assertThat(caller.get("/projects"))
                .results("projectId")
                .containsExactly(scene.project().value());
        assertThat(caller.get(Scene.in(gateway).linkPath())).isProblem("forbidden");
        assertThat(caller.get("/admin/teams")).isProblem("forbidden");
        assertThat(gateway.administrator()
                        .get("/admin/audit/records/"
                                + added.header("Audit-Receipt").replaceFirst(":.*", "")))
                .has("/actor/kind", "team")
                .has("/actor/team", team.name())
                .has("/actor/subject", subjectOf(team))
                .hasNo("/actor/keyId");
        assertThat(gateway.administrator().post("/admin/audit/verification", ""))
                .has("/valid", true);
    }

    @Test
    void oneSubjectCanStandForOneTeam() {
        assertThat(gateway.administrator().put("/admin/teams/deployers", "{\"description\":\"\"}"))
                .hasStatus(201);
        assertThat(gateway.administrator()
                        .put("/admin/teams/deployers/grants/" + scene.project(), "{\"role\":\"viewer\"}"))
                .hasStatus(201);
        assertThat(showing(DEPLOYER).get(scene.linkPath())).isOk();
    }

    @Test
    void aTeamWithoutAGrantMayDoNothing() {
        assertThat(showing("CN=unheard-of,OU=teams,O=Example").get(scene.linkPath()))
                .isProblem("forbidden");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=%s",
                "CN=%s,OU=teams,O=Another",
                "CN=%s\\,OU\\=teams\\,O\\=Example",
                "CN=deployer.example.com"
            })
    void aSubjectThatIsNotMappedIsNobody(String subject) {
        assertThat(showing(subject.formatted(team.name())).get(scene.linkPath()))
                .isProblem("unauthenticated");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() {
        X509Bundle another = Certificates.client(subjectOf(team), Certificates.authority("Another"));
        assertNoConnection(gateway.anonymous().showing(another));
        X509Bundle namesake = Certificates.client(subjectOf(team), Certificates.authority("Authority of the tests"));
        assertNoConnection(gateway.anonymous().showing(namesake));
    }

    private void assertNoConnection(Caller caller) {
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> caller.get(scene.linkPath()));
    }

    @Test
    void aCertificateIsNotRequired() {
        assertThat(team.caller().get(scene.linkPath())).isOk();
        assertThat(gateway.anonymous().get(scene.linkPath())).isProblem("unauthenticated");
        assertThat(gateway.anonymous().get("/readyz")).isOk();
    }

    /** Its certificate stands for a key. */
    @Test
    void theCommandLineShowsACertificate(@TempDir Path directory) throws IOException {
        X509Bundle bundle = Certificates.client(subjectOf(team));
        Map<String, String> environment = new HashMap<>(Map.of(
                "LINKGATE_URL",
                gateway.url().toString(),
                "LINKGATE_CA_FILE",
                Certificates.writeTrusted(directory.resolve("ca.pem"), Certificates.AUTHORITY)
                        .toString(),
                "LINKGATE_CLIENT_CERT",
                Files.writeString(directory.resolve("client.pem"), bundle.getCertificatePathPEM())
                        .toString(),
                "LINKGATE_CLIENT_KEY",
                Files.writeString(directory.resolve("client-key.pem"), bundle.getPrivateKeyPEM())
                        .toString()));

        assertThat(CommandRun.of(environment, "key", "show").isDone().rows())
                .contains(List.of("team", team.name()), List.of("subject", subjectOf(team)));

        environment.remove("LINKGATE_CLIENT_KEY");
        environment.put(
                "LINKGATE_CLIENT_CERT",
                Certificates.write(directory.resolve("nobody.pem"), Certificates.client("CN=nobody"))
                        .toString());
        CommandRun.of(environment, "projects", "ls").endsWith(5);
        environment.put("LINKGATE_KEY", team.key());
        CommandRun.of(environment, "projects", "ls").isDone();
        environment.put("LINKGATE_URL", gateway.url().toString().replace("https:", "http:"));
        CommandRun.of(environment, "projects", "ls").endsWith(4);
        environment.put("LINKGATE_URL", gateway.url().toString());
        environment.remove("LINKGATE_CA_FILE");
        assertThat(CommandRun.of(environment, "projects", "ls").endsWith(4).err())
                .contains("is not trusted");
    }

    @Test
    void aTokenDecidesAlone() {
        NewTeam other = NewTeam.in(gateway);
        X509Bundle certificate = Certificates.client(subjectOf(team));
        assertThat(other.caller().showing(certificate).get(scene.linkPath())).isProblem("forbidden");
        assertThat(gateway.as("nonsense").showing(certificate).get(scene.linkPath()))
                .isProblem("unauthenticated");
        assertThat(gateway.administrator().showing(certificate).get("/admin/teams"))
                .isOk();
        assertThat(team.caller().showing(Certificates.client("CN=nobody")).get(scene.linkPath()))
                .isOk();
    }

    @Test
    void aHeaderIsNoCertificate() {
        String subject = subjectOf(team);
        assertThat(gateway.anonymous()
                        .with("jakarta.servlet.request.X509Certificate", subject)
                        .with("SSL_CLIENT_S_DN", subject)
                        .with("X-SSL-Client-S-DN", subject)
                        .with("X-Forwarded-Client-Cert", "Subject=\"" + subject + "\"")
                        .get(scene.linkPath()))
                .isProblem("unauthenticated");
    }
}
