package dev.linkgate.gateway.access.team;

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
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.VisibleText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The section {@code teams}, with the teams' grants. API keys cannot be declared, because they are secrets. */
@Component
@Order(3)
class DeclaredTeams implements DeclaredResources {

    private static final String TEAM = "team";
    private static final String GRANT = "grant";

    private final Access access;
    private final AuditTrail trail;

    DeclaredTeams(Access access, AuditTrail trail) {
        this.access = access;
        this.trail = trail;
    }

    /** A team as a difference shows it. */
    record ShownTeam(String description) {}

    /** A grant as a difference shows it. */
    record ShownGrant(Role role) {}

    @Override
    public String section() {
        return "teams";
    }

    /** A team with all its grants. */
    record Present(String description, Map<String, Role> grants) {}

    @Override
    public Map<String, ?> present() {
        Map<String, Present> present = new LinkedHashMap<>();
        for (Team team : access.teams()) {
            Map<String, Role> grants = new TreeMap<>();
            access.book()
                    .grantsOf(team.name())
                    .forEach(grant -> grants.put(grant.projectId().value(), grant.role()));
            present.put(team.name(), new Present(team.description(), grants));
        }
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
                compareTeam(name, fields, differences);
                compareGrants(name, fields, whole.prune(), differences);
                fields.noOthers();
            });
        });
        if (whole.prune()) {
            access.teams().stream()
                    .filter(team -> !declared.containsKey(team.name()))
                    .forEach(team -> differences.add(Difference.removal(
                            TEAM,
                            team.name(),
                            new ShownTeam(team.description()),
                            context -> removeTeam(context, team.name()))));
        }
    }

    private void compareTeam(String name, DeclaredFields fields, Differences differences) {
        String description = Objects.requireNonNullElse(fields.text("description"), "");
        if (!VisibleText.isOrEmpty(description, TeamController.MAX_DESCRIPTION)) {
            differences.error(
                    fields.path() + ".description",
                    description.length() > TeamController.MAX_DESCRIPTION
                            ? "may have at most " + TeamController.MAX_DESCRIPTION + " characters"
                            : VisibleText.RULE);
            return;
        }
        @Nullable
        ShownTeam before = access.exists(name) ? new ShownTeam(access.team(name).description()) : null;
        ShownTeam after = new ShownTeam(description);
        if (!after.equals(before)) {
            differences.add(Difference.put(TEAM, name, before, after, context -> putTeam(context, name, description)));
        }
    }

    /** Without grants, those that the team has are left alone. */
    private void compareGrants(String team, DeclaredFields fields, boolean prune, Differences differences) {
        Map<String, String> grants = fields.texts("grants");
        if (grants == null) {
            return;
        }
        grants.forEach((id, word) -> {
            Optional<Role> declared = Role.find(word);
            List<String> problems = new ArrayList<>();
            if (!ProjectId.matches(id)) {
                problems.add("must be named by 24 lowercase hex digits, the id of a project");
            }
            if (declared.isEmpty()) {
                problems.add("must be one of " + Role.words());
            }
            if (!problems.isEmpty()) {
                differences.error(fields.path() + ".grants." + id, String.join(", and ", problems));
                return;
            }
            Role role = declared.orElseThrow();
            ProjectId project = new ProjectId(id);
            Optional<Role> before = access.book().role(team, project);
            if (!before.equals(Optional.of(role))) {
                differences.add(Difference.put(
                        GRANT,
                        team + "/" + id,
                        before.map(ShownGrant::new).orElse(null),
                        new ShownGrant(role),
                        context -> putGrant(context, team, project, role)));
            }
        });
        if (prune) {
            access.book().grantsOf(team).stream()
                    .filter(grant -> !grants.containsKey(grant.projectId().value()))
                    .forEach(grant -> differences.add(Difference.removal(
                            GRANT,
                            team + "/" + grant.projectId(),
                            new ShownGrant(grant.role()),
                            context -> removeGrant(context, team, grant.projectId()))));
        }
    }

    private void putTeam(RequestContext context, String name, String description) {
        Target target =
                Target.of(Target.Kind.TEAM, name).changing(Change.to(new Team(name, description, access.now())));
        trail.write(
                context,
                Action.TEAM_PUT,
                target,
                Put::status,
                intent -> intent.changed(access.putTeam(name, description)));
    }

    private void removeTeam(RequestContext context, String name) {
        trail.write(context, Action.TEAM_REMOVE, Target.of(Target.Kind.TEAM, name), 204, intent -> {
            intent.changed(access.removeTeam(name), null);
            return name;
        });
    }

    private void putGrant(RequestContext context, String team, ProjectId project, Role role) {
        trail.write(
                context,
                Action.GRANT_PUT,
                Grant.target(team, project, role),
                Put::status,
                intent -> intent.changed(access.putGrant(team, project, role, Grant.by(context.actor()))));
    }

    private void removeGrant(RequestContext context, String team, ProjectId project) {
        trail.write(context, Action.GRANT_REMOVE, Target.grant(team, project), 204, intent -> {
            intent.changed(access.removeGrant(team, project), null);
            return team;
        });
    }
}
