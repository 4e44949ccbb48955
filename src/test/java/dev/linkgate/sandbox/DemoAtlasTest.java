package dev.linkgate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DemoAtlasTest {

    private static final String PROJECT = "/api/atlas/v2/groups/" + DemoAtlas.PROJECT;

    private final RunningAtlas running = new RunningAtlas();
    private final AtlasCaller caller = running.v2;

    @BeforeEach
    void seed() {
        DemoAtlas.seed(running.atlas);
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource({"AWS, US_EAST_1 EU_WEST_1", "AZURE, EUROPE_WEST US_EAST_2", "GCP, CENTRAL_US US_EAST_4"})
    void hasLinksOfEachProvider(String provider, String regions) {
        JsonNode links = Json.of(caller.get(PROJECT + "/privateEndpoint/" + provider + "/endpointService"));

        assertThat(links)
                .extracting(link -> link.get("regionName").stringValue())
                .containsExactly(regions.split(" ", -1));
    }

    @Test
    void hasAnAvailableAndAFailedEndpointOfEachProvider() {
        assertStatus(Provider.AWS, DemoAtlas.READY_LINK, DemoAtlas.AVAILABLE_ENDPOINT, "AVAILABLE");
        assertStatus(Provider.AWS, DemoAtlas.READY_LINK, DemoAtlas.FAILED_ENDPOINT, "REJECTED");
        assertStatus(Provider.AZURE, DemoAtlas.AZURE_LINK, DemoAtlas.AVAILABLE_AZURE_ENDPOINT, "AVAILABLE");
        assertStatus(Provider.AZURE, DemoAtlas.AZURE_LINK, DemoAtlas.FAILED_AZURE_ENDPOINT, "FAILED");
        assertStatus(Provider.GCP, DemoAtlas.GCP_LINK, DemoAtlas.AVAILABLE_GCP_ENDPOINT, "AVAILABLE");
        assertStatus(Provider.GCP, DemoAtlas.GCP_LINK, DemoAtlas.FAILED_GCP_ENDPOINT, "FAILED");
        assertStatus(Provider.GCP, DemoAtlas.PORT_MAPPED_LINK, DemoAtlas.AVAILABLE_PORT_MAPPED_ENDPOINT, "AVAILABLE");
    }

    @Test
    void hasConnectionStringsOfItsAvailableEndpoints() {
        AtlasCaller clusters = new AtlasCaller(
                running.atlas.baseUrl(), RunningAtlas.PUBLIC_KEY, RunningAtlas.PRIVATE_KEY, AtlasCaller.V2_CLUSTERS);
        JsonNode results = Json.of(clusters.get(PROJECT + "/clusters")).get("results");

        assertThat(results)
                .extracting(cluster -> cluster.get("name").stringValue())
                .containsExactly(DemoAtlas.REPLICA_SET, DemoAtlas.SHARDED_CLUSTER);
        assertThat(results.get(0).get("connectionStrings").get("privateEndpoint"))
                .hasSize(1);
        assertThat(results.get(1).get("connectionStrings").get("privateEndpoint"))
                .extracting(
                        entry -> entry.get("endpoints").get(0).get("endpointId").stringValue())
                .containsExactly(
                        DemoAtlas.AVAILABLE_ENDPOINT,
                        DemoAtlas.AVAILABLE_AZURE_ENDPOINT,
                        DemoAtlas.AVAILABLE_GCP_ENDPOINT,
                        DemoAtlas.AVAILABLE_PORT_MAPPED_ENDPOINT);
    }

    private void assertStatus(Provider provider, LinkId link, String id, String status) {
        String field = provider == Provider.AWS ? "connectionStatus" : "status";
        assertThat(Json.of(caller.get(endpoint(provider, link, id))).get(field).stringValue())
                .isEqualTo(status);
    }

    private static String endpoint(Provider provider, LinkId link, String id) {
        return endpoints(provider, link) + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    private static String endpoints(Provider provider, LinkId link) {
        return PROJECT + "/privateEndpoint/" + provider + "/endpointService/" + link + "/endpoint";
    }
}
