package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AdminScope;
import dev.linkgate.gateway.core.access.principal.AdministratorController;
import dev.linkgate.gateway.core.access.principal.AdministratorController.AdministratorRequest;
import dev.linkgate.gateway.core.access.principal.Team;
import dev.linkgate.gateway.core.access.principal.TeamController;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.feature.identities.IdentityController.IdentityRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The section {@code administrators}. Their keys cannot be declared, because they are secrets. */
@Component
@Order(5)
class DeclaredAdministrators implements DeclaredResources<AdministratorRequest> {

    private final Access access;
    private final AdministratorController requests;
    private final DeclaredIdentities identities;

    DeclaredAdministrators(Access access, AdministratorController requests, DeclaredIdentities identities) {
        this.access = access;
        this.requests = requests;
        this.identities = identities;
    }

    /** An administrator with all its identities. */
    record Present(String description, List<AdminScope> scopes, Map<String, IdentityRequest> identities) {}

    @Override
    public String kind() {
        return "administrator";
    }

    @Override
    public Optional<String> problemOf(String name) {
        return Team.problemOf(name);
    }

    @Override
    public Map<String, AdministratorRequest> stored() {
        Map<String, AdministratorRequest> stored = new LinkedHashMap<>();
        access.administrators()
                .forEach(each -> stored.put(
                        each.name(), new AdministratorRequest(each.description(), List.copyOf(each.scopes()))));
        return stored;
    }

    @Override
    public Map<String, Present> present() {
        Map<String, Present> present = new LinkedHashMap<>();
        stored().forEach((name, stored) -> present.put(
                name,
                new Present(stored.description(), stored.scopes(), identities.of(Principal.administrator(name)))));
        return present;
    }

    @Override
    public void compare(
            String name, @Nullable AdministratorRequest before, DeclaredFields fields, Differences differences) {
        AdministratorRequest wanted = new AdministratorRequest(
                Objects.requireNonNullElse(fields.text("description"), ""), List.copyOf(scopes(fields, differences)));
        if (!wanted.equals(before)) {
            differences.add(
                    Difference.put(kind(), name, before, wanted, context -> requests.put(context, name, wanted)));
        }
        identities.compare(Principal.administrator(name), fields, differences);
        TeamController.requireOneLine(wanted.description());
    }

    /** The scopes in their order, as they are stored. */
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

    @Override
    public void remove(RequestContext context, String name) {
        requests.remove(context, name);
    }
}
