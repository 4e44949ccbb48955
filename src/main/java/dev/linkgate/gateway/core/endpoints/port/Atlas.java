package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.util.Optional;

/** The links and endpoints of Atlas. */
public interface Atlas {

    /**
     * One project's links, asked for with the credential of that project.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code no-credential}
     */
    AtlasProject project(RequestContext context, ProjectId project);

    /** The cloud of a link, if the gateway has seen the link: Atlas is not asked. */
    Optional<Provider> knownProviderOf(LinkPath link);
}
