package dev.linkgate.gateway.feature.regional;

import dev.linkgate.gateway.core.endpoints.port.ProjectResource;
import dev.linkgate.gateway.core.endpoints.port.ResourceWrite;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns a project's regional mode on or off. */
public record RegionalModeWrite(ProjectId project, boolean enabled) implements ResourceWrite<RegionalMode> {

    @Override
    public Action action() {
        return RegionalWords.REGIONAL_MODE_SET;
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

    @Override
    public ProjectResource<RegionalMode> written() {
        return RegionalMode.RESOURCE;
    }

    @Override
    public ObjectNode body() {
        return JsonNodeFactory.instance.objectNode().put("enabled", enabled);
    }

    @Override
    public String wanted() {
        return String.valueOf(enabled);
    }

    @Override
    public boolean isDone(@Nullable RegionalMode found) {
        return found != null && found.enabled() == enabled;
    }
}
