package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.access.project.VisibleProject;
import dev.linkgate.gateway.core.access.project.VisibleProjects;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.ProjectDescription;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.feature.atlasapi.ProjectResources.DescribedProject;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.protocol.AtlasGroup;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.RequestRefused;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The projects that a caller may see, by the names that Atlas has for them. */
@Component
final class Groups {

    /** The problems of a project that show that no tool finds it at Atlas by its name. */
    private static final Set<ProblemCode> NAMELESS = Set.of(ProblemCode.PROJECT_NOT_FOUND, ProblemCode.NO_CREDENTIAL);

    private final VisibleProjects projects;
    private final ProjectResources resources;

    Groups(VisibleProjects projects, ProjectResources resources) {
        this.projects = projects;
        this.resources = resources;
    }

    /** The ids of all, in the order of lists. */
    List<ProjectId> visible(RequestContext context) {
        return projects.of(context.actor()).stream()
                .map(VisibleProject::projectId)
                .toList();
    }

    /** Some of them. One that Atlas tells nothing of has its id for a name. */
    List<AtlasGroup> shown(RequestContext context, List<ProjectId> some, Freshness freshness) {
        return resources.descriptions(context, some, freshness).stream()
                .map(found -> shown(found.id(), found.description()))
                .toList();
    }

    static AtlasGroup shown(ProjectId project, @Nullable ProjectDescription description) {
        return description == null
                ? new AtlasGroup(project.value(), project.value(), null, null, null)
                : new AtlasGroup(
                        project.value(),
                        Objects.requireNonNullElse(description.name(), project.value()),
                        description.orgId(),
                        description.clusterCount(),
                        description.created());
    }

    /**
     * The one with this name.
     *
     * @throws RequestRefused if none has it
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException the reason why the name of one that may have it
     *     is not known; {@code invalid-request} if several organizations have such a project
     */
    AtlasGroup named(RequestContext context, String name, Freshness freshness) {
        List<DescribedProject> all = resources.descriptions(context, visible(context), freshness);
        List<AtlasGroup> found = all.stream()
                .map(project -> shown(project.id(), project.description()))
                .filter(group -> group.name().equals(name))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.size() > 1) {
            throw Failure.of(ProblemCode.INVALID_REQUEST, "Several of your projects have this name. Use an id.")
                    .toException();
        }
        for (DescribedProject project : all) {
            if (project.failure() != null
                    && !NAMELESS.contains(project.failure().code())) {
                throw project.failure().toException();
            }
        }
        throw Refusal.GROUP_NOT_FOUND.of(name);
    }
}
