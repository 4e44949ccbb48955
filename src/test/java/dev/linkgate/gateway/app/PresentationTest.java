package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.state.EndpointStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options for the form of an answer. */
class PresentationTest {

    private final Scene scene = Scene.in(Gateway.shared());
    private final Caller editor = scene.editor();

    @Test
    void prettyOnlyChangesTheSpaces() {
        Answer plain = editor.get(scene.linkPath());
        Answer pretty = editor.get(scene.linkPath() + "?pretty=true");

        assertThat(plain.body()).doesNotContain("\n");
        assertThat(pretty.body()).contains("\n  \"id\"");
        assertThat(pretty.json()).isEqualTo(plain.json());
        assertThat(editor.get(scene.linkPath() + "?pretty=false").body()).isEqualTo(plain.body());
        assertThat(editor.get(scene.endpoints() + "/x?pretty=true").body()).contains("\n  \"code\"");
    }

    @Test
    void anEnvelopeHoldsAnEntityAndItsStatus() {
        String id = Scene.newEndpoint();

        assertThat(editor.post(scene.endpoints() + "?envelope=true", Scene.body(id)))
                .hasStatus(201)
                .hasHeader("Location", scene.endpoint(id))
                .has("/status", 201)
                .has("/content/interfaceEndpointId", id);
        Answer got = editor.get(scene.endpoint(id) + "?envelope=true&pretty=true");
        assertThat(got).isOk().has("/status", 200).has("/content/interfaceEndpointId", id);
        assertThat(got.json().propertyNames()).containsExactly("status", "content");
        assertThat(got.json().at("/content"))
                .isEqualTo(editor.get(scene.endpoint(id)).json());
    }

    @Test
    void anEnvelopedListHasItsStatusBesideTheResults() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Answer list = editor.get(scene.endpoints() + "?envelope=true");
        assertThat(list)
                .isOk()
                .has("/status", 200)
                .has("/totalCount", 1)
                .results("connectionStatus")
                .hasSize(1);
        assertThat(list.link("self")).isEqualTo(scene.endpoints() + "?envelope=true");
    }

    @Test
    void aProblemInAnEnvelopeIsAProblem() {
        assertThat(editor.get(scene.endpoint(Scene.newEndpoint()) + "?envelope=true"))
                .isProblem("endpoint-not-found");
        assertThat(Gateway.shared().anonymous().get(scene.linkPath() + "?envelope=true&pretty=true"))
                .isProblem("unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pretty=true1", "xpretty=true", "pretty=TRUE", "a=pretty=true", "pretty"})
    void nothingElseMakesItPretty(String query) {
        Answer answer = editor.get(scene.linkPath() + "?" + query);
        assertThat(answer).isProblem("invalid-request");
        assertThat(answer.body()).doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "order-4711", "8f14e45f-ceea-467a-9575-1b2c3d4e5f60"})
    void aSaneRequestIdComesBack(String id) {
        assertThat(editor.with("X-Request-Id", id).get(scene.linkPath())).isOk().hasHeader("X-Request-Id", id);
        assertThat(editor.with("X-Request-Id", id).get(scene.endpoint("x")))
                .hasHeader("X-Request-Id", id)
                .has("/requestId", id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "<script>", "a b", "${jndi:ldap://x}", "-rf", "lgk_4711_secret", "id.lgt_4711", "lga_4711"})
    void anInsaneOneIsReplaced(String id) {
        Answer answer = editor.with("X-Request-Id", id).get(scene.linkPath());
        assertThat(answer).isOk();
        assertThat(answer.header("X-Request-Id")).isNotEqualTo(id).isNotBlank();
    }

    @Test
    void aLongOneIsReplacedToo() {
        String longest = "a".repeat(128);
        assertThat(editor.with("X-Request-Id", longest).get("/projects")).hasHeader("X-Request-Id", longest);
        assertThat(editor.with("X-Request-Id", longest + "a").get("/projects").header("X-Request-Id"))
                .hasSizeLessThanOrEqualTo(128);
    }

    @Test
    void headAnswersAsGetDoesWithoutABody() {
        Answer get = editor.get(scene.linkPath());
        Answer head = editor.send("HEAD", scene.linkPath(), java.net.http.HttpRequest.BodyPublishers.noBody());
        assertThat(head)
                .isOk()
                .isEmpty()
                .hasHeader("ETag", get.header("ETag"))
                .hasHeader("Content-Type", get.header("Content-Type"));
        assertThat(editor.send("HEAD", scene.endpoint("x"), java.net.http.HttpRequest.BodyPublishers.noBody()))
                .hasStatus(400)
                .isEmpty();
    }
}
