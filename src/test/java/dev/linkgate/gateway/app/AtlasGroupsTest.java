package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.CloudRegion;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.NewCluster;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Atlas's tools read besides private endpoints: the root, projects (groups) and clusters. */
class AtlasGroupsTest {

    private static final String ROOT = "/api/atlas/v2";
    private static final String GROUPS = ROOT + "/groups";
    private static final String OLDEST = "application/vnd.atlas.2023-01-01+json";
    private static final String ORGS = ROOT + "/orgs";
    private static final String ANY = "application/vnd.atlas.2025-03-12+json";
    private static final CloudRegion HERE = new CloudRegion(Provider.AWS, "US_EAST_1");

    private final Gateway gateway = Gateway.shared();
    private final Scene scene = Scene.in(gateway);
    private final NewTeam team = NewTeam.in(gateway);

    private static Caller tool(Caller caller) {
        return caller.with("Accept", OLDEST);
    }

    private String group(ProjectId project) {
        return GROUPS + "/" + project;
    }

    private String clusters() {
        return group(scene.project()) + "/clusters";
    }

    private void hasCluster(String name, NewCluster.Type type) {
        gateway.atlas().addCluster(scene.project(), new NewCluster(name, type, List.of(HERE)));
    }

    @ParameterizedTest
    @CsvSource({"viewer, GROUP_READ_ONLY", "editor, GROUP_NETWORK_ACCESS_MANAGER", "owner, GROUP_OWNER"})
    void theRootShowsTheCallersKeyWithItsRoles(String role, String roleName) {
        team.may(role, scene.project());

        Answer root = tool(team.caller()).get(ROOT);

        assertThat(root)
                .isOk()
                .hasHeader("Content-Type", OLDEST + ";charset=utf-8")
                .has("/appName", "MongoDB Atlas")
                .has("/throttling", "false")
                .has("/links/0/href", gateway.url() + ROOT)
                .has("/apiKey/publicKey", team.keyId())
                .has("/apiKey/roles/0/groupId", scene.project())
                .has("/apiKey/roles/0/roleName", roleName);
        assertThat(root.text("/build")).matches("[0-9a-f]{40}");
        assertThat(root.text("/apiKey/id")).matches("[0-9a-f]{24}");
        assertThat(root.json().at("/apiKey/accessList")).isEmpty();
        assertThat(gateway.administrator().get("/admin/audit?action=key.get&team=" + team.name()))
                .has("/totalCount", 1);
    }

    @Test
    void theRootShowsWhereTheKeyMayBeUsed() {
        Answer made = gateway.administrator()
                .post(
                        team.path() + "/keys",
                        "{\"label\":\"office\",\"networks\":[\"127.0.0.1\",\"10.0.0.0/8\",\"2001:db8::1\"]}");
        assertThat(made).hasStatus(201);
        gateway.house().forbid(made.text("/key"));

        assertThat(tool(gateway.as(made.text("/key"))).get(ROOT))
                .has("/apiKey/accessList/0/cidrBlock", "127.0.0.1/32")
                .has("/apiKey/accessList/0/ipAddress", "127.0.0.1")
                .has("/apiKey/accessList/1/cidrBlock", "10.0.0.0/8")
                .isNullAt("/apiKey/accessList/1/ipAddress")
                .has("/apiKey/accessList/2/ipAddress", "2001:db8::1");
    }

    @Test
    void onlyATeamsKeyIsShown() {
        assertThat(tool(gateway.administrator()).get(ROOT)).isOk().hasNo("/apiKey");
        assertThat(tool(NewAdministrator.in(gateway, "all").caller()).get(ROOT))
                .isOk()
                .hasNo("/apiKey");
        assertThat(tool(OAuthClient.of(team).caller()).get(ROOT)).isOk().has("/apiKey/publicKey", team.keyId());
        assertThat(tool(gateway.anonymous()).get(ROOT)).hasStatus(401);
    }

    /** A name that the administrator has given is the gateway's, and no tool would find a project by it at Atlas. */
    @Test
    void groupsAreThoseOfTheCallerByTheirNamesAtAtlas() {
        ProjectId other = Scene.newProject();
        team.may("viewer", scene.project()).may("owner", other);
        for (ProjectId project : List.of(scene.project(), other)) {
            gateway.administrator().put("/admin/projects/" + project, "{\"name\":\"payments\"}");
        }

        Answer all = tool(team.caller()).get(GROUPS);

        assertThat(all)
                .has("/totalCount", 2)
                .has("/links/0/rel", "self")
                .has("/results/1/name", other)
                .has("/results/1/links/0/href", gateway.url() + group(other));
        assertThat(all.json().at("/results/0"))
                .isEqualTo(tool(team.caller()).get(group(scene.project())).json());
        assertThat(gateway.administrator().get("/admin/audit?action=project.list&team=" + team.name()))
                .has("/totalCount", 1);
        assertThat(all).results("id").containsExactly(scene.project().value(), other.value());
        Answer second = tool(team.caller()).get(GROUPS + "?itemsPerPage=1&pageNum=2");
        assertThat(second).results("id").containsExactly(other.value());
        assertThat(second).has("/totalCount", 2).has("/links/0/rel", "previous");
        assertThat(tool(NewTeam.in(gateway).caller()).get(GROUPS)).isOk().has("/totalCount", 0);
        assertThat(tool(gateway.administrator()).all(GROUPS, "id")).contains(other.value());
    }

