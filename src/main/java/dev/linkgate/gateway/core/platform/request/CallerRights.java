package dev.linkgate.gateway.core.platform.request;

import dev.linkgate.kernel.ProjectId;

/** The rights of callers whose work the gateway continues without them. */
public interface CallerRights {

    /** Holds while a caller with its key, or its team, may change the endpoints of a project. */
    Right toChangeEndpoints(Actor caller, ProjectId project);

    /** Holds while a caller with its key, or its team, may create and remove links of a project. */
    Right toChangeLinks(Actor caller, ProjectId project);
}
