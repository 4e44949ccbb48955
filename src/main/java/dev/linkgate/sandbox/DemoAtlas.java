package dev.linkgate.sandbox;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.sandbox.state.CloudRegion;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.NewCluster;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.util.ArrayList;
import java.util.List;

/** The initial content of the simulated Atlas. */
public final class DemoAtlas {

    /** The demo project. Its regional mode is on, so any of its links accepts endpoints. */
    public static final ProjectId PROJECT = new ProjectId("64b7f0c2a91d3e5f60718293");

    /**
     * Another project, on which the demo team has no role, so that it can ask for one. It has a link and no endpoints.
     */
    public static final ProjectId OTHER_PROJECT = new ProjectId("64b7f0c2a91d3e5f60718294");

    /** An AWS link in us-east-1, of the other project. */
    public static final LinkId OTHER_LINK = new LinkId("64b7f1d8a91d3e5f60718307");

    /**
     * An AWS link in us-east-1 that accepts endpoints and has {@link #AVAILABLE_ENDPOINT} and {@link #FAILED_ENDPOINT}.
     */
    public static final LinkId READY_LINK = new LinkId("64b7f1d8a91d3e5f60718301");

    /** An AWS link in eu-west-1 that stays INITIATING, so that additions to it get a 409. */
    public static final LinkId INITIATING_LINK = new LinkId("64b7f1d8a91d3e5f60718302");

    /**
     * An Azure link in EUROPE_WEST that accepts endpoints and has {@link #AVAILABLE_AZURE_ENDPOINT} and
     * {@link #FAILED_AZURE_ENDPOINT}; the classic dialect does not show it.
     */
    public static final LinkId AZURE_LINK = new LinkId("64b7f1d8a91d3e5f60718303");

    /**
     * A GCP link in CENTRAL_US that is not port-mapped, accepts endpoints and has {@link #AVAILABLE_GCP_ENDPOINT} and
     * {@link #FAILED_GCP_ENDPOINT}; the classic dialect does not show it.
     */
    public static final LinkId GCP_LINK = new LinkId("64b7f1d8a91d3e5f60718304");

    /** A port-mapped GCP link in US_EAST_4 that accepts endpoints and has {@link #AVAILABLE_PORT_MAPPED_ENDPOINT}. */
    public static final LinkId PORT_MAPPED_LINK = new LinkId("64b7f1d8a91d3e5f60718305");

    /** An Azure link in US_EAST_2 that accepts endpoints and has none, so it can be removed. */
    public static final LinkId EMPTY_AZURE_LINK = new LinkId("64b7f1d8a91d3e5f60718306");

    /** Connected. */
    public static final String AVAILABLE_ENDPOINT = "vpce-0b9c5701325cb15dd";

    /** Rejected; once it is removed and added again, it becomes available. */
    public static final String FAILED_ENDPOINT = "vpce-0f6e2b4c8d1a39e57";

    /** An unused endpoint id for a first addition. */
    public static final String NEW_ENDPOINT = "vpce-0a1b2c3d4e5f60718";

    private static final String AZURE_ENDPOINTS = "/subscriptions/19265c27-b60e-4c3b-9426-ae3f507300b5/resourceGroups/"
            + "demo/providers/Microsoft.Network/privateEndpoints/";

    /** Connected. */
    public static final String AVAILABLE_AZURE_ENDPOINT = AZURE_ENDPOINTS + "orders";

    /** Failed; once it is removed and added again, it becomes available. */
    public static final String FAILED_AZURE_ENDPOINT = AZURE_ENDPOINTS + "billing";

    /** An unused resource id for a first addition. */
    public static final String NEW_AZURE_ENDPOINT = AZURE_ENDPOINTS + "reports";

    /** A connected endpoint group with one address for each of the link's six service attachments. */
    public static final String AVAILABLE_GCP_ENDPOINT = "orders";

    /** A failed endpoint group; once it is removed and added again, it becomes available. */
    public static final String FAILED_GCP_ENDPOINT = "billing";

    /** The forwarding rule of a connected endpoint. */
    public static final String AVAILABLE_PORT_MAPPED_ENDPOINT = "orders-rule";

    /** The customer's Google Cloud project with the GCP endpoints. */
    public static final String GCP_PROJECT = "demo-network";

    /** A replica set in the region of {@link #READY_LINK}. */
    public static final String REPLICA_SET = "Orders";

    /** A sharded cluster in the regions of all ready links that have endpoints. */
    public static final String SHARDED_CLUSTER = "Everywhere";

    /** The public half of the demo key, unless the operator chooses it; the private half changes at each start. */
    public static final String PUBLIC_KEY = "demokeys";

