package dev.linkgate.gateway.access.administrator;

import dev.linkgate.gateway.access.team.Team;
import dev.linkgate.gateway.access.team.TeamController;
import dev.linkgate.gateway.platform.config.Declaration;
import dev.linkgate.gateway.platform.config.DeclaredFields;
import dev.linkgate.gateway.platform.config.DeclaredResources;
import dev.linkgate.gateway.platform.config.Difference;
import dev.linkgate.gateway.platform.config.Differences;
import dev.linkgate.gateway.platform.request.Change;
import dev.linkgate.gateway.platform.request.Put;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.record.Action;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The section {@code administrators}. Their keys cannot be declared, because they are secrets. */
@Component
@Order(5)
class DeclaredAdministrators implements DeclaredResources {

    private static final String KIND = "administrator";

    private final Administrators administrators;
    private final AuditTrail trail;

    DeclaredAdministrators(Administrators administrators, AuditTrail trail) {
        this.administrators = administrators;
        this.trail = trail;
    }

    /** An administrator as a difference and the set-up show it. */
    record Shown(String description, SortedSet<AdminScope> scopes) {}

    @Override
    public String section() {
        return "administrators";
    }

    @Override
    public Map<String, ?> present() {
        Map<String, Shown> present = new LinkedHashMap<>();
        administrators.all().forEach(each -> present.put(each.name(), shown(each)));
        return present;
    }

    @Override
    public void compare(Map<String, JsonNode> declared, Declaration whole, Differences differences) {
        declared.forEach((name, node) -> {
            String field = section() + "." + name;
            if (!Team.isName(name)) {
                differences.error(
                        field, "must have 1 to 63 lowercase letters, digits and dashes, and not begin with a dash");
            }
            differences.fields(field, node).ifPresent(fields -> {
                Shown wanted = new Shown(
                        Objects.requireNonNullElse(fields.text("description"), ""), scopes(fields, differences));
                fields.noOthers();
                compare(field, name, wanted, differences);
            });
        });
        if (whole.prune()) {
            administrators.all().stream()
                    .filter(each -> !declared.containsKey(each.name()))
                    .forEach(each -> differences.add(Difference.removal(
                            KIND, each.name(), shown(each), context -> remove(context, each.name()))));
        }
    }

    private static SortedSet<AdminScope> scopes(DeclaredFields fields, Differences differences) {
        SortedSet<AdminScope> scopes = new TreeSet<>();
        List<String> words = fields.list("scopes");
        for (int i = 0; i < words.size(); i++) {
            try {
                scopes.add(AdminScope.of(words.get(i)));
            } catch (IllegalArgumentException e) {
                differences.error(fields.path() + ".scopes[" + i + "]", "must be auditor, operator, access or all");
            }
        }
        if (words.isEmpty()) {
            differences.error(fields.path() + ".scopes", "must have at least one of auditor, operator, access and all");
        }
        return scopes;
    }

    private void compare(String field, String name, Shown wanted, Differences differences) {
        if (wanted.description().length() > TeamController.MAX_DESCRIPTION) {
            differences.error(
                    field + ".description", "may have at most " + TeamController.MAX_DESCRIPTION + " characters");
            return;
        }
        @Nullable Shown before = administrators.exists(name) ? shown(administrators.get(name)) : null;
        if (!wanted.equals(before)) {
            differences.add(Difference.put(KIND, name, before, wanted, context -> put(context, name, wanted)));
        }
    }

    private void put(RequestContext context, String name, Shown wanted) {
        Administrator administrator =
                new Administrator(name, wanted.description(), wanted.scopes(), administrators.now());
        trail.write(
                context,
                Action.ADMINISTRATOR_PUT,
                Target.of(Target.Kind.ADMINISTRATOR, name).changing(Change.to(administrator)),
                Put::status,
                intent -> intent.changed(administrators.put(name, wanted.description(), wanted.scopes())));
    }

    private void remove(RequestContext context, String name) {
        trail.write(context, Action.ADMINISTRATOR_REMOVE, Target.of(Target.Kind.ADMINISTRATOR, name), 204, intent -> {
            intent.changed(administrators.remove(name), null);
            return name;
        });
    }

    private static Shown shown(Administrator administrator) {
        return new Shown(administrator.description(), administrator.scopes());
    }
}
