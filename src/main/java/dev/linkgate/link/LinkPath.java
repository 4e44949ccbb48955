package dev.linkgate.link;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;

/** Which link of which project. */
record LinkPath(ProjectId project, LinkId link) {}
