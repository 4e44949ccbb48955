package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What unfinished operations are to change at Atlas, or may have changed: they replace endpoints, and resolve unknown
 * outcomes. By default, there are no operations.
 */
public interface PendingChanges {

    /** The endpoints of a link that an operation removes, or whose removal Atlas may have carried out. */
    default Set<EndpointId> removals(LinkPath link) {
        return Set.of();
    }

    /** The endpoints of a project that an operation adds, or whose addition Atlas may have carried out. */
    default List<Addition> additions(ProjectId project) {
        return List.of();
    }

    /** One endpoint that is to be added, or may have been. */
    interface Addition {

        LinkId link();

        EndpointId endpoint();

        /**
         * The team whose the endpoint is, or will be; absent if it is no team's.
         *
         * @param known the endpoint as it is known now, if it is
         */
        @Nullable
        String team(@Nullable KnownEndpoint known);
    }
}
