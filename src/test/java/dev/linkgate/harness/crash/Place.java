package dev.linkgate.harness.crash;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;

/** A link that one caller has for itself, and the paths under which the gateway knows it. */
public record Place(ProjectId project, LinkId link) {

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
