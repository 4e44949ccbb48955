package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A gateway with projects in two Atlases, as Atlas and Atlas for Government are. */
@Tag("postgresql")
class SeveralAtlasesTest {

    private static final String PUBLIC_KEY = "governme";
    private static final String PRIVATE_KEY = "0c0ffee4-7e1f-4c38-9d6e-5a0b11ad2c90";
    private static final SimulatedAtlas GOVERNMENT =
            new SimulatedAtlas(SandboxSettings.defaults().withKey(PUBLIC_KEY, Secret.of(PRIVATE_KEY))).start();

    /** It has a small share for each team, too, for {@link TeamShareTest}. */
    static final Gateway GATEWAY = Gateway.shared(
            "linkgate.atlas.base-urls=" + GOVERNMENT.baseUrl(),
            "linkgate.limits.team-requests-per-minute=" + TeamShareTest.LIMIT);

    private final Caller administrator = GATEWAY.administrator();
    private final String credential = "gov-" + Gateway.unused(6);

    SeveralAtlasesTest() {
        GATEWAY.house().forbid(PRIVATE_KEY);
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

    /** A project of the other Atlas, bound to a new credential. */
    private Scene inGovernment() {
        assertThat(administrator.put(
                        "/admin/credentials/" + credential,
                        key(GOVERNMENT.baseUrl().toString())))
                .hasStatus(201);
        Scene scene = new Scene(GATEWAY, Scene.newProject(), Scene.newLink());
        GOVERNMENT.addLink(scene.project(), scene.link(), Provider.AWS, "US_GOV_WEST_1", SimulatedLinkStatus.AVAILABLE);
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
