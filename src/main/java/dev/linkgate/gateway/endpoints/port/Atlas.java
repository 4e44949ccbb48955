package dev.linkgate.gateway.endpoints.port;

import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;

/** The links and endpoints of Atlas. */
public interface Atlas {

    /**
     * One project's links, asked for with the credential of that project.
     *
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code no-credential}
     */
    AtlasProject project(RequestContext context, ProjectId project);
}
