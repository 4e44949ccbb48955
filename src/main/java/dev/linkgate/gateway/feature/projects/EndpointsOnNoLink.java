package dev.linkgate.gateway.feature.projects;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.util.List;

/** The endpoints of a project that are on none of its links. Without an implementation there are none. */
@FunctionalInterface
public interface EndpointsOnNoLink {

    /**
     * These endpoints. The caller records the read.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException the problem of reading them
     */
    Aged<List<ProjectEndpoint>> read(RequestContext context, ProjectId project, Freshness freshness);
}
