package dev.linkgate.gateway.feature.regional;

import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.provisioning.EffectCheck;
import dev.linkgate.gateway.core.endpoints.provisioning.Wanted;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Whether the regional mode was switched. */
@Component
class RegionalModeEffect implements EffectCheck {

    @Override
    public Set<Action> actions() {
        return Set.of(RegionalWords.REGIONAL_MODE_SET);
    }

    @Override
    public Optional<Wanted.ResourceChanged> wanted(Action action, Target target, Map<String, Object> asked) {
        return Optional.ofNullable(asked.get("enabled"))
                .filter(Boolean.class::isInstance)
                .map(enabled -> new Wanted.ResourceChanged(String.valueOf(enabled), null, null));
    }

    @Override
    public boolean isDone(AtlasProject project, String wanted) {
        return project.resource(RegionalMode.RESOURCE).enabled() == Boolean.parseBoolean(wanted);
    }
}
