package dev.linkgate.gateway.access.project;

import dev.linkgate.gateway.atlas.credential.Bindings;
import dev.linkgate.gateway.platform.store.Snapshot;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.kernel.ProjectId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.springframework.stereotype.Component;

/** The registered projects, from memory. */
@Component
final class ProjectRegistry implements Bindings {

    private final ProjectStore store;
    private final Snapshot<PMap<ProjectId, Project>> projects;

    ProjectRegistry(ProjectStore store, Snapshots snapshots) {
        this.store = store;
        this.projects = snapshots.of("project", new Stored(store));
    }

    /** In the order of their names. */
    List<Project> all() {
        return projects.get().values().stream()
                .sorted(Comparator.comparing(Project::name)
                        .thenComparing(project -> project.id().value()))
                .toList();
    }

    Optional<Project> find(ProjectId id) {
        return Optional.ofNullable(projects.get().get(id));
    }

    @Override
    public Optional<String> credentialOf(ProjectId id) {
        return find(id).map(Project::credential);
    }

    @Override
    public List<ProjectId> boundTo(String credential) {
        return store.boundTo(credential);
    }

    /** Changes a project in the table in a transaction and publishes the result. */
    <R> R change(ProjectId project, Supplier<R> change) {
        return projects.change(project.value(), change);
    }

    /** The table as a source; each project is a subject. */
    private record Stored(ProjectStore store) implements Snapshot.Source<PMap<ProjectId, Project>> {

        @Override
        public PMap<ProjectId, Project> load() {
            PMap<ProjectId, Project> byId = HashTreePMap.empty();
            for (Project project : store.all()) {
                byId = byId.plus(project.id(), project);
            }
            return byId;
        }

        @Override
        public PMap<ProjectId, Project> reread(PMap<ProjectId, Project> byId, String subject) {
            ProjectId id = new ProjectId(subject);
            return store.find(id).map(found -> byId.plus(id, found)).orElseGet(() -> byId.minus(id));
        }
    }
}
