package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Links and endpoints (docs/api.md), which are the same with both of Atlas's APIs. */
@ParameterizedClass
@EnumSource(LinksAndEndpointsTest.Api.class)
@Alone
@Tag("postgresql")
class LinksAndEndpointsTest {

    enum Api {
        V2 {
            @Override
            Gateway gateway() {
                return Gateway.alone();
            }
        },
        CLASSIC {
            @Override
            Gateway gateway() {
                return Gateway.sharedClassic();
            }
        };

        abstract Gateway gateway();
    }

    private final Api api;
    private final Gateway gateway;
    private final Scene scene;

    LinksAndEndpointsTest(Api api) {
        this.api = api;
        this.gateway = api.gateway();
        this.scene = Scene.in(gateway);
    }

    @Test
    void aCallerSeesTheProjectsItHasARoleOn() {
        NewTeam team = NewTeam.in(gateway).may("editor", scene.project());
        Scene other = Scene.in(gateway);
        assertThat(gateway.administrator().put("/admin/projects/" + scene.project(), "{\"name\":\"payments\"}"))
                .hasStatus(201);

        assertThat(team.caller().get("/projects"))
                .isOk()
                .has("/results/0/projectId", scene.project())
                .has("/results/0/projectName", "payments")
                .has("/results/0/role", "editor")
                .has("/totalCount", 1);

        team.may("viewer", other.project());
        assertThat(team.caller().get("/projects")).results("role").containsExactly("editor", "viewer");
        assertThat(NewTeam.in(gateway).caller().get("/projects"))
                .results("projectId")
                .isEmpty();
        assertThat(gateway.administrator().all("/projects", "projectId"))
                .contains(scene.project().value(), other.project().value())
                .doesNotHaveDuplicates();
    }

    @Test
    void linkHasTheGatewaysForm() {
        String endpoint = scene.hasEndpoint(EndpointStatus.AVAILABLE);

        Answer answer = scene.viewer().get(scene.linkPath());

        assertThat(answer)
                .isOk()
                .has("/id", scene.link())
                .has("/provider", "AWS")
                .has("/status", "AVAILABLE")
                .has("/interfaceEndpointIds/0", endpoint)
                .isNullAt("/errorMessage");
        assertThat(answer.text("/endpointServiceName")).startsWith("com.amazonaws.vpce.us-east-1.vpce-svc-");
        if (api == Api.V2) {
            assertThat(answer).has("/region", "US_EAST_1");
        } else {
            assertThat(answer).isNullAt("/region").has("/atlasStatus", "WAITING_FOR_USER");
        }
    }

    @Test
    void linksAreListedByProviderAndRegion() {
        LinkId inDublin = scene.hasLink("EU_WEST_1", SimulatedLinkStatus.AVAILABLE);
        LinkId inOhio = scene.hasLink("US_EAST_2", SimulatedLinkStatus.AVAILABLE);
        Caller viewer = scene.viewer();

        assertThat(viewer.get(scene.links()))
                .results("id")
                .containsExactlyInAnyOrder(scene.link().value(), inDublin.value(), inOhio.value());
        assertThat(viewer.get(scene.links() + "?region=EU_WEST_1"))
                .results("id")
                .containsExactly(inDublin.value());
        assertThat(viewer.get(scene.links() + "?region=eu-west-1"))
                .results("id")
                .containsExactly(inDublin.value());
        assertThat(viewer.get(scene.links() + "?provider=AWS")).results("id").hasSize(3);
        assertThat(viewer.get(scene.links() + "?provider=aws")).results("id").hasSize(3);
        assertThat(viewer.get(scene.links() + "?region=MARS_1")).results("id").isEmpty();
        assertThat(viewer.get(scene.links() + "?provider=MOON")).isInvalidIn("provider");
    }

    @Test
    void pagesAreLinked() {
        List<String> ids = Stream.generate(() -> scene.hasEndpoint(EndpointStatus.AVAILABLE))
                .limit(5)
                .toList();
        Caller viewer = scene.viewer();

        Answer first = viewer.get(scene.endpoints() + "?itemsPerPage=2");
        assertThat(first)
                .has("/totalCount", 5)
                .has("/links/0/rel", "self")
                .results("interfaceEndpointId")
                .hasSize(2);
        assertThat(first.link("previous")).isEmpty();
        Answer second = viewer.get(first.link("next"));
        assertThat(second).results("interfaceEndpointId").hasSize(2);
        Answer third = viewer.get(second.link("next"));
        assertThat(third.link("next")).isEmpty();

        assertThat(Stream.of(first, second, third).flatMap(page -> page.results("interfaceEndpointId").stream()))
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(viewer.get(third.link("previous")))
                .results("interfaceEndpointId")
                .isEqualTo(second.results("interfaceEndpointId"));
        assertThat(viewer.get(second.link("self")))
                .results("interfaceEndpointId")
                .isEqualTo(second.results("interfaceEndpointId"));
        assertThat(viewer.get(scene.endpoints() + "?includeCount=false")).isOk().hasNo("/totalCount");
        assertThat(viewer.get(scene.endpoints() + "?pageNum=9"))
                .results("interfaceEndpointId")
                .isEmpty();
    }

    @Test
    void listShowsEachEndpointsStatus() {
        String available = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String rejected = scene.hasEndpoint(EndpointStatus.REJECTED);

        Answer list = scene.viewer().get(scene.endpoints());

        assertThat(list).results("interfaceEndpointId").containsExactly(available, rejected);
        assertThat(list).results("connectionStatus").containsExactly("AVAILABLE", "REJECTED");
        assertThat(list.text("/results/1/errorMessage")).isNotBlank();
    }

