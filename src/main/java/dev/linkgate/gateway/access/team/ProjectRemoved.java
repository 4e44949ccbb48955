package dev.linkgate.gateway.access.team;

import dev.linkgate.kernel.ProjectId;

/** The administrator has removed a project from the gateway, so all grants on it end. */
public record ProjectRemoved(ProjectId project) {}
