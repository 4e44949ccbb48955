package dev.linkgate.gateway.feature.declared;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.project.AttachmentController;
import dev.linkgate.gateway.core.access.project.ProjectAdminController;
import dev.linkgate.gateway.core.access.project.ProjectRegistry;
import dev.linkgate.gateway.core.access.project.ProjectRequest;
import dev.linkgate.gateway.core.atlas.credential.CredentialVault;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.JsonErrors;
import dev.linkgate.kernel.ProjectId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The section {@code projects}. */
@Component
@Order(2)
class DeclaredProjects implements DeclaredResources<ProjectRequest> {

    private final ProjectRegistry registry;
    private static final String RULES = "rules";

    private final ProjectAdminController requests;
    private final AttachmentController rules;
    private final Access access;
    private final JsonMapper json;
    private final CredentialVault credentials;

    DeclaredProjects(
            ProjectRegistry registry,
            ProjectAdminController requests,
            AttachmentController rules,
            Access access,
            JsonMapper json,
            CredentialVault credentials) {
        this.registry = registry;
        this.requests = requests;
        this.rules = rules;
        this.access = access;
        this.json = json;
        this.credentials = credentials;
    }

    /** A project with its rules; absent if it has none. */
    record Present(
            String name,
            @JsonInclude @Nullable String credential,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            ProjectRules rules) {}

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
    public Map<String, Present> present() {
        Map<String, Present> present = new TreeMap<>();
        registry.all()
                .forEach(project -> present.put(
                        project.id().value(),
                        new Present(project.name(), project.credential(), rulesOf(project.id()))));
        return present;
    }

    private @Nullable ProjectRules rulesOf(ProjectId project) {
        ProjectRules stored = access.snapshot().attachments(project).rules();
        return stored.areNone() ? null : stored;
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
        if (ProjectId.matches(id)) {
            compareRules(new ProjectId(id), fields, differences);
        }
        wanted.checkedName();
    }

    /** Without rules, those that the project has are left alone. */
    private void compareRules(ProjectId project, DeclaredFields fields, Differences differences) {
        JsonNode declared = fields.json(RULES);
        if (declared == null) {
            return;
        }
        try {
            ProjectRules wanted = json.treeToValue(declared, ProjectRules.class).checked();
            ProjectRules before = rulesOf(project);
            if (wanted.areNone() ? before != null : !wanted.equals(before)) {
                differences.add(Difference.put(
                        RULES, project.value(), before, wanted, context -> rules.putRules(context, project, wanted)));
            }
        } catch (DatabindException e) {
            FieldError error = JsonErrors.of(e);
            differences.error(fields.path() + "." + RULES + "." + error.field(), error.message());
        } catch (LinkgateException e) {
            differences.errors(fields.path() + "." + RULES, e);
        }
    }

    @Override
    public void remove(RequestContext context, String id) {
        requests.remove(context, new ProjectId(id));
    }
}
