package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A feature that is switched off shows nothing, and what it has stored stays. */
@Tag("postgresql")
class FeaturesOffTest {

    private static final String WEBHOOK = "/admin/webhooks/kept";

    private static final Gateway BEFORE = Gateway.start("linkgate.webhooks.allow=hooks.example");
    private static final Gateway OFF = BEFORE.anotherWith("linkgate.features.off=webhooks,pages,federation");

    private final Caller administrator = Caller.of(OFF.url()).with("Authorization", "Bearer " + Gateway.ADMIN_TOKEN);

    @AfterAll
    static void close() {
        OFF.close();
        BEFORE.close();
    }

    @Test
    void itsPathsAreNotThereAndItsDataStays() {
        assertThat(BEFORE.administrator().put(WEBHOOK, """
                        {"url":"https://hooks.example/in","secret":"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=","events":["*"]}""")).hasStatus(201);

        for (String path : List.of(WEBHOOK, "/", "/start.js")) {
            assertThat(administrator.get(path)).isProblem("not-found");
        }

        assertThat(administrator.get("/v3/api-docs").body())
                .contains("/projects/{projectId}/links")
                .doesNotContain("/admin/webhooks");
        assertThat(BEFORE.administrator().get(WEBHOOK)).isOk();
    }

    @Test
    void withoutDataFederationAtlasIsNotAskedForIt() {
        Scene scene = Scene.in(BEFORE).registered();
        String federation = "/projects/" + scene.project() + "/federation-endpoints";
        long before = BEFORE.atlas().log().requests();

        assertThat(administrator.get(federation)).isProblem("not-found");
        assertThat(AtlasTool.withToken(OFF, Gateway.ADMIN_TOKEN)
                        .get("/api/atlas/v2/groups/" + scene.project() + "/privateNetworkSettings/endpointIds"))
                .extractingStatus()
                .isEqualTo(403);
        for (String list : List.of("/endpoints", "/drift", "/terraform", "")) {
            assertThat(administrator.get("/projects/" + scene.project() + list)).isOk();
        }

        assertThat(scene.requestsSince(before))
                .isNotEmpty()
                .noneMatch(request -> request.uri().contains("privateNetworkSettings"));
        assertThat(administrator.get("/v3/api-docs").body())
                .contains("/projects/{projectId}/links")
                .doesNotContain("ederation-endpoints", "FederationEndpoint");
    }
}
