package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.TestDirectories;
import dev.linkgate.gateway.core.platform.store.ReleasedData;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a release has stored is kept by each later build: rights, secrets, rules, endpoints, and the trail. CONTRIBUTING.md
 * says when a release is added.
 */
@Tag("postgresql")
class ReleasedDataTest {

    private static final ProjectId PROJECT = new ProjectId("64b7f0c2a91d3e5f60718f01");
    private static final LinkId LINK = new LinkId("64b7f1d8a91d3e5f60718f02");
    private static final String ADDED = "vpce-0a1b2c3d4e5f60f03";

    private final Scene scene;

    ReleasedDataTest() {
        Gateway gateway = Gateway.shared();
        scene = new Scene(gateway, PROJECT, LINK);
        gateway.atlas().addLink(PROJECT, LINK, Provider.AWS, "US_EAST_1", SimulatedLinkStatus.AVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({"0.4.0, 1.1"})
    void whatAReleaseHasStoredIsKept(String version, String schema) throws IOException, SQLException {
        ReleasedData data = ReleasedData.of(version);
        assertThat(data.changedMigrations(TestDatabase.usual())).isEmpty();
        scene.gateway().atlas().addEndpoint(PROJECT, LINK, ADDED, EndpointStatus.AVAILABLE);

        try (Gateway gateway = scene.gateway()
                .anotherWith(
                        "spring.datasource.url=" + data.restore(TestDatabase.usual(), schema),
                        "linkgate.data-dir=" + TestDirectories.create())) {
            Caller ada = gateway.as(data.comment("key of ada"));
            Caller team = gateway.as(data.comment("key of payments"));

            assertThat(ada.post("/admin/audit/verification", "")).isOk().has("/valid", true);
            assertThat(ada.post("/admin/credentials/atlas/verification", "{\"projectId\":\"" + PROJECT + "\"}"))
                    .isOk()
                    .has("/ok", true);
            assertThat(team.get(scene.endpoint(ADDED))).isOk().has("/team", "payments");
            assertThat(team.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                    .hasStatus(201);
            assertThat(team.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                    .isProblem("quota-reached");
        }
    }

    /** Not a test: it adds a release. */
    @EnabledIfSystemProperty(named = "test.release", matches = ".+")
    @Test
    void aReleaseIsAdded() throws IOException, SQLException {
        try (Gateway gateway = scene.gateway()
                .anotherWith(
                        "spring.datasource.url=" + TestDatabase.SQLITE.migratedUrl(),
                        "linkgate.data-dir=" + TestDirectories.create())) {
            Caller administrator = gateway.administrator();
            made(administrator.put("/admin/administrators/ada", "{\"description\":\"\",\"scopes\":[\"all\"]}"));
            made(administrator.put("/admin/credentials/atlas", """
                    {"kind":"digest","publicKey":"%s","privateKey":"%s"}""".formatted(Gateway.PUBLIC_KEY, Gateway.PRIVATE_KEY)));
            made(administrator.put("/admin/projects/" + PROJECT, "{\"name\":\"Shop\",\"credential\":\"atlas\"}"));
            made(administrator.put("/admin/projects/" + PROJECT + "/rules", "{\"endpointsPerTeam\":2}"));
            made(administrator.put("/admin/teams/payments", "{\"description\":\"Payments\"}"));
            made(administrator.put("/admin/teams/payments/grants/" + PROJECT, "{\"role\":\"owner\"}"));
            String ada = made(administrator.post("/admin/administrators/ada/keys", "{\"label\":\"laptop\"}"));
            String team = made(administrator.post("/admin/teams/payments/keys", "{\"label\":\"ci\"}"));
            assertThat(gateway.as(team).post(scene.endpoints(), Scene.body(ADDED)))
                    .hasStatus(201);
            assertThat(gateway.as(ada).get("/admin/audit/checkpoint")).isOk();

            ReleasedData.write(
                    System.getProperty("test.release"),
                    gateway.dataSource(),
                    Map.of("key of ada", ada, "key of payments", team));
        }
    }

    /** The key in the answer, or nothing. */
    private static String made(Answer answer) {
        assertThat(answer).hasStatus(201);
        return answer.json().path("key").asString("");
    }
}
