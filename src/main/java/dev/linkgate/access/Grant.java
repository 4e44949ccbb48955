package dev.linkgate.access;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.linkgate.kernel.ProjectId;

/** What a team may do on a project. */
public record Grant(@JsonIgnore String team, ProjectId projectId, Role role) {}
