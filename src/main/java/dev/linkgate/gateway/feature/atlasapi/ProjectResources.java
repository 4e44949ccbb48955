package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Cluster;
import dev.linkgate.gateway.core.endpoints.link.Clusters;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.ProjectDescription;
import dev.linkgate.gateway.core.endpoints.reads.FanOut;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedProject;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What Atlas tells of a project besides its private endpoints. */
@Service
public class ProjectResources {

    private static final String NO_CLUSTER = "CLUSTER_NOT_FOUND";

    private final SharedAtlas atlas;
    private final AuditTrail trail;

    private final FanOut fanOut;

    ProjectResources(SharedAtlas atlas, AuditTrail trail, FanOut fanOut) {
        this.atlas = atlas;
        this.trail = trail;
        this.fanOut = fanOut;
    }

    /**
     * A project of a list.
     *
     * @param description what Atlas tells of it; absent if it tells nothing
     * @param failure why it tells nothing; absent if it does
     */
    public record DescribedProject(
            ProjectId id,
            @Nullable ProjectDescription description,
            @Nullable Failure failure) {}

    /**
     * What Atlas tells of each of these projects. One that it tells nothing of, for a reason that stays, does not take
     * the others with it.
     *
     * @throws LinkgateException a failure that passes: a list without a project would be taken for the whole
     */
    public List<DescribedProject> descriptions(RequestContext context, List<ProjectId> projects, Freshness freshness) {
        return trail.read(
                context,
                Action.PROJECT_LIST,
                Target.NONE,
                () -> fanOut.map(context, projects, project -> described(context, project, freshness)));
    }

    private DescribedProject described(RequestContext context, ProjectId project, Freshness freshness) {
        try {
            ProjectDescription description =
                    atlas.project(context, project).description(freshness).value();
            return new DescribedProject(project, description, null);
        } catch (LinkgateException e) {
            if (e.failure().code().retryable()) {
                throw e;
            }
            return new DescribedProject(project, null, e.failure());
        }
    }

    public Aged<ProjectDescription> description(RequestContext context, ProjectId project, Freshness freshness) {
        return trail.read(
                context,
                Action.PROJECT_GET,
                Target.project(project),
                () -> atlas.project(context, project).description(freshness));
    }

    /** All clusters of the project. */
    public Aged<Clusters> clusters(RequestContext context, ProjectId project, Freshness freshness) {
        return trail.read(
                context,
                AtlasApiWords.CLUSTER_LIST,
                Target.project(project),
                () -> atlas.project(context, project).clusters(freshness));
    }

    /**
     * The cluster with this name. Atlas's list does not have those of all kinds, so it is asked again for one that is
     * not on it: a tool that reads that there is none may forget it.
     *
     * @throws LinkgateException {@code not-found} if Atlas has none
     */
    public Aged<Cluster> cluster(RequestContext context, ProjectId project, String name, Freshness freshness) {
        return trail.read(context, AtlasApiWords.CLUSTER_GET, Target.project(project), () -> {
            SharedProject atlasProject = atlas.project(context, project);
            Aged<Clusters> listed = atlasProject.clusters(freshness);
            return listed.value().all().stream()
                    .filter(cluster -> cluster.name().equals(name))
                    .findFirst()
                    .map(found -> listed.map(all -> found))
                    .orElseGet(() -> Aged.fresh(unlisted(atlasProject, name)));
        });
    }

    private static Cluster unlisted(SharedProject project, String name) {
        try {
            return project.cluster(name);
        } catch (LinkgateException e) {
            AtlasAnswer answer = e.failure().atlas();
            if (answer != null && NO_CLUSTER.equals(answer.errorCode())) {
                throw Failure.of(ProblemCode.NOT_FOUND, "The project has no cluster of this name.")
                        .toException();
            }
            throw e;
        }
    }
}
