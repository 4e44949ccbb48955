package dev.linkgate.link;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Target;
import java.util.Objects;

/** Which link of which project. */
public record LinkPath(ProjectId project, LinkId link) {

    /** The link of an endpoint. */
    public static LinkPath of(Target target) {
        return new LinkPath(Objects.requireNonNull(target.project()), Objects.requireNonNull(target.link()));
    }

    /** The path of one of its endpoints. */
    public String of(EndpointId endpoint) {
        return this + "/endpoints/" + endpoint;
    }

    /** As the API has it. */
    @Override
    public String toString() {
        return "/projects/" + project + "/links/" + link;
    }
}
