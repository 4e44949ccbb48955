package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.TableChange;
import dev.linkgate.kernel.ProjectId;
import java.util.List;
import java.util.Optional;

/**
 * Approvals of endpoints whose origin the rules of their project do not allow. Each is of one team, or of one
 * administrator, and lets it add the endpoint once. By default, nothing is approved, and nobody can be asked.
 */
public interface EndpointApprovals {

    /** Whether the caller has an approval, from memory: a change on another replica is known within seconds. */
    default boolean has(Actor caller, LinkPath link, EndpointId id) {
        return false;
    }

    /** Whether the caller has an approval now, on all replicas; costs a query. */
    default boolean hasNow(Actor caller, LinkPath link, EndpointId id) {
        return false;
    }

    /** What the addition of an endpoint changes, with the use of the caller's approval, if it has one. */
    default TableChange using(Actor caller, LinkPath link, EndpointId id, TableChange addition) {
        return addition;
    }

    /**
     * Asks for an approval for the caller, once.
     *
     * @return the path of the request; empty if nobody was asked
     */
    default Optional<String> ask(RequestContext context, LinkPath link, EndpointId id) {
        return Optional.empty();
    }

    /**
     * Ends all approvals of a project.
     *
     * @return the ids of their endpoints
     */
    default List<String> end(ProjectId project) {
        return List.of();
    }
}
