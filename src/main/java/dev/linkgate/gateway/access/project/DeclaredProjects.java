package dev.linkgate.gateway.access.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.atlas.credential.CredentialVault;
import dev.linkgate.gateway.platform.config.Declaration;
import dev.linkgate.gateway.platform.config.DeclaredResources;
import dev.linkgate.gateway.platform.config.Difference;
import dev.linkgate.gateway.platform.config.Differences;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.Put;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The section {@code projects}. */
@Component
@Order(2)
class DeclaredProjects implements DeclaredResources {

    private static final String KIND = "project";

    private final ProjectRegistry registry;
    private final ProjectRegistrar registrar;
    private final CredentialVault credentials;
    private final AuditTrail audit;

    DeclaredProjects(
            ProjectRegistry registry, ProjectRegistrar registrar, CredentialVault credentials, AuditTrail audit) {
        this.registry = registry;
        this.registrar = registrar;
        this.credentials = credentials;
        this.audit = audit;
    }

    /** A project as a difference shows it. */
    record Shown(String name, @JsonInclude @Nullable String credential) {}

    @Override
    public String section() {
        return "projects";
    }

    @Override
    public Map<String, ?> present() {
        Map<String, Shown> present = new TreeMap<>();
        registry.all().forEach(project -> present.put(project.id().value(), shown(project)));
        return present;
    }

    @Override
    public void compare(Map<String, JsonNode> declared, Declaration whole, Differences differences) {
        declared.forEach((id, node) -> {
            String field = section() + "." + id;
            if (!ProjectId.matches(id)) {
                differences.error(field, "must be 24 lowercase hex digits");
            }
            differences.fields(field, node).ifPresent(fields -> {
                ProjectRequest wanted = new ProjectRequest(fields.text("name"), fields.text("credential"));
                fields.noOthers();
                checkCredential(field, wanted.credential(), whole, differences);
                try {
                    Shown after = new Shown(wanted.checkedName(), wanted.credential());
                    if (ProjectId.matches(id)) {
                        compare(new ProjectId(id), after, differences);
                    }
                } catch (LinkgateException e) {
                    differences.errors(field, e);
                }
            });
        });
        if (whole.prune()) {
            registry.all().stream()
                    .filter(project -> !declared.containsKey(project.id().value()))
                    .forEach(project -> differences.add(Difference.removal(
                            KIND, project.id().value(), shown(project), context -> remove(context, project.id()))));
        }
    }

    private void checkCredential(
            String field, @Nullable String credential, Declaration whole, Differences differences) {
        if (credential != null && !whole.names("credentials").contains(credential) && !credentials.exists(credential)) {
            differences.error(field + ".credential", "must be the name of a stored or declared credential");
        }
    }

    private void compare(ProjectId id, Shown after, Differences differences) {
        @Nullable Shown before = registry.find(id).map(DeclaredProjects::shown).orElse(null);
        if (!after.equals(before)) {
            differences.add(Difference.put(KIND, id.value(), before, after, context -> put(context, id, after)));
        }
    }

    private void put(RequestContext context, ProjectId id, Shown wanted) {
        audit.write(
                context,
                Action.PROJECT_PUT,
                Project.target(id, wanted.name(), wanted.credential()),
                Put::status,
                intent -> intent.changed(registrar.put(id, wanted.name(), wanted.credential())));
    }

    private void remove(RequestContext context, ProjectId id) {
        audit.write(context, Action.PROJECT_REMOVE, Target.project(id), 204, intent -> {
            intent.changed(registrar.forget(id), null);
            return id;
        });
    }

    private static Shown shown(Project project) {
        return new Shown(project.name(), project.credential());
    }
}
