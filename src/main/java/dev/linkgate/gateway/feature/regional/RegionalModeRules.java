package dev.linkgate.gateway.feature.regional;

import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.endpoints.provisioning.SendDecision;
import dev.linkgate.gateway.core.endpoints.provisioning.WriteRules;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.Intent;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The rules of switching a project's regional mode. */
@Component
class RegionalModeRules implements WriteRules<RegionalModeWrite, RegionalMode> {

    @Override
    public SendDecision<RegionalModeWrite, RegionalMode> before(
            RequestContext context, AtlasProject project, RegionalModeWrite write) {
        RegionalMode current = project.resource(RegionalMode.RESOURCE);
        return write.isDone(current)
                ? new SendDecision.Stop<>(new WriteResult.Unneeded<>(current))
                : new SendDecision.Send<>(write, Optional.of(current));
    }

    @Override
    public WriteResult<RegionalMode> send(Intent intent, AtlasProject project, RegionalModeWrite write) {
        return project.send(intent, write);
    }

    @Override
    public WriteResult<RegionalMode> after(
            RequestContext context,
            AtlasProject project,
            RegionalModeWrite asked,
            SendDecision.Send<RegionalModeWrite, RegionalMode> sent,
            WriteResult<RegionalMode> result) {
        return result;
    }

    @Override
    public List<String> warnings(SendDecision<RegionalModeWrite, RegionalMode> check) {
        return check instanceof SendDecision.Send<RegionalModeWrite, RegionalMode> send
                        && send.write().enabled()
                ? List.of("The connection strings of sharded clusters in several regions change, and the project cannot"
                        + " have replica sets any more.")
                : List.of();
    }
}
