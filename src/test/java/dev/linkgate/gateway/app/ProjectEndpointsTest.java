package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Cloud;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.sandbox.log.SeenRequest;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A project's endpoints on all of its links, and its numbers. Reads are shared for longer than a test takes. */
@Tag("postgresql")
class ProjectEndpointsTest {

    private final Gateway gateway;
    private final Scene scene;
    private final String project;
    private final String all;

    ProjectEndpointsTest() {
        this.gateway = Gateway.remembering(TestDatabase.usual());
        this.scene = Scene.in(gateway);
        this.project = "/projects/" + scene.project();
        this.all = project + "/endpoints";
    }

    private LinkId hasGcpLink() {
        LinkId link = Scene.newLink();
        gateway.atlas().addPortMappedLink(scene.project(), link, "US_EAST_4", SimulatedLinkStatus.AVAILABLE);
        return link;
    }

    private String hasGcpEndpoint(LinkId link, EndpointStatus status) {
        String id = Cloud.GCP.endpoint(Gateway.unused(16));
        gateway.atlas().addEndpoint(scene.project(), link, Cloud.GCP.existing(id), status);
        return id;
    }

    private String path(LinkId link, String id) {
        return scene.links() + "/" + link + "/endpoints/" + new EndpointId(id).pathSegment();
    }

    @Test
    void anEndpointIsAsItWasLastSeen() {
        String id = scene.hasEndpoint(EndpointStatus.REJECTED);
        Caller viewer = scene.viewer();

        assertThat(viewer.get(all))
                .isOk()
                .has("/totalCount", 1)
                .has("/results/0/kind", "LINK")
                .has("/results/0/linkId", scene.link())
                .has("/results/0/region", "US_EAST_1")
                .has("/results/0/interfaceEndpointId", id)
                .has("/results/0/provider", "AWS")
                .has("/results/0/connectionStatus", "UNKNOWN")
                .has("/results/0/failed", false)
                .isNullAt("/results/0/seenAt")
                .isNullAt("/results/0/team");

        Answer seen = viewer.get(scene.endpoint(id));
        Answer listed = viewer.get(all);

        assertThat(listed).has("/results/0/connectionStatus", "REJECTED").has("/results/0/failed", true);
        assertThat(Instant.parse(listed.text("/results/0/seenAt"))).isNotNull();
        assertShows(listed.json().at("/results/0"), seen.json());
    }

    /** Whatever a read of the endpoint shows, the list shows, too. */
    private static void assertShows(JsonNode listed, JsonNode endpoint) {
        endpoint.propertyStream()
                .forEach(field -> assertThat(listed.get(field.getKey()))
                        .as(field.getKey())
                        .isEqualTo(field.getValue()));
    }

    @Test
    void theNextListSeesAWrite() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Caller editor = scene.editor();
        assertThat(editor.get(all)).has("/totalCount", 1);
        String id = Scene.newEndpoint();

        Answer added = editor.with("Change-Reference", "CHG0030192").post(scene.endpoints(), Scene.body(id));
        assertThat(added).hasStatus(201);

        JsonNode listed = of(editor.get(all), id);
        assertShows(listed, added.json());
        assertThat(listed.path("changeReference").asString()).isEqualTo("CHG0030192");
        assertThat(listed.path("seenAt").asString("")).isNotEmpty();

        assertThat(editor.delete(scene.endpoint(id))).hasStatus(202);

