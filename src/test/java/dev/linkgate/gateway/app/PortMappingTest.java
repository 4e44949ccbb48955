package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
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
import org.junit.jupiter.api.Test;

/** Links to Google that Atlas ends, because they are not port-mapped. */
@Alone
class PortMappingTest {

    private static final String END = "2027-04-30";
    private static final String GROUP = "old-group";

    private final Gateway gateway = Gateway.alone();
    private final Scene scene = Scene.in(gateway);
    private final Caller owner = scene.owner();
    private final LinkId old = Scene.newLink();

    PortMappingTest() {
        gateway.atlas().addLink(scene.project(), old, Provider.GCP, "CENTRAL_US", SimulatedLinkStatus.AVAILABLE);
        gateway.atlas()
                .addEndpoint(
                        scene.project(),
                        old,
                        new NewAtlasEndpoint.Gcp(
                                GROUP,
                                "network-prod-1",
                                List.of(
                                        new NewAtlasEndpoint.ForwardingRule(GROUP + "-0", "10.1.0.4"),
                                        new NewAtlasEndpoint.ForwardingRule(GROUP + "-1", "10.1.0.5"))),
                        EndpointStatus.AVAILABLE);
        gateway.atlas()
                .addCluster(
                        scene.project(),
                        new NewCluster(
                                "Orders",
                                NewCluster.Type.REPLICASET,
                                List.of(new CloudRegion(Provider.GCP, "CENTRAL_US"))));
    }

    @Test
    void aLinkThatEndsSaysSo() {
        assertThat(owner.get(scene.links() + "/" + old)).isOk().has("/endsOn", END);
        assertThat(owner.get(scene.linkPath())).isOk().hasNo("/endsOn");
        assertThat(owner.get("/projects/" + scene.project() + "/drift"))
                .has("/results/0/kind", "ends")
                .has("/results/0/linkId", old)
                .isNullAt("/results/0/interfaceEndpointId");
        assertThat(owner.get("/projects/" + scene.project() + "/terraform").body())
                .contains("# Atlas ends the link " + old + " with its endpoints on " + END);
        assertThat(owner.post(scene.links() + "/" + old + "/endpoints?dryRun=true", """
                        {"interfaceEndpointId":"more","gcpProjectId":"network-prod-1",
                         "endpoints":[{"endpointName":"more-0","ipAddress":"10.1.0.8"},
                                      {"endpointName":"more-1","ipAddress":"10.1.0.9"}]}"""))
                .isOk()
                .satisfies(plan -> assertThat(plan.text("/warnings/0")).contains(END));
    }

    /** The steps of docs/port-mapping.md. At each of them one of the two ways is open. */
    @Test
    void clientsMoveWithoutAnOutage() {
        String former = strings(scene.links() + "/" + old, GROUP);

        Answer created = owner.post(scene.links(), "{\"provider\":\"GCP\",\"region\":\"us-central1\"}");
        assertThat(created).hasStatus(201).has("/portMappingEnabled", true).isNullAt("/endsOn");
        String link = scene.links() + "/" + created.text("/id");
        gateway.atlasClock().advance(Duration.ofMinutes(30));
        assertThat(owner.get(scene.links() + "/gcp:us-central1")).has("/id", created.text("/id"));
        assertThat(owner.post(scene.links(), "{\"provider\":\"GCP\",\"region\":\"us-central1\"}"))
                .as("again")
                .isOk()
                .has("/id", created.text("/id"));
        assertThat(owner.post(link + "/endpoints", """
                        {"interfaceEndpointId":"new-rule","gcpProjectId":"network-prod-1",
                         "endpoints":[{"ipAddress":"10.3.0.4"}]}""")).hasStatus(201);
        gateway.atlasClock().advance(Duration.ofMinutes(30));
        assertThat(owner.get(link + "/endpoints/new-rule")).has("/connectionStatus", "AVAILABLE");

        String next = strings(link, "new-rule");
        assertThat(next).isNotEqualTo(former);
        assertThat(strings(scene.links() + "/" + old, GROUP)).isEqualTo(former);

        assertThat(owner.delete(scene.links() + "/" + old + "/endpoints/" + GROUP + "?allowLinkRemoval=true"))
                .hasStatus(202);
        gateway.atlasClock().advance(Duration.ofMinutes(30));
        assertThat(owner.get(scene.links() + "/" + old + "/endpoints/" + GROUP)).hasStatus(404);
        assertThat(strings(link, "new-rule")).isNotEmpty();
        assertThat(owner.get("/projects/" + scene.project() + "/drift").body()).doesNotContain("\"ends\"");
    }

    private String strings(String link, String endpoint) {
        Answer answer =
                owner.with("Cache-Control", "no-cache").get(link + "/endpoints/" + endpoint + "/connection-strings");
        assertThat(answer).isOk().has("/totalCount", 1);
        return answer.text("/results/0/connectionString");
    }
}