    @Test
    void aGroupIsFoundByItsNameAtAtlas() {
        team.may("viewer", scene.project());
        Answer group = tool(team.caller()).get(group(scene.project()));

        assertThat(tool(team.caller())
                        .get(GROUPS + "/byName/" + group.text("/name"))
                        .json())
                .isEqualTo(group.json());
        assertThat(tool(team.caller()).get(GROUPS + "/byName/" + scene.project()))
                .isAtlasError(404, "GROUP_NOT_FOUND");
        assertThat(tool(NewTeam.in(gateway).caller()).get(GROUPS + "/byName/" + group.text("/name")))
                .as("to whom it is not shown")
                .isAtlasError(404, "GROUP_NOT_FOUND");
        assertThat(tool(gateway.anonymous()).get(GROUPS + "/byName/x")).hasStatus(401);
    }

    /** Otherwise the tool would believe that there is no such project. */
    @Test
    void aNameThatCannotBeLearntIsNotAbsent() {
        team.may("viewer", scene.project()).may("viewer", Scene.newProject());
        Fault forbidden = Fault.error(403, "SOMETHING", "No.");
        gateway.atlas().faults().next("GET", scene.project().value(), forbidden, forbidden);

        assertThat(tool(team.caller()).get(GROUPS + "/byName/payments")).isAtlasError(502, "UNEXPECTED_ERROR");
        assertThat(tool(team.caller()).get(GROUPS))
                .as("the other one is still shown")
                .has("/totalCount", 2)
                .has("/results/0/name", scene.project());
    }

    @Test
    void organizationsAreThoseOfTheCallersProjects() {
        team.may("viewer", scene.project()).may("viewer", Scene.newProject());
        Caller caller = tool(team.caller());
        String organization = caller.get(group(scene.project())).text("/orgId");

        assertThat(caller.get(ORGS + "?includeCount=true&itemsPerPage=50&name=&pageNum=0"))
                .has("/totalCount", 1)
                .has("/results/0/id", organization)
                .has("/results/0/name", organization);
        assertThat(caller.get(ORGS + "?name=x")).has("/totalCount", 0);
        assertThat(caller.get(ORGS + "/" + organization)).isOk().has("/id", organization);
        assertThat(caller.get(ORGS + "/" + organization + "/groups"))
                .results("id")
                .containsExactly(scene.project().value());
        assertThat(caller.get(ORGS + "/" + organization + "/groups?name=PROJ")).has("/totalCount", 1);
        for (String path : List.of("", "/groups")) {
            assertThat(caller.get(ORGS + "/" + Scene.newProject() + path)).isAtlasError(403, "USER_UNAUTHORIZED");
        }
        assertThat(tool(NewTeam.in(gateway).caller()).get(ORGS)).isOk().has("/totalCount", 0);
    }

    @Test
    void aGroupIsAsAtlasTellsIt() {
        hasCluster("Orders", NewCluster.Type.REPLICASET);

        Answer found = tool(scene.viewer()).get(group(scene.project()));

        assertThat(found)
                .isOk()
                .hasHeader("Content-Type", OLDEST + ";charset=utf-8")
                .has("/id", scene.project())
                .has("/clusterCount", 1)
                .has("/links/0/href", gateway.url() + group(scene.project()));
        assertThat(found.text("/name")).startsWith("project-");
        assertThat(found.text("/orgId")).matches("[0-9a-f]{24}");
        assertThat(found.text("/created")).startsWith("20");
        assertThat(gateway.administrator().get("/admin/audit?action=project.get&projectId=" + scene.project()))
                .has("/totalCount", 1);
    }

    @Test
    void aGroupThatAtlasDoesNotKnowIsNotFound() {
        ProjectId unknown = Scene.newProject();
        team.may("viewer", unknown);

        assertThat(tool(team.caller()).get(group(unknown))).isAtlasError(404, "GROUP_NOT_FOUND");
        assertThat(tool(team.caller()).get(group(unknown) + "/clusters")).isAtlasError(404, "GROUP_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/clusters",
                "/clusters/Orders",
                "/clusters/Orders/processArgs",
                "/flexClusters",
                "/ipAddresses",
                "/limits",
                "/managedSlowMs",
                "/settings",
                "/teams",
                "/users"
            })
    void aRoleIsNeeded(String resource) {
        String path = group(scene.project()) + resource;
        hasCluster("Orders", NewCluster.Type.REPLICASET);

        assertThat(tool(team.caller()).get(path)).isAtlasError(403, "USER_UNAUTHORIZED");
        assertThat(tool(gateway.anonymous()).get(path)).hasStatus(401);
        assertThat(scene.viewer().with("Accept", ANY).get(path)).isOk();
    }

