package dev.linkgate.gateway.request;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import org.jspecify.annotations.Nullable;

/** The target of an action at Atlas; all parts are absent for an action on the gateway alone. */
public record Target(
        @Nullable ProjectId project,
        @Nullable LinkId link,
        @Nullable String interfaceEndpointId) {

    public static final Target NONE = new Target(null, null, null);

    public static Target project(ProjectId project) {
        return new Target(project, null, null);
    }

    public static Target link(ProjectId project, LinkId link) {
        return new Target(project, link, null);
    }

    public static Target endpoint(ProjectId project, LinkId link, String interfaceEndpointId) {
        return new Target(project, link, interfaceEndpointId);
    }
}
