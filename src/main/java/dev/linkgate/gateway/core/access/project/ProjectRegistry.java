package dev.linkgate.gateway.core.access.project;

import dev.linkgate.gateway.core.atlas.credential.Bindings;
import dev.linkgate.gateway.core.platform.store.Snapshot;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.kernel.ProjectId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The registered projects, from memory. */
@Component
public final class ProjectRegistry implements Bindings {

    private final ProjectStore store;
    private final Snapshot<Map<ProjectId, Project>> projects;

    ProjectRegistry(ProjectStore store, Snapshots snapshots) {
        this.store = store;
        this.projects = snapshots.of(
                "project",
                () -> store.all().stream().collect(Collectors.toUnmodifiableMap(Project::id, Function.identity())));
    }

    /** All projects in the order of their names. */
    public List<Project> all() {
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
    <R> R change(Supplier<R> change) {
        return projects.change(change);
    }
}
