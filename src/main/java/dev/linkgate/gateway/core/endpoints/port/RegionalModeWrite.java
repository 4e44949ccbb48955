package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;

/** Turns a project's regional mode on or off. */
public record RegionalModeWrite(ProjectId project, boolean enabled) implements AtlasWrite {

    @Override
    public Action action() {
        return Action.REGIONAL_MODE_SET;
    }

    @Override
    public Target target() {
        return Target.project(project).changing(Change.to(() -> new Change.Values().with("enabled", enabled)));
    }

    @Override
    public String resource() {
        return "/projects/" + project + "/regional-mode";
    }

    @Override
    public boolean isExclusive() {
        return true;
    }
}
