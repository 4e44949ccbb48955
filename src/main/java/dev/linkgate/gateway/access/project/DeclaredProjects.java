package dev.linkgate.gateway.access.project;

import dev.linkgate.gateway.atlas.credential.CredentialVault;
import dev.linkgate.gateway.platform.config.DeclaredFields;
import dev.linkgate.gateway.platform.config.DeclaredResources;
import dev.linkgate.gateway.platform.config.Difference;
import dev.linkgate.gateway.platform.config.Differences;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The section {@code projects}. */
@Component
@Order(2)
class DeclaredProjects implements DeclaredResources<ProjectRequest> {

    private final ProjectRegistry registry;
    private final ProjectAdminController requests;
    private final CredentialVault credentials;

    DeclaredProjects(ProjectRegistry registry, ProjectAdminController requests, CredentialVault credentials) {
        this.registry = registry;
        this.requests = requests;
        this.credentials = credentials;
    }

    @Override
    public String kind() {
        return "project";
    }

    @Override
    public Optional<String> problemOf(String id) {
        return ProjectId.matches(id) ? Optional.empty() : Optional.of("must be 24 lowercase hex digits");
    }

    @Override
    public Map<String, ProjectRequest> stored() {
        Map<String, ProjectRequest> stored = new TreeMap<>();
        registry.all()
                .forEach(project ->
                        stored.put(project.id().value(), new ProjectRequest(project.name(), project.credential())));
        return stored;
    }

    @Override
    public void compare(String id, @Nullable ProjectRequest before, DeclaredFields fields, Differences differences) {
        ProjectRequest wanted = new ProjectRequest(fields.text("name"), fields.text("credential"));
        String credential = wanted.credential();
        if (credential != null && !differences.declares("credentials", credential) && !credentials.exists(credential)) {
            differences.error(fields.path() + ".credential", "must be the name of a stored or declared credential");
        }
        if (!wanted.equals(before)) {
            differences.add(Difference.put(
                    kind(), id, before, wanted, context -> requests.put(context, new ProjectId(id), wanted)));
        }
        wanted.checkedName();
    }

    @Override
    public void remove(RequestContext context, String id) {
        requests.remove(context, new ProjectId(id));
    }
}
