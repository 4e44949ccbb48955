package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.state.EndpointStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Replacing a link's last endpoint, with which Atlas may remove the link. */
@Tag("postgresql")
@Alone
class LostLinkTest {

    private final Gateway gateway;
    private final Scene scene;
    private final String failed;

    LostLinkTest() {
        this.gateway = Gateway.alone();
        this.scene = Scene.in(gateway);
        this.failed = scene.hasEndpoint(EndpointStatus.REJECTED);
    }

    @Test
    void anOwnerGetsANewLink() {
        Answer ended = replaceAs("owner");

        assertThat(ended).has("/state", "FAILED").has("/problem/code", "link-not-found");
        Answer created = scene.viewer().with("Cache-Control", "no-cache").get(scene.links() + "/aws:us-east-1");
        assertThat(created).isOk();
        assertThat(created.text("/id")).isNotEqualTo(scene.link().value());
        assertThat(ended.text("/problem/detail")).contains(created.text("/id"), created.text("/endpointServiceName"));
    }

    @Test
    void anEditorIsToldThatTheLinkIsGone() {
        assertThat(replaceAs("editor")).has("/state", "FAILED").has("/problem/code", "link-not-found");
        assertThat(scene.viewer().with("Cache-Control", "no-cache").get(scene.links() + "/aws:us-east-1"))
                .isProblem("link-not-found");
    }

    @Test
    void aLinkThatAtlasKeepsGetsItsEndpointBack() {
        gateway.atlas().keepEmptyLinks(scene.project());

        assertThat(replaceAs("owner")).has("/state", "SUCCEEDED");
        assertThat(scene.viewer().get(scene.endpoint(failed))).isOk().has("/connectionStatus", "AVAILABLE");
    }

    private Answer replaceAs(String role) {
        Answer accepted = scene.with(role).put(scene.endpoint(failed) + "?allowLinkRemoval=true");
        assertThat(accepted).hasStatus(202).hasHeader("Retry-After", "5");
        return scene.ended(accepted.header("Location"));
    }
}
