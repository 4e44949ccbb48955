package dev.linkgate.kernel;

/** The administrator has removed a project from the gateway, so all grants on it end. */
public record ProjectForgotten(ProjectId project) {}
