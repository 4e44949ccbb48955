package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.log.SeenRequest;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads shared between callers, with answers that are shared for longer than the test takes. */
@Alone
class SharedReadsTest {

    private final Gateway gateway = Gateway.alone("linkgate.reads.max-age=1h");
    private final Scene scene = Scene.in(gateway);
    private final String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
    private final Caller one = scene.editor();
    private final Caller other = scene.viewer();

    @Test
    void sharedReadCarriesItsAge() {
        for (String path : List.of(scene.endpoint(id), scene.linkPath(), scene.links(), scene.endpoints())) {
            long before = gateway.atlas().log().requests();
            Answer first = one.with("Cache-Control", "no-cache").get(path);
            assertThat(first).isOk().hasNoHeader("Age");
            assertThat(scene.requestsSince(before)).isNotEmpty();
            before = gateway.atlas().log().requests();

            Answer second = other.get(path);

            assertThat(second).isOk().header("Age").matches("[0-9]+");
            assertThat(second.json().at("/results")).isEqualTo(first.json().at("/results"));
            assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
            assertThat(scene.requestsSince(before)).isEmpty();
        }
    }

    @Test
    void pollsOfTheAtlasApiShareTheSameReads() {
        String root = "/api/atlas/v1.0/groups/" + scene.project() + "/privateEndpoint";
        Map<String, String> ways = Map.of(
                scene.endpoint(id),
                root + "/AWS/endpointService/" + scene.link() + "/endpoint/" + id,
                scene.linkPath(),
                root + "/AWS/endpointService/" + scene.link(),
                scene.links() + "?provider=AWS",
                root);
        ways.forEach((own, atlas) -> {
            assertThat(one.get(own)).isOk();
            long before = gateway.atlas().log().requests();

            assertThat(other.get(atlas)).isOk().header("Age").matches("[0-9]+");

            assertThat(scene.requestsSince(before)).isEmpty();
        });
    }

    @Test
    void aTagIsComparedWithASharedAnswerToo() {
        String tag = one.get(scene.endpoint(id)).header("ETag");
        assertThat(other.with("If-None-Match", tag).get(scene.endpoint(id)))
                .hasStatus(304)
                .hasHeader("ETag", tag)
                .hasHeader("Cache-Control", "private, no-cache")
                .hasHeader("Vary", "Authorization")
                .header("Age")
                .matches("[0-9]+");
    }

    @Test
    void aListSharesItsParts() {
        one.get(scene.endpoint(id));
        long before = gateway.atlas().log().requests();
        assertThat(other.get(scene.endpoints())).isOk().header("Age").matches("[0-9]+");
        assertThat(scene.requestsSince(before))
                .filteredOn(SeenRequest::authorized)
                .as("only the link was read")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-cache", "No-Cache", "max-age=5, no-cache"})
    void whoWantsANewAnswerGetsOneThatServesTheOthers(String cacheControl) {
        one.get(scene.endpoint(id));
        String more = scene.hasEndpoint(EndpointStatus.PENDING);
        one.get(scene.linkPath());
        gateway.atlas().dropLink(scene.project(), scene.link());

        assertThat(other.get(scene.endpoint(id))).isOk();
        assertThat(other.with("Cache-Control", cacheControl).get(scene.endpoint(more)))
                .isProblem("link-not-found");
        assertThat(other.with("Cache-Control", "no-store").get(scene.endpoint(id)))
                .isOk();
    }

    @Test
    void aRoleIsNeededForSharedAnswersToo() {
        one.get(scene.endpoint(id));
        assertThat(NewTeam.in(gateway).caller().get(scene.endpoint(id))).isProblem("forbidden");
    }

    @Test
    void sharedReadIsRecordedWithoutAttempts() {
        one.get(scene.linkPath()); // the nonce is held from here on
        one.get(scene.endpoint(id));
        other.get(scene.endpoint(id));

        assertThat(gateway.administrator().get("/admin/audit?action=endpoint.get&projectId=" + scene.project()))
                .has("/totalCount", 2)
                .has("/results/0/attempts", 0)
                .has("/results/0/credential", "default")
                .has("/results/0/credentialVersion", 1)
                .has("/results/0/status", 200)
                .isNullAt("/results/0/atlasStatus")
                .has("/results/1/attempts", 1);
    }
}
