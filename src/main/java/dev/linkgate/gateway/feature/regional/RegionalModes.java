package dev.linkgate.gateway.feature.regional;

import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.provisioning.DryRun;
import dev.linkgate.gateway.core.endpoints.provisioning.WriteHooks;
import dev.linkgate.gateway.core.endpoints.provisioning.WritePipeline;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.kernel.ProjectId;
import org.springframework.stereotype.Service;

/** What teams may do with the regional mode of a project. */
@Service
public class RegionalModes {

    private final SharedAtlas atlas;
    private final AuditTrail trail;
    private final WritePipeline pipeline;
    private final RegionalModeRules rules;

    RegionalModes(SharedAtlas atlas, AuditTrail trail, WritePipeline pipeline, RegionalModeRules rules) {
        this.atlas = atlas;
        this.trail = trail;
        this.pipeline = pipeline;
        this.rules = rules;
    }

    public RegionalMode get(RequestContext context, ProjectId project) {
        return trail.read(
                context,
                RegionalWords.REGIONAL_MODE_GET,
                Target.project(project),
                () -> atlas.project(context, project).resource(RegionalMode.RESOURCE));
    }

    public RegionalMode set(RequestContext context, RegionalModeWrite write) {
        return pipeline.run(
                        context,
                        atlas.project(context, write.project()),
                        write,
                        rules,
                        WriteHooks.of(Precondition.NONE))
                .resourceOrThrow();
    }

    /** What {@link #set} would do. */
    DryRun dryRun(RequestContext context, RegionalModeWrite write) {
        return pipeline.dryRun(context, atlas.project(context, write.project()), write, rules, Precondition.NONE);
    }
}
