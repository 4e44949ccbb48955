package dev.linkgate.sandbox;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.LinkStatus;
import dev.linkgate.sandbox.state.Provider;

/** The initial content of the simulated Atlas. */
public final class DemoAtlas {

    /** The demo project. */
    public static final ProjectId PROJECT = new ProjectId("64b7f0c2a91d3e5f60718293");

    /**
     * An AWS link in us-east-1 that accepts endpoints and has {@link #AVAILABLE_ENDPOINT} and {@link #FAILED_ENDPOINT}.
     */
    public static final LinkId READY_LINK = new LinkId("64b7f1d8a91d3e5f60718301");

    /** An AWS link in eu-west-1 that stays INITIATING, so that additions to it get a 409. */
    public static final LinkId INITIATING_LINK = new LinkId("64b7f1d8a91d3e5f60718302");

    /** An Azure link in EUROPE_WEST that accepts endpoints and has none; the classic dialect does not show it. */
    public static final LinkId AZURE_LINK = new LinkId("64b7f1d8a91d3e5f60718303");

    /** A GCP link in CENTRAL_US that accepts endpoints and has none; the classic dialect does not show it. */
    public static final LinkId GCP_LINK = new LinkId("64b7f1d8a91d3e5f60718304");

    /** Connected. */
    public static final String AVAILABLE_ENDPOINT = "vpce-0b9c5701325cb15dd";

    /** Rejected; once it is removed and added again, it becomes available. */
    public static final String FAILED_ENDPOINT = "vpce-0f6e2b4c8d1a39e57";

    /** An unused endpoint id for a first addition. */
    public static final String NEW_ENDPOINT = "vpce-0a1b2c3d4e5f60718";

    /** The public half of the demo key; the private half changes at each start. */
    public static final String PUBLIC_KEY = "demokeys";

    private DemoAtlas() {}

    /** Adds the demo project. */
    public static void seed(SimulatedAtlas atlas) {
        atlas.addLink(PROJECT, READY_LINK, Provider.AWS, "US_EAST_1", LinkStatus.AVAILABLE);
        atlas.addEndpoint(PROJECT, READY_LINK, AVAILABLE_ENDPOINT, EndpointStatus.AVAILABLE);
        atlas.addEndpoint(PROJECT, READY_LINK, FAILED_ENDPOINT, EndpointStatus.REJECTED);
        atlas.addLink(PROJECT, INITIATING_LINK, Provider.AWS, "EU_WEST_1", LinkStatus.INITIATING);
        atlas.addLink(PROJECT, AZURE_LINK, Provider.AZURE, "EUROPE_WEST", LinkStatus.AVAILABLE);
        atlas.addLink(PROJECT, GCP_LINK, Provider.GCP, "CENTRAL_US", LinkStatus.AVAILABLE);
    }
}
