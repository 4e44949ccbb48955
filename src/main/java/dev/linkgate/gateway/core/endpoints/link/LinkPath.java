package dev.linkgate.gateway.core.endpoints.link;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.util.Objects;

/** The path of a link: its project and its id. */
public record LinkPath(ProjectId project, LinkId link) {

    /** The link of an endpoint. */
    public static LinkPath of(Target target) {
        return new LinkPath(Objects.requireNonNull(target.project()), Objects.requireNonNull(target.link()));
    }

    /** The path of one of its endpoints, in the API. */
    public String of(EndpointId endpoint) {
        return this + "/endpoints/" + endpoint.pathSegment();
    }

    /** The subject of operations on one of its endpoints: the same for equal ids. */
    public String subject(EndpointId endpoint) {
        return this + "/endpoints/" + endpoint.canonical();
    }

    public Target target() {
        return Target.link(project, link);
    }

    /** The path in the API. */
    @Override
    public String toString() {
        return "/projects/" + project + "/links/" + link;
    }
}
