package dev.linkgate.sandbox;

import static dev.linkgate.sandbox.RunningAtlas.LINK;
import static dev.linkgate.sandbox.RunningAtlas.PROJECT;
import static dev.linkgate.sandbox.RunningAtlas.VPCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.sandbox.state.CloudRegion;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.NewCluster;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The connection strings without endpoints are as recorded, those with endpoints as in Atlas's specification. */
class ClustersOverHttpTest {

    private static final String CLUSTERS = "/api/atlas/v2/groups/" + PROJECT + "/clusters";
    private static final CloudRegion HERE = new CloudRegion(Provider.AWS, "EU_WEST_1");
    private static final CloudRegion GOOGLE = new CloudRegion(Provider.GCP, "US_EAST_4");
    private final RunningAtlas running = new RunningAtlas();
    private final SimulatedAtlas atlas = running.atlas;
    private final AtlasCaller caller = new AtlasCaller(
            atlas.baseUrl(), RunningAtlas.PUBLIC_KEY, RunningAtlas.PRIVATE_KEY, AtlasCaller.V2_CLUSTERS);

    @AfterEach
    void stop() {
        running.close();
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
