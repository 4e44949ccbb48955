package dev.linkgate.sandbox;

import static dev.linkgate.sandbox.Json.assertError;
import static dev.linkgate.sandbox.RunningAtlas.LINK;
import static dev.linkgate.sandbox.RunningAtlas.PROJECT;
import static dev.linkgate.sandbox.RunningAtlas.V2_ENDPOINTS;
import static dev.linkgate.sandbox.RunningAtlas.VPCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.sandbox.state.CloudRegion;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.NewCluster;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The connection strings without endpoints are as recorded, those with endpoints as in Atlas's specification. */
class ClustersOverHttpTest {

    private static final String CLUSTERS = "/api/atlas/v2/groups/" + PROJECT + "/clusters";
    private static final CloudRegion HERE = new CloudRegion(Provider.AWS, "EU_WEST_1");
    private static final CloudRegion GOOGLE = new CloudRegion(Provider.GCP, "US_EAST_4");
    private static final Duration UNTIL_AVAILABLE = Duration.ofSeconds(5);
    private static final Duration UNTIL_UPDATED = Duration.ofSeconds(5);

    private final RunningAtlas running = new RunningAtlas();
    private final SimulatedAtlas atlas = running.atlas;
    private final AtlasCaller caller = new AtlasCaller(
            atlas.baseUrl(), RunningAtlas.PUBLIC_KEY, RunningAtlas.PRIVATE_KEY, AtlasCaller.V2_CLUSTERS);

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void replicaSetWithoutEndpoints() {
        addReplicaSet("Orders", HERE);

        JsonNode cluster = cluster("Orders");

        assertThat(cluster.get("clusterType").stringValue()).isEqualTo("REPLICASET");
        assertThat(cluster.get("stateName").stringValue()).isEqualTo("IDLE");
        assertThat(cluster.get("connectionStrings").propertyNames()).containsExactly("standard", "standardSrv");
    }

    @Test
    void shardedClusterWithoutEndpoints() {
        addSharded("Orders", HERE);

        JsonNode strings = cluster("Orders").get("connectionStrings");

        assertThat(strings.propertyNames())
                .containsExactlyInAnyOrder("awsPrivateLinkSrv", "privateEndpoint", "standard", "standardSrv");
        assertThat(strings.get("awsPrivateLinkSrv").toString()).isEqualTo("{}");
        assertThat(strings.get("privateEndpoint").toString()).isEqualTo("[]");
    }

    @Test
    void clusterInCreationHasNoStringsAtAll() {
        atlas.addClusterInCreation(PROJECT, new NewCluster("Orders", NewCluster.Type.REPLICASET, List.of(HERE)));
        running.letPass(Duration.ofHours(1));

        assertThat(cluster("Orders").get("stateName").stringValue()).isEqualTo("CREATING");
        assertThat(cluster("Orders").get("connectionStrings").toString()).isEqualTo("{}");
    }

    @Test
    void stringsComeLaterThanTheEndpoint() {
        addReplicaSet("Orders", HERE);
        running.add(VPCE);
        assertThat(cluster("Orders").get("stateName").stringValue()).isEqualTo("IDLE");

        running.letPass(UNTIL_AVAILABLE);

        assertThat(Json.of(running.v2.get(V2_ENDPOINTS + "/" + VPCE))
                        .get("connectionStatus")
                        .stringValue())
                .isEqualTo("AVAILABLE");
        assertThat(cluster("Orders").get("stateName").stringValue()).isEqualTo("UPDATING");
        assertThat(cluster("Orders").get("connectionStrings").has("privateEndpoint"))
                .isFalse();

        running.letPass(UNTIL_UPDATED);

        assertThat(cluster("Orders").get("stateName").stringValue()).isEqualTo("IDLE");
        JsonNode entry = entries("Orders").get(0);
        assertThat(entry.get("endpoints").toString())
                .isEqualTo("[{\"endpointId\":\"" + VPCE + "\",\"providerName\":\"AWS\",\"region\":\"EU_WEST_1\"}]");
        assertThat(entry.get("type").stringValue()).isEqualTo("MONGOD");
        assertThat(entry.get("connectionString").stringValue())
                .startsWith("mongodb://pl-0-eu-west-1-")
                .contains(":1024,", ":1025,", ":1026/?", "&replicaSet=atlas-");
        assertThat(entry.get("srvConnectionString").stringValue()).startsWith("mongodb+srv://orders-pl-0-");
        assertThat(entry.has("srvShardOptimizedConnectionString")).isFalse();
    }

    @Test
    void shardedClusterOnAwsHasAnOptimizedString() {
        addSharded("Orders", HERE);
        atlas.addEndpoint(PROJECT, LINK, VPCE, EndpointStatus.AVAILABLE);

        JsonNode entry = entries("Orders").get(0);

        assertThat(entry.get("type").stringValue()).isEqualTo("MONGOS");
        assertThat(entry.get("srvShardOptimizedConnectionString").stringValue())
                .startsWith("mongodb+srv://orders-pl-0-lb-");
        assertThat(entry.get("connectionString").stringValue()).doesNotContain("replicaSet");
        assertThat(cluster("Orders")
                        .get("connectionStrings")
                        .get("awsPrivateLinkSrv")
                        .get(VPCE)
                        .stringValue())
                .isEqualTo(entry.get("srvConnectionString").stringValue());
    }

