package dev.linkgate.gateway.feature.projects;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.kernel.ProjectId;

/** The requests for access to a project that nobody has answered yet. Without an implementation there are none. */
@FunctionalInterface
public interface PendingRequests {

    /** How many of them the caller may see. */
    long count(Actor caller, ProjectId project);
}