    /** An endpoint in us-east-1 of Data Federation and Online Archive, connected. */
    public static final String FEDERATION_ENDPOINT = "vpce-0d5e8f7a2b3c4d6e1";

    private static final int ATTACHMENTS = 6;

    private DemoAtlas() {}

    /** Adds the demo project, and the other one. */
    public static void seed(SimulatedAtlas atlas) {
        atlas.addLink(OTHER_PROJECT, OTHER_LINK, Provider.AWS, "US_EAST_1", SimulatedLinkStatus.AVAILABLE);
        atlas.addLink(PROJECT, READY_LINK, Provider.AWS, "US_EAST_1", SimulatedLinkStatus.AVAILABLE);
        atlas.addEndpoint(PROJECT, READY_LINK, AVAILABLE_ENDPOINT, EndpointStatus.AVAILABLE);
        atlas.addEndpoint(PROJECT, READY_LINK, FAILED_ENDPOINT, EndpointStatus.REJECTED);
        atlas.addLink(PROJECT, INITIATING_LINK, Provider.AWS, "EU_WEST_1", SimulatedLinkStatus.INITIATING);

        atlas.addLink(PROJECT, AZURE_LINK, Provider.AZURE, "EUROPE_WEST", SimulatedLinkStatus.AVAILABLE);
        atlas.addEndpoint(
                PROJECT,
                AZURE_LINK,
                new NewAtlasEndpoint.Azure(AVAILABLE_AZURE_ENDPOINT, "10.0.0.4"),
                EndpointStatus.AVAILABLE);
        atlas.addEndpoint(
                PROJECT,
                AZURE_LINK,
                new NewAtlasEndpoint.Azure(FAILED_AZURE_ENDPOINT, "10.0.0.5"),
                EndpointStatus.REJECTED);
        atlas.addLink(PROJECT, EMPTY_AZURE_LINK, Provider.AZURE, "US_EAST_2", SimulatedLinkStatus.AVAILABLE);

        atlas.addLink(PROJECT, GCP_LINK, Provider.GCP, "CENTRAL_US", SimulatedLinkStatus.AVAILABLE);
        atlas.addEndpoint(PROJECT, GCP_LINK, group(AVAILABLE_GCP_ENDPOINT, "10.1.0."), EndpointStatus.AVAILABLE);
        atlas.addEndpoint(PROJECT, GCP_LINK, group(FAILED_GCP_ENDPOINT, "10.2.0."), EndpointStatus.REJECTED);
        atlas.addPortMappedLink(PROJECT, PORT_MAPPED_LINK, "US_EAST_4", SimulatedLinkStatus.AVAILABLE);
        NewAtlasEndpoint.ForwardingRule rule =
                new NewAtlasEndpoint.ForwardingRule(AVAILABLE_PORT_MAPPED_ENDPOINT, "10.3.0.4");
        atlas.addEndpoint(
                PROJECT,
                PORT_MAPPED_LINK,
                new NewAtlasEndpoint.Gcp(AVAILABLE_PORT_MAPPED_ENDPOINT, GCP_PROJECT, List.of(rule)),
                EndpointStatus.AVAILABLE);

        atlas.addFederationEndpoint(
                PROJECT,
                new AtlasFederationEndpoint(
                        FEDERATION_ENDPOINT,
                        Provider.AWS,
                        "US_EAST_1",
                        FEDERATION_ENDPOINT + "-0x1y2z3a.vpce-svc-00e311695874992b4.us-east-1.vpce.amazonaws.com",
                        null,
                        null,
                        "Reports from the archive",
                        null,
                        null));
        atlas.setRegionalMode(PROJECT, true);
        CloudRegion aws = new CloudRegion(Provider.AWS, "US_EAST_1");
        atlas.addCluster(PROJECT, new NewCluster(REPLICA_SET, NewCluster.Type.REPLICASET, List.of(aws)));
        List<CloudRegion> everywhere = List.of(
                aws,
                new CloudRegion(Provider.AZURE, "EUROPE_WEST"),
                new CloudRegion(Provider.GCP, "CENTRAL_US"),
                new CloudRegion(Provider.GCP, "US_EAST_4"));
        atlas.addCluster(PROJECT, new NewCluster(SHARDED_CLUSTER, NewCluster.Type.SHARDED, everywhere));
    }

    private static NewAtlasEndpoint group(String name, String network) {
        List<NewAtlasEndpoint.ForwardingRule> rules = new ArrayList<>();
        for (int i = 0; i < ATTACHMENTS; i++) {
            rules.add(new NewAtlasEndpoint.ForwardingRule(name + "-" + i, network + (4 + i)));
        }
        return new NewAtlasEndpoint.Gcp(name, GCP_PROJECT, rules);
    }
}
