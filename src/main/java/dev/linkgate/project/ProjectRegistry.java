package dev.linkgate.project;

import dev.linkgate.credential.Bindings;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.store.Snapshot;
import dev.linkgate.store.Snapshots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The registered projects, from memory. */
@Component
public final class ProjectRegistry implements Bindings {

    private final ProjectStore store;
    private final Snapshot<Map<ProjectId, Project>> projects;

    ProjectRegistry(ProjectStore store, Snapshots snapshots) {
        this.store = store;
        this.projects = snapshots.of("project", this::load);
    }

    /** In the order of their names. */
    public List<Project> all() {
        return List.copyOf(projects.get().values());
    }

    public Optional<Project> find(ProjectId id) {
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

    /** Changes the table in a transaction and publishes the result. */
    <R> R change(Supplier<R> change) {
        return projects.change(change);
    }

    private Map<ProjectId, Project> load() {
        Map<ProjectId, Project> byId = new LinkedHashMap<>();
        store.all().forEach(project -> byId.put(project.id(), project));
        return byId;
    }
}
