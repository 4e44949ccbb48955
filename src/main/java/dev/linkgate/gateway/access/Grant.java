package dev.linkgate.gateway.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.linkgate.kernel.ProjectId;

/** A team's role on a project. */
public record Grant(@JsonIgnore String team, ProjectId projectId, Role role) {}