        JsonNode leaving = of(editor.get(all), id);
        assertThat(leaving.path("connectionStatus").asString()).isEqualTo("DELETING");
        assertThat(leaving.path("deleteRequested").asBoolean()).isTrue();
        assertThat(editor.get(all + "?connectionStatus=DELETING"))
                .results("interfaceEndpointId")
                .containsExactly(id);
    }

    private static JsonNode of(Answer list, String id) {
        assertThat(list).isOk();
        return list.json()
                .at("/results")
                .valueStream()
                .filter(each -> each.path("interfaceEndpointId").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRemovalThatNobodyHasSeenSinceShows() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        assertThat(scene.viewer().get(scene.endpoint(id))).isOk();
        gateway.database()
                .sql("UPDATE endpoint SET removed_at = seen_at + 1 WHERE project_id = ?")
                .param(scene.project().value())
                .update();

        assertThat(scene.viewer().get(all))
                .has("/results/0/connectionStatus", "DELETING")
                .has("/results/0/deleteRequested", true);
    }

    @Test
    void endpointsOfAnotherCloudHaveTheirFields() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        LinkId link = hasGcpLink();
        String id = hasGcpEndpoint(link, EndpointStatus.AVAILABLE);
        Caller viewer = scene.viewer();
        assertThat(viewer.get(all)).has("/totalCount", 2);
        assertThat(of(viewer.get(all), id).path("endpoints").isEmpty()).isTrue();

        Answer seen = viewer.get(path(link, id));

        JsonNode listed = of(viewer.get(all), id);
        assertShows(listed, seen.json());
        assertThat(listed.path("endpoints").size()).isOne();
        assertThat(listed.path("linkId").asString()).isEqualTo(link.value());
    }

    @Test
    void azureToo() {
        LinkId link = Scene.newLink();
        gateway.atlas()
                .addLink(scene.project(), link, Provider.AZURE, Cloud.AZURE.region(), SimulatedLinkStatus.AVAILABLE);
        String id = Cloud.AZURE.endpoint(Gateway.unused(16));
        Answer added = scene.editor().post(scene.links() + "/" + link + "/endpoints", Cloud.AZURE.body(id));
        assertThat(added).hasStatus(201);

        assertShows(of(scene.viewer().get(all), id), added.json());
    }

    @Test
    void filtersChooseAsAPlainFilterDoes() {
        LinkId second = scene.hasLink("US_WEST_2", SimulatedLinkStatus.AVAILABLE);
        LinkId google = hasGcpLink();
        Caller viewer = scene.viewer();
        Caller owner = scene.owner();
        List<NewTeam> teams = List.of(NewTeam.in(gateway), NewTeam.in(gateway));
        teams.forEach(team -> team.may("editor", scene.project()));
        for (LinkId link : List.of(scene.link(), second)) {
            for (EndpointStatus status : List.of(EndpointStatus.AVAILABLE, EndpointStatus.REJECTED)) {
                String id = Scene.newEndpoint();
                gateway.atlas().addEndpoint(scene.project(), link, id, status);
                assertThat(viewer.get(path(link, id))).isOk();
            }
            gateway.atlas().addEndpoint(scene.project(), link, Scene.newEndpoint(), EndpointStatus.AVAILABLE);
            for (NewTeam team : teams) {
                String id = Scene.newEndpoint();
                gateway.atlas().addEndpoint(scene.project(), link, id, EndpointStatus.PENDING);
                assertThat(owner.put(path(link, id) + "/team", "{\"team\":\"" + team.name() + "\"}"))
                        .isOk();
            }
        }
        assertThat(viewer.get(path(google, hasGcpEndpoint(google, EndpointStatus.REJECTED))))
                .isOk();
        hasGcpEndpoint(google, EndpointStatus.AVAILABLE);
        List<JsonNode> whole = viewer.with("Cache-Control", "no-cache")
                .get(all)
                .json()
                .at("/results")
                .valueStream()
                .toList();
        assertThat(whole).hasSize(12);

        Map<String, List<String>> values = Map.of(
                "team", List.of(teams.get(0).name(), teams.get(1).name(), "nobody-at-all"),
                "provider", List.of("AWS", "GCP", "AZURE"),
                "connectionStatus", List.of("AVAILABLE", "PENDING", "UNKNOWN"),
                "failed", List.of("true", "false"),
                "linkId", List.of(second.value(), google.value()));
        List<String> names = List.copyOf(values.keySet());
        List<List<String>> combinations = List.of(List.of());
        for (String name : names) {
            combinations = combinations.stream()
                    .flatMap(before -> Stream.concat(Stream.of(""), values.get(name).stream())
                            .map(value -> Stream.concat(before.stream(), Stream.of(value))
                                    .toList()))
                    .toList();
        }
        assertThat(combinations).hasSize(4 * 4 * 4 * 3 * 3);
        for (List<String> combination : combinations) {
            StringBuilder query = new StringBuilder("?kind=LINK");
            Predicate<JsonNode> plain = each -> true;
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                String value = combination.get(i);
                if (!value.isEmpty()) {
                    query.append('&').append(name).append('=').append(value);
                    plain = plain.and(each -> each.path(name).asString("").equals(value));
                }
            }
            assertThat(viewer.get(all + query).json().at("/results").valueStream())
                    .as(query.toString())
                    .containsExactlyElementsOf(whole.stream().filter(plain).toList());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "team, Not_a_name",
        "team, ''",
        "provider, ORACLE",
        "connectionStatus, available",
        "connectionStatus, FAILED",
        "failed, yes",
        "linkId, aws:us-east-1",
        "kind, INTERFACE",
        "kind, interface",
        "itemsPerPage, 501",
        "status, AVAILABLE",
    })
    void aWrongValueIsRefusedByItsName(String name, String value) {
        long before = gateway.atlas().log().requests();
        assertThat(scene.viewer().get(all + "?" + name + "=" + value)).isInvalidIn(name);
        assertThat(scene.requestsSince(before)).isEmpty();
    }

    @Test
    void allWrongValuesAreTold() {
        assertThat(scene.viewer().get(all + "?linkId=x&kind=y&team=Z")).isInvalidIn("team", "linkId", "kind");
    }

    @Test
    void aProjectWithManyLinksCostsNoMoreThanTheListOfItsLinks() throws Exception {
        IntStream.range(0, 39)
                .mapToObj(i -> scene.hasLink("EU_WEST_1", SimulatedLinkStatus.AVAILABLE))
                .forEach(link -> IntStream.range(0, 10)
                        .forEach(i -> gateway.atlas()
                                .addEndpoint(scene.project(), link, Scene.newEndpoint(), EndpointStatus.AVAILABLE)));
        List<Caller> callers = List.of(scene.viewer(), scene.editor(), scene.owner(), gateway.administrator());
        long before = gateway.atlas().log().requests();

        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                Caller caller = callers.get(i % callers.size());
                String path = i < 10 ? all + "?itemsPerPage=500" : project;
                answers.add(threads.submit(() -> caller.get(path)));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(answers.get(i).get()).isOk().has(i < 10 ? "/totalCount" : "/endpoints", 390);
            }
        }

        assertThat(scene.requestsSince(before).stream().filter(SeenRequest::authorized))
                .as("one for each cloud, and one of Data Federation")
                .hasSizeLessThanOrEqualTo(4);
        assertThat(callers.getFirst().get(all)).header("Age").matches("[0-9]+");
    }

    @Test
    void onlyTheCloudThatIsAskedForIsRead() {
        assertThat(scene.viewer().get(scene.linkPath())).isOk();
        for (String query : List.of("?provider=AWS&kind=LINK", "?linkId=" + scene.link())) {
            long before = gateway.atlas().log().requests();
            assertThat(scene.viewer().with("Cache-Control", "no-cache").get(all + query))
                    .isOk();
            assertThat(scene.requestsSince(before).stream().filter(SeenRequest::authorized))
                    .hasSize(1);
        }
    }

    @Test
    void aProjectInNumbers() {
        scene.registered();
        assertThat(gateway.administrator()
                        .put("/admin/projects/" + scene.project() + "/rules", "{\"endpointsPerTeam\":7}"))
                .hasStatus(201);
        hasGcpLink();
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String failed = scene.hasEndpoint(EndpointStatus.REJECTED);
        Caller viewer = scene.viewer();

        assertThat(viewer.get(project))
                .isOk()
                .has("/projectId", scene.project())
                .has("/projectName", "a project")
                .has("/role", "viewer")
                .has("/rules/endpointsPerTeam", 7)
                .has("/links", 2)
                .has("/endpoints", 2)
                .has("/failed", 0)
                .has("/pendingRequests", 0);

        assertThat(viewer.get(scene.endpoint(failed))).has("/failed", true);
        assertThat(viewer.get(project)).has("/failed", 1);
        assertThat(scene.editor().get(project)).has("/role", "editor");
        assertThat(gateway.administrator().get(project)).has("/role", "owner");
    }

    @Test
    void onlyRequestsThatTheCallerMaySeeAreCounted() {
        NewTeam asking = NewTeam.in(gateway);
        asking.may("viewer", scene.project());
        NewTeam other = NewTeam.in(gateway);
        for (NewTeam team : List.of(asking, other)) {
            assertThat(team.caller()
                            .post(
                                    project + "/access-requests",
                                    "{\"kind\":\"ROLE\",\"role\":\"editor\",\"reason\":\"We add endpoints\"}"))
                    .hasStatus(201);
        }

        assertThat(asking.caller().get(project)).has("/pendingRequests", 1);
        assertThat(scene.viewer().get(project)).has("/pendingRequests", 0);
        assertThat(scene.owner().get(project)).has("/pendingRequests", 2).isNullAt("/projectName");
        assertThat(gateway.administrator().get(project)).has("/pendingRequests", 2);
    }

    @Test
    void theReadsAreOnRecord() {
        Caller viewer = scene.viewer();
        assertThat(record(viewer.get(all))).has("/action", "endpoint.list").isNullAt("/linkId");
        assertThat(record(viewer.get(project))).has("/action", "project.get").has("/projectId", scene.project());
    }

    private Answer record(Answer answer) {
        return gateway.administrator()
                .get("/admin/audit/records/" + answer.header("Audit-Receipt").replaceFirst(":.*", ""));
    }

    @Test
    void theClassicApiDoesNotTellTheRegion() {
        Gateway classic = Gateway.sharedClassic();
        Scene there = Scene.in(classic);
        String id = there.hasEndpoint(EndpointStatus.AVAILABLE);
        Caller viewer = there.viewer();
        Answer seen = viewer.get(there.endpoint(id));

        Answer listed = viewer.get("/projects/" + there.project() + "/endpoints");

        assertThat(listed).has("/totalCount", 1).isNullAt("/results/0/region");
        assertShows(listed.json().at("/results/0"), seen.json());
        assertThat(viewer.get("/projects/" + there.project())).has("/links", 1).has("/endpoints", 1);
        assertThat(viewer.get("/projects/" + there.project() + "/endpoints?provider=GCP"))
                .isInvalidIn("provider");
    }
}
