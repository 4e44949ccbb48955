package dev.linkgate.gateway.core.access.project;

import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.atlas.credential.CredentialVault;
import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** Registers projects and binds them to credentials. */
@Component
public final class ProjectRegistrar {

    private final ProjectRegistry registry;
    private final ProjectStore store;
    private final CredentialVault credentials;
    private final Access access;
    private final EndpointApprovals approvals;
    private final InstantSource clock;

    ProjectRegistrar(
            ProjectRegistry registry,
            ProjectStore store,
            CredentialVault credentials,
            Access access,
            EndpointApprovals approvals,
            InstantSource clock) {
        this.registry = registry;
        this.store = store;
        this.credentials = credentials;
        this.access = access;
        this.approvals = approvals;
        this.clock = clock;
    }

    /**
     * Registers a project, or changes its name and binding.
     *
     * @param credential the name of a stored credential; absent for the one named {@code default}
     * @throws LinkgateException {@code invalid-request} on the field {@code credential} if none has this name
     */
    public Put<Project> put(ProjectId id, String name, @Nullable String credential) {
        try {
            return registry.change(() -> {
                if (credential != null && !credentials.exists(credential)) {
                    throw unknown();
                }
                Optional<Project> before = store.find(id);
                Instant now = Micros.now(clock);
                Instant created = before.map(Project::createdAt).orElse(now);
                Project project = new Project(id, name, credential, created, now);
                store.save(project);
                return new Put<>(before.orElse(null), project);
            });
        } catch (DataIntegrityViolationException e) {
            throw unknown(); // removed in the meantime; the database refused
        }
    }

    /**
     * Removes a project with its rules, its approvals and all grants on it.
     *
     * @return the project as it was
     * @throws LinkgateException {@code project-not-found} if it is not registered
     */
    Recorded forget(ProjectId id) {
        // In this order, a repetition completes the work after a crash in between.
        if (registry.find(id).isEmpty()) {
            throw notFound(id);
        }
        List<String> ended = approvals.end(id);
        ProjectRules rules = access.grants().endOn(id);
        Project removed = registry.change(() -> {
            Optional<Project> before = store.find(id);
            if (before.isEmpty() || !store.remove(id)) {
                throw notFound(id);
            }
            return before.get();
        });
        return () -> removed.recorded().with("rules", rules.recorded()).with("approvals", ended);
    }

    static LinkgateException notFound(ProjectId id) {
        return Failure.of(ProblemCode.PROJECT_NOT_FOUND, "No project is registered under the id " + id + ".")
                .toException();
    }

    private static LinkgateException unknown() {
        return Failure.invalid("credential", "must be the name of a stored credential")
                .toException();
    }
}
