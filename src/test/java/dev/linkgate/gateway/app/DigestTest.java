package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.authentication.ChallengeReason;
import dev.linkgate.sandbox.log.SeenRequest;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Atlas sees: one trip a call, no hammering, and nothing of the caller's. */
@Tag("postgresql")
@Alone
class DigestTest {

    private final Gateway gateway = Gateway.alone();
    private final SimulatedAtlas atlas = gateway.atlas();
    private final Caller administrator = gateway.administrator();
    private final Scene scene = Scene.in(gateway);
    private final String publicKey = "d" + Gateway.unused(7);
    private final String privateKey = "d1ge57ed-" + Gateway.unused(12);
    private final String credential;
    private final Caller editor = scene.editor();

    DigestTest() {
        atlas.keys().accept(publicKey, Secret.of(privateKey));
        credential = "/admin/credentials/" + scene.hasCredential(publicKey, privateKey);
    }

    @Test
    void rejectedKeyIsNotTriedUntilReplaced() {
        assertThat(editor.get(scene.linkPath())).isOk();
        String next = "d1ge57ed-next-" + Gateway.unused(8);
        gateway.house().forbid(next);
        atlas.keys().accept(publicKey, Secret.of(next));

        assertThat(editor.get(scene.linkPath()))
                .isProblem("atlas-credential-rejected")
                .has("/atlas/status", 401);

        assertThat(administrator.get(credential)).has("/state", "SUSPECT");
        assertThat(trips(() -> {
                    for (int i = 0; i < 10; i++) {
                        assertThat(editor.get(scene.linkPath())).isProblem("atlas-credential-rejected");
                        assertThat(editor.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                                .isProblem("atlas-credential-rejected");
                    }
                }))
                .isZero();
        Scene other = Scene.in(gateway);
        assertThat(other.viewer().get(other.linkPath()))
                .as("with another credential")
                .isOk();

        administrator.put(credential, """
                {"kind":"digest","publicKey":"%s","privateKey":"%s"}""".formatted(publicKey, next));
        assertThat(editor.get(scene.linkPath())).isOk();
        assertThat(administrator.get(credential)).has("/state", "OK").has("/version", 2);
    }

    @Test
    void callersHeadersNeverReachAtlas() {
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        atlas.log().forget();

        Caller talkative = editor.with("Cookie", "session=1")
                .with("X-Forwarded-For", "192.0.2.1")
                .with("Forwarded", "for=192.0.2.1")
                .with("X-Anything", "else")
                .with("Accept-Language", "de")
                .with("Baggage", "a=b")
                .with("tracestate", "a=b")
                .with("traceparent", traceparent);
        assertThat(talkative.post(scene.endpoints() + "?pretty=true", Scene.body(Scene.newEndpoint())))
                .hasStatus(201);

        assertThat(sent()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.headers().keySet())
                    .allMatch(name -> List.of(
                                    "accept", "content-length", "content-type", "host", "traceparent", "user-agent")
                            .contains(name.toLowerCase(java.util.Locale.ROOT)));
            assertThat(request.headers().get("traceparent")).containsExactly(traceparent);
            assertThat(request.uri()).doesNotContain("?");
        });
        assertThat(sent().getFirst().challenge())
                .as("the first asks for the nonce of the others")
                .isEqualTo(ChallengeReason.NO_CREDENTIALS);
        assertThat(sent().getFirst().scheme()).isNull();
        assertThat(sent().stream().skip(1))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.scheme()).isEqualTo("Digest"));
    }

    @Test
    void invalidTraceParentIsDropped() {
        atlas.log().forget();
        assertThat(editor.with("traceparent", "00-zz").get(scene.linkPath())).isOk();
        assertThat(sent())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("traceparent"));
    }

    @Test
    void listReadsTheLinkAndThePagesEndpoints() {
        for (int i = 0; i < 5; i++) {
            scene.hasEndpoint(EndpointStatus.AVAILABLE);
        }
        editor.get(scene.linkPath());
        assertThat(trips(() -> editor.get(scene.endpoints() + "?itemsPerPage=1")))
                .isEqualTo(2);
    }

    @Test
    void listOfLinksAsksForEachCloud() {
        atlas.log().forget();
        editor.get(scene.links());
        assertThat(sent())
                .filteredOn(SeenRequest::authorized)
                .extracting(request -> request.uri().replaceFirst(".*/privateEndpoint/(.*)/endpointService", "$1"))
                .containsExactlyInAnyOrder("AWS", "AZURE", "GCP");
    }

    private List<SeenRequest> sent() {
        return atlas.log().seen().stream()
                .filter(request -> request.uri().contains(scene.project().value()))
                .toList();
    }

    /** How many requests of this project the calls send. */
    private long trips(Runnable calls) {
        long before = atlas.log().requests();
        calls.run();
        return scene.requestsSince(before).size();
    }
}
