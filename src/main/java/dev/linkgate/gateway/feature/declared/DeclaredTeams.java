package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.access.principal.Team;
import dev.linkgate.gateway.core.access.principal.TeamController;
import dev.linkgate.gateway.core.access.principal.TeamController.GrantRequest;
import dev.linkgate.gateway.core.access.principal.TeamController.TeamRequest;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.feature.identities.IdentityController.IdentityRequest;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
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
    record Present(String description, Map<String, Object> grants, Map<String, IdentityRequest> identities) {}

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
                                declared(grantsOf(team.name())),
                                identities.of(Principal.team(team.name())))));
        return present;
    }

    /** A role without an end as its word alone. */
    private static Map<String, Object> declared(Map<String, GrantRequest> grants) {
        Map<String, Object> declared = new TreeMap<>(grants);
        declared.replaceAll(
                (id, grant) -> grant instanceof GrantRequest held && held.until() == null ? held.role() : grant);
        return declared;
    }

    private Map<String, GrantRequest> grantsOf(String team) {
        Map<String, GrantRequest> grants = new TreeMap<>();
        access.grants()
                .of(team)
                .forEach(grant -> grants.put(grant.projectId().value(), new GrantRequest(grant.role(), grant.until())));
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
        DeclaredFields declared = fields.object("grants", "must be an object");
        if (declared == null) {
            return;
        }
        Map<String, GrantRequest> stored = grantsOf(team);
        for (String id : declared.names()) {
            GrantRequest wanted = wanted(declared, id, differences);
            if (wanted != null && !wanted.equals(stored.get(id))) {
                differences.add(Difference.put(
                        GRANT,
                        team + "/" + id,
                        stored.get(id),
                        wanted,
                        context -> requests.putGrant(context, team, new ProjectId(id), wanted)));
            }
        }
        if (differences.prune()) {
            stored.forEach((id, grant) -> {
                if (!declared.names().contains(id)) {
                    differences.add(Difference.removal(
                            GRANT,
                            team + "/" + id,
                            grant,
                            context -> requests.removeGrant(context, team, new ProjectId(id))));
                }
            });
        }
    }

    /** A role is a word, or an object with its end. */
    private @Nullable GrantRequest wanted(DeclaredFields grants, String id, Differences differences) {
        DeclaredFields ending = grants.objectOrNull(id);
        String word = ending == null ? grants.text(id) : ending.text("role");
        Instant until = ending == null ? null : ending.time("until");
        if (ending != null) {
            ending.noOthers();
        }
        Optional<Role> role = word == null ? Optional.empty() : Role.find(word);
        List<String> problems = new ArrayList<>();
        if (ProjectId.matches(id)) {
            access.grants()
                    .problemOf(new ProjectId(id), until)
                    .ifPresent(problem -> problems.add("its until " + problem));
        } else {
            problems.add("must be named by 24 lowercase hex digits, the id of a project");
        }
        if (role.isEmpty()) {
            problems.add("must be one of " + Role.words());
        }
        if (!problems.isEmpty()) {
            differences.error(grants.path() + "." + id, String.join(", and ", problems));
            return null;
        }
        return new GrantRequest(role.get(), until);
    }

    @Override
    public void remove(RequestContext context, String name) {
        requests.remove(context, name);
    }
}
