package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.CapturesOutput;
import dev.linkgate.Patience;
import dev.linkgate.kernel.Provider;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.CloudRegion;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.NewCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;

/** The connection strings through an endpoint, with an Atlas whose clock stands. */
@CapturesOutput
@Alone
class ConnectionStringsTest {

    private static final CloudRegion HERE = new CloudRegion(Provider.AWS, "US_EAST_1");

    private final Gateway gateway = Gateway.alone();
    private final Scene scene = Scene.in(gateway);
    private final Caller viewer = scene.viewer();

    @AfterEach
    void atlasSpeaksTheTruthAgain() {
        gateway.atlas().faults().clear();
    }

    @Test
    void stringsOfEachClusterThatNamesTheEndpoint() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        hasCluster(scene, "Orders", NewCluster.Type.REPLICASET);
        hasCluster(scene, "Payments", NewCluster.Type.SHARDED);
        gateway.atlas()
                .addCluster(
                        scene.project(),
                        new NewCluster(
                                "Elsewhere",
                                NewCluster.Type.REPLICASET,
                                List.of(new CloudRegion(Provider.AWS, "EU_WEST_1"))));

        Answer answer = viewer.get(strings(scene, id));

        assertThat(answer)
                .has("/totalCount", 2)
                .has("/results/0/type", "MONGOD")
                .isNullAt("/results/0/srvShardOptimizedConnectionString")
                .has("/results/1/type", "MONGOS")
                .hasNo("/results/0/endpoints")
                .hasNoHeader("Preference-Applied");
        assertThat(answer).results("cluster").containsExactly("Orders", "Payments");
        assertThat(answer).hasNo("/unreadClusters/0");
        assertThat(answer.text("/results/0/connectionString")).startsWith("mongodb://pl-0-us-east-1-");
        assertThat(answer.text("/results/0/srvConnectionString")).startsWith("mongodb+srv://orders-pl-0-");
        assertThat(answer.text("/results/1/srvShardOptimizedConnectionString"))
                .startsWith("mongodb+srv://payments-pl-0-lb-");
    }

    @Test
    void aClusterThatCannotBeReadDoesNotHideTheOthers() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        gateway.atlas()
                .faults()
                .always(
                        "GET",
                        "/clusters\\?",
                        Fault.answer(200, Map.of("Content-Type", "application/json"), """
                        {"results":[{"name":"Odd","connectionStrings":{"privateEndpoint":{}}},
                         {"name":"Orders","connectionStrings":{"privateEndpoint":[
                          {"connectionString":"mongodb://a","endpoints":[{"endpointId":"%s"}]}]}}]}""".formatted(id)));

        Answer answer = viewer.get(strings(scene, id));

        assertThat(answer).results("cluster").containsExactly("Orders");
        assertThat(answer).has("/unreadClusters/0", "Odd").hasNo("/unreadClusters/1");
        // Tools that wait for all clusters would take such a list for the whole.
        Answer ofTools = viewer.with("Accept", "application/vnd.atlas.2023-01-01+json")
                .get("/api/atlas/v2/groups/" + scene.project() + "/clusters");
        assertThat(ofTools).isAtlasError(502, "UNEXPECTED_ERROR");
        assertThat(ofTools.text("/detail")).contains("Odd");
    }

    @Test
    void oneCluster() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        hasCluster(scene, "Orders", NewCluster.Type.REPLICASET);
        hasCluster(scene, "Payments", NewCluster.Type.REPLICASET);

        assertThat(viewer.get(strings(scene, id) + "?cluster=Payments"))
                .results("cluster")
                .containsExactly("Payments");
        assertThat(viewer.get(strings(scene, id) + "?cluster=payments"))
                .as("names have a case")
                .has("/totalCount", 0);
        assertThat(viewer.get(strings(scene, id) + "?cluster=a%20b")).isInvalidIn("cluster");
        assertThat(viewer.get(strings(scene, id) + "?cluster=")).isInvalidIn("cluster");
        assertThat(viewer.get(strings(scene, id) + "?clusters=Payments")).isInvalidIn("clusters");
    }

    @Test
    void stringsOfAnotherEndpointAreNotShown() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String pending = scene.hasEndpoint(EndpointStatus.PENDING);
        hasCluster(scene, "Orders", NewCluster.Type.SHARDED);

        assertThat(viewer.get(strings(scene, pending))).results("cluster").isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFound() {
        String id = Scene.newEndpoint();
        assertThat(viewer.get(strings(scene, id))).isProblem("endpoint-not-found");
        assertThat(viewer.get(scene.links() + "/" + Scene.newLink() + "/endpoints/" + id + "/connection-strings"))
                .isProblem("link-not-found");
    }

    @Test
    void stringsAreNeitherInTheTrailNorInTheLog(CapturedOutput output) {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        hasCluster(scene, "Orders", NewCluster.Type.REPLICASET);
        assertThat(viewer.get(strings(scene, id))).results("cluster").hasSize(1);

        Answer trail =
                gateway.administrator().get("/admin/audit?action=connection-strings.list&projectId=" + scene.project());

        assertThat(trail)
                .has("/results/0/result", "SUCCEEDED")
                .has("/results/0/linkId", scene.link())
                .has("/results/0/interfaceEndpointId", id);
        assertThat(trail.body()).doesNotContain("mongodb://", "mongodb+srv://");
        assertThat(output.getAll()).doesNotContain("mongodb://", "mongodb+srv://");
    }

    @Test
    void waitIsAnsweredWhenTheClusterHasBeenUpdated() {
        hasCluster(scene, "Orders", NewCluster.Type.REPLICASET);
        String id = Scene.newEndpoint();
        assertThat(scene.editor().post(scene.endpoints(), Scene.body(id))).hasStatus(201);
        CompletableFuture<Answer> waiting = waiting(id, "");

        gateway.atlasClock().advance(Duration.ofSeconds(5));
        assertThat(viewer.get(scene.endpoint(id))).has("/connectionStatus", "AVAILABLE");
        assertThat(viewer.get(strings(scene, id))).has("/totalCount", 0);
        assertThat(waiting).as("the strings come later").isNotDone();

        gateway.atlasClock().advance(Duration.ofMinutes(1));
        assertThat(waiting.join())
                .hasHeader("Preference-Applied", "wait=50")
                .results("cluster")
                .containsExactly("Orders");
    }

    @Test
    void waitForOneClusterIgnoresTheOthers() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        hasCluster(scene, "Orders", NewCluster.Type.REPLICASET);
        CompletableFuture<Answer> waiting = waiting(id, "?cluster=Payments");

        hasCluster(scene, "Payments", NewCluster.Type.REPLICASET);

        assertThat(waiting.join()).results("cluster").containsExactly("Payments");
    }

    @Test
    void stringsOfAFailedEndpointAreNotWaitedFor() {
        String id = scene.hasEndpoint(EndpointStatus.REJECTED);

        assertThat(patient().get(strings(scene, id)))
                .hasHeader("Preference-Applied", "wait=50")
                .has("/totalCount", 0);
    }

    @Test
    void readIsShared() {
        Gateway sharing = Gateway.alone("linkgate.reads.max-age=1h");
        Scene there = Scene.in(sharing);
        String id = there.hasEndpoint(EndpointStatus.AVAILABLE);
        hasCluster(there, "Orders", NewCluster.Type.REPLICASET);
        Caller caller = there.editor();
        assertThat(caller.get(strings(there, id))).hasNoHeader("Age").has("/totalCount", 1);
        long before = sharing.atlas().log().requests();

        assertThat(there.viewer().get(strings(there, id)))
                .has("/totalCount", 1)
                .header("Age")
                .matches("[0-9]+");
        String clusters = "/api/atlas/v2/groups/" + there.project() + "/clusters";
        for (String path : List.of(clusters, clusters + "/Orders")) {
            assertThat(there.viewer()
                            .with("Accept", "application/vnd.atlas.2024-08-05+json")
                            .get(path))
                    .isOk()
                    .header("Age")
                    .matches("[0-9]+");
        }
        assertThat(there.requestsSince(before)).as("one read for all").isEmpty();

        hasCluster(there, "Payments", NewCluster.Type.REPLICASET);
        assertThat(caller.with("Cache-Control", "no-cache").get(strings(there, id)))
                .hasNoHeader("Age")
                .has("/totalCount", 2);
        hasCluster(there, "Returns", NewCluster.Type.REPLICASET);
        assertThat(caller.post(there.endpoints(), Scene.body(Scene.newEndpoint())))
                .hasStatus(201);
        assertThat(caller.get(strings(there, id)))
                .as("a write through the gateway is seen")
                .has("/totalCount", 3);
    }

    @Test
    void classicApiDoesNotTell() {
        Gateway classic = Gateway.sharedClassic();
        Scene there = Scene.in(classic);
        String id = there.hasEndpoint(EndpointStatus.AVAILABLE);

        assertThat(there.viewer().get(strings(there, id))).isInvalidIn("interfaceEndpointId");
        assertThat(there.requestsSince(0)).isEmpty();
    }

    private static void hasCluster(Scene scene, String name, NewCluster.Type type) {
        scene.gateway().atlas().addCluster(scene.project(), new NewCluster(name, type, List.of(HERE)));
    }

    private static String strings(Scene scene, String endpoint) {
        return scene.endpoint(endpoint) + "/connection-strings";
    }

    private Caller patient() {
        return viewer.with("Prefer", "wait=50");
    }

    private CompletableFuture<Answer> waiting(String endpoint, String query) {
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
                () -> patient().get(strings(scene, endpoint) + query), Thread.ofPlatform()::start);
        awaitWaiter();
        assertThat(answer).isNotDone();
        return answer;
    }

    private void awaitWaiter() {
        Patience.until(() -> gateway.metric("linkgate_waiters"), waiters -> waiters == 1);
    }
}
