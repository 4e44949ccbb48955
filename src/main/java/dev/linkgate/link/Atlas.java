package dev.linkgate.link;

import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;

/** The links and endpoints of Atlas. */
public interface Atlas {

    /**
     * One project's links, asked for with the credential of that project.
     *
     * @throws dev.linkgate.kernel.LinkgateException {@code no-credential}
     */
    AtlasProject project(RequestContext context, ProjectId project);
}
