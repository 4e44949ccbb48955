package dev.linkgate.link;

import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;

/** Atlas, as far as links and endpoints are concerned. */
public interface Atlas {

    /**
     * One project's links, asked for with the credential of that project.
     *
     * @throws dev.linkgate.kernel.LinkgateException {@code no-credential}
     */
    AtlasProject project(RequestContext context, ProjectId project);
}