    @Test
    void anEndpointGoesFromAddedToAvailable() {
        String id = Scene.newEndpoint();
        Caller editor = scene.editor();

        Answer added = editor.post(scene.endpoints(), Scene.body(id));
        assertThat(added)
                .hasStatus(201)
                .hasHeader("Location", scene.endpoint(id))
                .has("/interfaceEndpointId", id)
                .has("/provider", "AWS")
                .has("/connectionStatus", "PENDING_ACCEPTANCE")
                .has("/deleteRequested", false)
                .isNullAt("/errorMessage")
                .isNullAt("/atlasStatus");

        gateway.atlasClock().advance(Duration.ofSeconds(3));
        assertThat(editor.get(added.header("Location"))).isOk().has("/connectionStatus", "PENDING");
        gateway.atlasClock().advance(Duration.ofSeconds(10));
        assertThat(editor.get(added.header("Location"))).isOk().has("/connectionStatus", "AVAILABLE");
        assertThat(editor.get(scene.linkPath())).has("/interfaceEndpointIds/0", id);
    }

    @Test
    void anEndpointIsAddedOnce() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        assertThat(scene.editor().post(scene.endpoints(), Scene.body(id)))
                .isProblem("endpoint-exists")
                .has("/atlas/status", 409);
    }

    @Test
    void unreadyLinkAcceptsNoEndpoint() {
        LinkId initiating = scene.hasLink("EU_WEST_1", SimulatedLinkStatus.INITIATING);

        Answer answer =
                scene.editor().post(scene.links() + "/" + initiating + "/endpoints", Scene.body(Scene.newEndpoint()));

        assertThat(answer).isProblem("link-not-ready").has("/retryable", true);
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(scene.viewer().get(scene.links() + "/" + initiating))
                .has("/status", "INITIATING")
                .isNullAt("/endpointServiceName");
    }

    @Test
    void anEndpointIsRemoved() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Caller editor = scene.editor();

        assertThat(editor.delete(scene.endpoint(id)))
                .hasStatus(202)
                .has("/interfaceEndpointId", id)
                .has("/connectionStatus", "DELETING")
                .has("/deleteRequested", true);
        assertThat(editor.get(scene.endpoint(id))).isOk().has("/connectionStatus", "DELETING");
        gateway.atlasClock().advance(Duration.ofSeconds(10));
        assertThat(editor.get(scene.endpoint(id))).isProblem("endpoint-not-found");
        assertThat(editor.delete(scene.endpoint(id))).isProblem("endpoint-not-found");
    }

    @Test
    void theLastEndpointIsNotRemovedByAccident() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Caller editor = scene.editor();

        assertThat(editor.delete(scene.endpoint(id))).isProblem("last-endpoint").hasNo("/atlas");
        assertThat(editor.delete(scene.endpoint(id) + "?allowLinkRemoval=false"))
                .isProblem("last-endpoint");
        assertThat(editor.delete(scene.endpoint(id) + "?allowLinkRemoval=perhaps"))
                .isInvalidIn("allowLinkRemoval");
        assertThat(scene.writes()).isEmpty();

        assertThat(editor.delete(scene.endpoint(id) + "?allowLinkRemoval=true")).hasStatus(202);
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        assertThat(editor.get(scene.linkPath())).isProblem("link-not-found");
    }

    @Test
    void missingResourcesAreNotFound() {
        Scene elsewhere = new Scene(gateway, Scene.newProject(), Scene.newLink());
        Scene noSuchLink = new Scene(gateway, scene.project(), Scene.newLink());
        Caller editor = scene.editor();
        Caller stranger = elsewhere.editor();

        assertThat(stranger.get(elsewhere.links()))
                .isProblem("project-not-found")
                .has("/atlas/errorCode", "GROUP_NOT_FOUND");
        assertThat(stranger.get(elsewhere.linkPath())).isProblem("project-not-found");
        assertThat(stranger.post(elsewhere.endpoints(), Scene.body(Scene.newEndpoint())))
                .isProblem("project-not-found");
        assertThat(editor.get(noSuchLink.linkPath())).isProblem("link-not-found");
        assertThat(editor.get(noSuchLink.endpoints())).isProblem("link-not-found");
        assertThat(editor.get(noSuchLink.endpoint(Scene.newEndpoint()))).isProblem("link-not-found");
        assertThat(editor.post(noSuchLink.endpoints(), Scene.body(Scene.newEndpoint())))
                .isProblem("link-not-found");
        assertThat(editor.put(noSuchLink.endpoint(Scene.newEndpoint()))).isProblem("link-not-found");
        assertThat(editor.get(scene.endpoint(Scene.newEndpoint()))).isProblem("endpoint-not-found");
    }

    @Test
    void entityTagDetectsChanges() {
        String id = Scene.newEndpoint();
        Caller editor = scene.editor();
        editor.post(scene.endpoints(), Scene.body(id));

        for (String path : List.of(scene.linkPath(), scene.endpoint(id))) {
            Answer first = editor.get(path);
            String tag = first.header("ETag");
            assertThat(tag).matches("(W/)?\"[^\"]+\"");
            assertThat(editor.with("If-None-Match", tag).get(path))
                    .hasStatus(304)
                    .hasHeader("ETag", tag)
                    .isEmpty();
            assertThat(editor.with("If-None-Match", "\"another\", " + tag).get(path))
                    .hasStatus(304);
            assertThat(editor.with("If-None-Match", "\"another\"").get(path)).isOk();
        }
        String pending = editor.get(scene.endpoint(id)).header("ETag");
        gateway.atlasClock().advance(Duration.ofMinutes(1));
        assertThat(editor.with("If-None-Match", pending).get(scene.endpoint(id)))
                .isOk()
                .has("/connectionStatus", "AVAILABLE");
    }
}
