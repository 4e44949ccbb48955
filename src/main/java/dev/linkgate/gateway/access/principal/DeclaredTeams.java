package dev.linkgate.gateway.access.principal;

import dev.linkgate.gateway.access.key.Principal;
import dev.linkgate.gateway.access.principal.IdentityController.IdentityRequest;
import dev.linkgate.gateway.access.principal.TeamController.GrantRequest;
import dev.linkgate.gateway.access.principal.TeamController.TeamRequest;
import dev.linkgate.gateway.platform.config.DeclaredFields;
import dev.linkgate.gateway.platform.config.DeclaredResources;
import dev.linkgate.gateway.platform.config.Difference;
import dev.linkgate.gateway.platform.config.Differences;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
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

/** The section {@code teams}, with the teams' grants. API keys cannot be declared, because they are secrets. */
@Component
@Order(3)
class DeclaredTeams implements DeclaredResources<TeamRequest> {

    private static final String GRANT = "grant";

    private final Access access;
    private final TeamController requests;
    private final DeclaredIdentities identities;

    DeclaredTeams(Access access, TeamController requests, DeclaredIdentities identities) {
        this.access = access;
        this.requests = requests;
        this.identities = identities;
    }

    /** A team with all its grants and identities. */
    record Present(String description, Map<String, Role> grants, Map<String, IdentityRequest> identities) {}

    @Override
    public String kind() {
        return "team";
    }

    @Override
    public Optional<String> problemOf(String name) {
        return Team.problemOf(name);
    }

    @Override
    public Map<String, TeamRequest> stored() {
        Map<String, TeamRequest> stored = new LinkedHashMap<>();
        access.teams().forEach(team -> stored.put(team.name(), new TeamRequest(team.description())));
        return stored;
    }

    @Override
    public Map<String, Present> present() {
        Map<String, Present> present = new LinkedHashMap<>();
        access.teams()
                .forEach(team -> present.put(
                        team.name(),
                        new Present(
                                team.description(),
                                grantsOf(team.name()),
                                identities.of(Principal.team(team.name())))));
        return present;
    }

    private Map<String, Role> grantsOf(String team) {
        Map<String, Role> grants = new TreeMap<>();
        access.snapshot()
                .grantsOf(team)
                .forEach(grant -> grants.put(grant.projectId().value(), grant.role()));
        return grants;
    }

    @Override
    public void compare(String name, @Nullable TeamRequest before, DeclaredFields fields, Differences differences) {
        TeamRequest wanted = new TeamRequest(Objects.requireNonNullElse(fields.text("description"), ""));
        if (!wanted.equals(before)) {
            differences.add(
                    Difference.put(kind(), name, before, wanted, context -> requests.put(context, name, wanted)));
        }
        compareGrants(name, fields, differences);
        identities.compare(Principal.team(name), fields, differences);
        TeamController.requireOneLine(wanted.description());
    }

    /** Without grants, those that the team has are left alone. */
    private void compareGrants(String team, DeclaredFields fields, Differences differences) {
        Map<String, String> declared = fields.texts("grants");
        if (declared == null) {
            return;
        }
        Map<String, Role> stored = grantsOf(team);
        declared.forEach((id, word) -> {
            Optional<Role> role = Role.find(word);
            List<String> problems = new ArrayList<>();
            if (!ProjectId.matches(id)) {
                problems.add("must be named by 24 lowercase hex digits, the id of a project");
            }
            if (role.isEmpty()) {
                problems.add("must be one of " + Role.words());
            }
            if (!problems.isEmpty()) {
                differences.error(fields.path() + ".grants." + id, String.join(", and ", problems));
            } else if (role.get() != stored.get(id)) {
                differences.add(Difference.put(
                        GRANT,
                        team + "/" + id,
                        Optional.ofNullable(stored.get(id))
                                .map(GrantRequest::new)
                                .orElse(null),
                        new GrantRequest(role.get()),
                        context -> requests.putGrant(context, team, new ProjectId(id), new GrantRequest(role.get()))));
            }
        });
        if (differences.prune()) {
            stored.forEach((id, role) -> {
                if (!declared.containsKey(id)) {
                    differences.add(Difference.removal(
                            GRANT,
                            team + "/" + id,
                            new GrantRequest(role),
                            context -> requests.removeGrant(context, team, new ProjectId(id))));
                }
            });
        }
    }

    @Override
    public void remove(RequestContext context, String name) {
        requests.remove(context, name);
    }
}