    @ParameterizedTest
    @EnumSource
    void clustersHaveWhatToolsWaitFor(NewCluster.Type type) {
        String endpoint = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        hasCluster("Orders", type);

        Answer list = tool(scene.viewer()).get(clusters());

        assertThat(list).has("/totalCount", 1);
        assertThat(list.json().at("/results/0").propertyNames())
                .containsExactlyInAnyOrder(
                        "clusterType", "connectionStrings", "groupId", "id", "links", "name", "paused", "stateName");
        assertThat(list)
                .has("/results/0/name", "Orders")
                .has("/results/0/groupId", scene.project())
                .has("/results/0/stateName", "IDLE")
                .has("/results/0/clusterType", type)
                .has("/results/0/connectionStrings/privateEndpoint/0/endpoints/0/endpointId", endpoint)
                .has("/results/0/connectionStrings/privateEndpoint/0/endpoints/0/providerName", "AWS")
                .has("/results/0/connectionStrings/privateEndpoint/0/endpoints/0/region", "US_EAST_1");
        assertThat(list.text("/results/0/connectionStrings/standardSrv")).startsWith("mongodb+srv://orders-");
        assertThat(list.text("/results/0/connectionStrings/privateEndpoint/0/srvConnectionString"))
                .startsWith("mongodb+srv://orders-pl-0-");

        Answer one = tool(scene.viewer()).get(clusters() + "/Orders");
        assertThat(one.json()).isEqualTo(list.json().at("/results/0"));
        assertThat(gateway.administrator().get("/admin/audit?action=cluster.get&projectId=" + scene.project()))
                .has("/totalCount", 1);
    }

    @Test
    void clustersArePaged() {
        List.of("A", "B", "C").forEach(name -> hasCluster(name, NewCluster.Type.REPLICASET));
        Caller viewer = tool(scene.viewer());

        Answer second = viewer.get(clusters() + "?itemsPerPage=2&pageNum=2&includeDeletedWithRetainedBackups=false");

        assertThat(second).has("/totalCount", 3).results("name").containsExactly("C");
        assertThat(viewer.get(clusters() + "?itemsPerPage=501")).isAtlasError(400, "INVALID_QUERY_PARAMETER");
        assertThat(viewer.get(clusters() + "?colour=red")).isAtlasError(400, "INVALID_QUERY_PARAMETER");
    }

    @Test
    void aClusterThatIsNotThereIsNotFound() {
        Caller viewer = tool(scene.viewer());
        gateway.atlas().addProject(scene.project());

        assertThat(viewer.get(clusters() + "/Orders")).isAtlasError(404, "CLUSTER_NOT_FOUND");
        assertThat(viewer.get(clusters() + "/-%20-")).isAtlasError(400, "PATH_PARAM_PARSE_ERROR");
        assertThat(viewer.delete(clusters() + "/Orders")).isAtlasError(403, "LINKGATE_NOT_OFFERED");
    }

    /** Atlas's list leaves flex clusters out. Terraform would drop one that is not found from its state. */
    @Test
    void aFlexClusterIsNotTakenForAbsent() {
        gateway.atlas().addProject(scene.project());
        Fault flex = Fault.error(
                400,
                "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API",
                "Flex cluster Orders cannot be used in the Cluster API.");
        gateway.atlas().faults().next("GET", scene.project() + "/clusters/Orders", flex);

        assertThat(tool(scene.viewer()).get(clusters() + "/Orders"))
                .isAtlasError(400, "CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API");
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.atlas.2023-01-01+json, 2023-01-01",
        "application/vnd.atlas.2023-02-01+json, 2023-02-01",
        "application/vnd.atlas.2024-08-04+json, 2023-02-01",
        "application/vnd.atlas.2024-08-05+json, 2024-08-05",
        "application/vnd.atlas.2025-03-12+json, 2024-08-05",
        "'application/json, application/vnd.atlas.2023-01-01+json', 2023-01-01"
    })
    void clustersAreAnsweredInTheVersionAskedFor(String accept, String version) {
        Caller viewer = scene.viewer().with("Accept", accept);

        assertThat(viewer.get(clusters()))
                .isOk()
                .hasHeader("Content-Type", "application/vnd.atlas." + version + "+json;charset=utf-8");
        assertThat(viewer.get(group(scene.project()))).isOk().hasHeader("Content-Type", OLDEST + ";charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "*/*", "application/vnd.atlas.2022-12-31+json"})
    void withoutAVersionNothingIsAnswered(String accept) {
        Caller viewer = scene.viewer().with("Accept", accept);
        for (String path : List.of(ROOT, GROUPS, group(scene.project()), clusters(), clusters() + "/Orders")) {
            assertThat(viewer.get(path)).isAtlasError(406, "INVALID_VERSION_DATE");
        }
    }
}
