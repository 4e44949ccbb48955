package dev.linkgate.kernel;

/** The administrator has removed a project from the gateway: whatever was granted on it ends. */
public record ProjectForgotten(ProjectId project) {}
