package dev.linkgate.gateway.core.endpoints.link;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The path of a link: its project and its id. */
public record LinkPath(ProjectId project, LinkId link) {

    /** In the place of a link's id. Atlas's ids begin with their time, so none is like this. */
    public static final LinkId NO_LINK = new LinkId("000000000000000000000000");

    /** The link of an endpoint, or the place of one that belongs to the project itself. */
    public static LinkPath of(Target target) {
        return new LinkPath(
                Objects.requireNonNull(target.project()), Objects.requireNonNullElse(target.link(), NO_LINK));
    }

    /** The place of the endpoints that belong to a project itself, and to none of its links. */
    public static LinkPath ofProject(ProjectId project) {
        return new LinkPath(project, NO_LINK);
    }

    /** Whether it is the place of endpoints that belong to the project itself. */
    public boolean isOfProject() {
        return link.equals(NO_LINK);
    }

    /** The link's id; absent if this is the place of endpoints that belong to the project itself. */
    public @Nullable LinkId linkId() {
        return isOfProject() ? null : link;
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
