package dev.linkgate.harness.crash;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.util.List;

/** A link that one caller has for itself, and the paths under which the gateway knows it. */
public record Place(ProjectId project, LinkId link) {

    /** A new link to AWS in a project of its own, with connected endpoints. */
    public static Place in(SimulatedAtlas atlas, List<String> endpoints) {
        Place place = new Place(Names.project(), Names.link());
        atlas.addLink(place.project, place.link, Provider.AWS, "US_EAST_1", SimulatedLinkStatus.AVAILABLE);
        endpoints.forEach(endpoint -> atlas.addEndpoint(place.project, place.link, endpoint, EndpointStatus.AVAILABLE));
        return place;
    }

    public String project(String below) {
        return "/projects/" + project + below;
    }

    public String linkPath() {
        return project("/links/" + link);
    }

    public String endpoints() {
        return linkPath() + "/endpoints";
    }

    public String endpoint(String id) {
        return endpoints() + "/" + new EndpointId(id).pathSegment();
    }

    /** Another link of the same project. */
    Place withLink(String other) {
        return new Place(project, new LinkId(other));
    }
}
