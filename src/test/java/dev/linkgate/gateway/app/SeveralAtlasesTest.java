package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A gateway with projects in two Atlases, as Atlas and Atlas for Government are. */
class SeveralAtlasesTest {

    private static final String PUBLIC_KEY = "governme";
    private static final String PRIVATE_KEY = "0c0ffee4-7e1f-4c38-9d6e-5a0b11ad2c90";
    private static final SimulatedAtlas GOVERNMENT =
            new SimulatedAtlas(SandboxSettings.defaults().withKey(PUBLIC_KEY, Secret.of(PRIVATE_KEY))).start();

    private static final Gateway GATEWAY = Gateway.start("linkgate.atlas.base-urls=" + GOVERNMENT.baseUrl());

    private final Caller administrator = GATEWAY.administrator();
    private final String credential = "gov-" + Gateway.unused(6);

    SeveralAtlasesTest() {
        GATEWAY.house().forbid(PRIVATE_KEY);
        GOVERNMENT.log().forget();
        GATEWAY.atlas().log().forget();
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
        GOVERNMENT.close();
    }

    @Test
    void aProjectUsesTheAtlasOfItsCredential() {
        Scene scene = inGovernment();
        Scene usual = Scene.in(GATEWAY);
        String endpoint = Scene.newEndpoint();

        assertThat(scene.editor().post(scene.endpoints(), Scene.body(endpoint))).hasStatus(201);
        assertThat(usual.viewer().get(usual.linkPath())).isOk();

        assertThat(GOVERNMENT.endpoint(scene.project(), scene.link(), endpoint)).isPresent();
        assertThat(GOVERNMENT.log().seen())
                .noneMatch(request -> request.uri().contains(usual.project().value()));
        assertThat(GATEWAY.atlas().log().seen())
                .noneMatch(request -> request.uri().contains(scene.project().value()));
        assertThat(administrator.post(
                        "/admin/credentials/" + credential + "/verification",
                        "{\"projectId\":\"" + scene.project() + "\"}"))
                .isOk()
                .has("/ok", true);
        assertThat(GATEWAY.operator().get("/actuator/prometheus").body())
                .contains("linkgate_atlas_breaker_state{")
                .contains("atlas=\"" + GOVERNMENT.baseUrl().getAuthority() + "\"");
    }

    @Test
    void aKeyIsVerifiedAtItsAtlas() {
        assertThat(administrator.put("/admin/credentials/" + credential + "?verify=true", key(null)))
                .isProblem("credential-rejected");
        assertThat(administrator.put(
                        "/admin/credentials/" + credential + "?verify=true",
                        key(GOVERNMENT.baseUrl().toString())))
                .hasStatus(201)
                .has("/baseUrl", GOVERNMENT.baseUrl().toString());
        assertThat(administrator.put("/admin/credentials/" + credential + "?verify=true", key("https://evil.example")))
                .isInvalidIn("baseUrl");
    }

    @Test
    void nothingIsSentToAnAtlasThatIsNoLongerAllowed() {
        Scene scene = inGovernment();
        String[] without = GATEWAY.properties().stream()
                .filter(property -> !property.startsWith("linkgate.atlas.base-urls"))
                .toArray(String[]::new);
        List<String> kept = List.of(without);
        try (Gateway restarted = new Gateway(
                Gateway.run(without), GATEWAY.atlas(), GATEWAY.atlasClock(), GATEWAY.house(), kept, false)) {
            GOVERNMENT.log().forget();
            GATEWAY.atlas().log().forget();
            NewTeam team = NewTeam.in(restarted).may("editor", scene.project());

            assertThat(team.caller().get(scene.linkPath())).isProblem("no-credential");
            assertThat(team.caller().post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                    .isProblem("no-credential");
            assertThat(restarted.administrator().post("/admin/credentials/" + credential + "/verification", "{}"))
                    .isProblem("no-credential");

            assertThat(GOVERNMENT.log().seen()).isEmpty();
            assertThat(GATEWAY.atlas().log().seen()).isEmpty();
        }
    }

    /** A project of the other Atlas, bound to a new credential. */
    private Scene inGovernment() {
        Scene scene = new Scene(GATEWAY, Scene.newProject(), Scene.newLink());
        GOVERNMENT.addLink(scene.project(), scene.link(), Provider.AWS, "US_GOV_WEST_1", SimulatedLinkStatus.AVAILABLE);
        assertThat(administrator.put(
                        "/admin/credentials/" + credential,
                        key(GOVERNMENT.baseUrl().toString())))
                .hasStatus(201);
        assertThat(administrator.put("/admin/projects/" + scene.project(), """
                        {"name":"a project","credential":"%s"}""".formatted(credential)))
                .hasStatus(201);
        return scene;
    }

    private static String key(@Nullable String baseUrl) {
        String of = baseUrl == null ? "" : ",\"baseUrl\":\"" + baseUrl + "\"";
        return """
                {"kind":"digest","publicKey":"%s","privateKey":"%s"%s}""".formatted(PUBLIC_KEY, PRIVATE_KEY, of);
    }
}
