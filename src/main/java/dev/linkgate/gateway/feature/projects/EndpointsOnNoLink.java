package dev.linkgate.gateway.feature.projects;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;

/** The endpoints of a project that are on none of its links. Without an implementation there are none. */
@FunctionalInterface
public interface EndpointsOnNoLink {

    /**
     * These endpoints. The caller records the read.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException the problem of reading them
     */
    Aged<List<ProjectEndpoint>> read(RequestContext context, ProjectId project, Freshness freshness);

    /** The endpoints of all implementations, as old as the oldest read. */
    static Aged<List<ProjectEndpoint>> read(
            ObjectProvider<EndpointsOnNoLink> all, RequestContext context, ProjectId project, Freshness freshness) {
        List<Aged<List<ProjectEndpoint>>> lists =
                all.stream().map(each -> each.read(context, project, freshness)).toList();
        return lists.isEmpty() ? Aged.fresh(List.of()) : Aged.joined(lists);
    }
}