    @Test
    void portMappedEndpointHasAnotherName() {
        addSharded("Orders", GOOGLE);
        addPortMapped("orders-rule");

        JsonNode entry = entries("Orders").get(0);

        assertThat(entry.get("endpoints").toString())
                .isEqualTo("[{\"endpointId\":\"orders-rule\",\"providerName\":\"GCP\",\"region\":\"US_EAST_4\"}]");
        assertThat(entry.get("srvConnectionString").stringValue()).startsWith("mongodb+srv://orders-psc-0-");
        assertThat(entry.has("srvShardOptimizedConnectionString")).isFalse();
    }

    @Test
    void stringsWantAnEndpointInEachRegionOfTheCluster() {
        addSharded("Orders", HERE, GOOGLE);
        atlas.addEndpoint(PROJECT, LINK, VPCE, EndpointStatus.AVAILABLE);
        assertThat(entries("Orders")).isEmpty();

        addPortMapped("orders-rule");

        assertThat(entries("Orders")).hasSize(2);
    }

    @Test
    void endpointElsewhereDoesNotReachTheCluster() {
        addReplicaSet("Orders", new CloudRegion(Provider.AWS, "US_EAST_1"));
        atlas.addEndpoint(PROJECT, LINK, VPCE, EndpointStatus.AVAILABLE);

        assertThat(cluster("Orders").get("connectionStrings").has("privateEndpoint"))
                .isFalse();
    }

    @Test
    void stringsGoWithTheEndpoint() {
        addSharded("Orders", HERE);
        atlas.addEndpoint(PROJECT, LINK, VPCE, EndpointStatus.AVAILABLE);

        running.v2.delete(V2_ENDPOINTS + "/" + VPCE);

        assertThat(entries("Orders")).isEmpty();
    }

    @Test
    void listComesInPages() {
        addReplicaSet("A", HERE);
        addReplicaSet("B", HERE);
        addReplicaSet("C", HERE);

        JsonNode first = Json.of(caller.get(CLUSTERS + "?itemsPerPage=2"));

        assertThat(first.propertyNames()).containsExactly("links", "results", "totalCount");
        assertThat(first.get("results"))
                .extracting(cluster -> cluster.get("name").stringValue())
                .containsExactly("A", "B");
        assertThat(first.get("totalCount").intValue()).isEqualTo(3);
        assertThat(first.get("links"))
                .extracting(link -> link.get("rel").stringValue())
                .containsExactly("self", "next");
        assertThat(first.get("links"))
                .extracting(link -> link.get("href").stringValue())
                .allMatch(href -> href.startsWith("http://localhost:8080/api/atlas/v2/groups/"));
        JsonNode second = Json.of(caller.get(CLUSTERS + "?itemsPerPage=2&pageNum=2"));
        assertThat(second.get("results")).hasSize(1);
        assertThat(second.get("links"))
                .extracting(link -> link.get("rel").stringValue())
                .containsExactly("previous", "self");
    }

    /** Recorded of another list of Atlas's: a full page says nothing of the next one. */
    @Test
    void uncountedPageHasNoNextLink() {
        addReplicaSet("A", HERE);
        addReplicaSet("B", HERE);

        JsonNode page = Json.of(caller.get(CLUSTERS + "?itemsPerPage=1&includeCount=false"));

        assertThat(page.get("totalCount").intValue()).isZero();
        assertThat(page.get("links"))
                .extracting(link -> link.get("rel").stringValue())
                .containsExactly("self");
    }

    @ParameterizedTest
    @ValueSource(strings = {"itemsPerPage=501", "itemsPerPage=0", "pageNum=-1", "pageNum=x"})
    void refusedPage(String query) {
        assertError(caller.get(CLUSTERS + "?" + query), 400, "INVALID_QUERY_PARAMETER");
    }

    @Test
    void unknownCluster() {
        HttpResponse<String> answer = caller.get(CLUSTERS + "/Nowhere");

        assertError(answer, 404, "CLUSTER_NOT_FOUND");
        assertThat(Json.of(answer).get("parameters").toString()).isEqualTo("[\"Nowhere\",\"" + PROJECT + "\"]");
    }

    @Test
    void olderVersionIsNotSimulated() {
        assertError(running.v2.get(CLUSTERS), 406, "INVALID_VERSION_DATE");
        assertThat(caller.get(CLUSTERS).headers().firstValue("Content-Type"))
                .contains("application/vnd.atlas.2024-08-05+json;charset=utf-8");
    }

    private void addReplicaSet(String name, CloudRegion... regions) {
        atlas.addCluster(PROJECT, new NewCluster(name, NewCluster.Type.REPLICASET, List.of(regions)));
    }

    private void addSharded(String name, CloudRegion... regions) {
        atlas.addCluster(PROJECT, new NewCluster(name, NewCluster.Type.SHARDED, List.of(regions)));
    }

    private void addPortMapped(String rule) {
        LinkId link = new LinkId("6a7940612c88faeba59bf3c4");
        atlas.addPortMappedLink(PROJECT, link, "US_EAST_4", SimulatedLinkStatus.AVAILABLE);
        List<NewAtlasEndpoint.ForwardingRule> rules = List.of(new NewAtlasEndpoint.ForwardingRule(rule, "10.0.0.4"));
        atlas.addEndpoint(PROJECT, link, new NewAtlasEndpoint.Gcp(rule, "my-network", rules), EndpointStatus.AVAILABLE);
    }

    private JsonNode cluster(String name) {
        return Json.of(caller.get(CLUSTERS + "/" + name));
    }

    private JsonNode entries(String name) {
        return cluster(name).get("connectionStrings").get("privateEndpoint");
    }
}
