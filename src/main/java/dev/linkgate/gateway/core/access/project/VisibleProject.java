package dev.linkgate.gateway.core.access.project;

import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.kernel.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * A project as a caller sees it.
 *
 * @param projectName null when the administrator has not registered it
 */
public record VisibleProject(ProjectId projectId, @Nullable String projectName, Role role) {}
