package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Team;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.feature.identities.IdentityController;
import dev.linkgate.gateway.feature.identities.IdentityController.IdentityRequest;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The field {@code identities} of a declared team or administrator. */
@Component
class DeclaredIdentities {

    private static final String FIELD = "identities";
    private static final String KIND = "identity";

    private final Access access;
    private final IdentityController requests;

    DeclaredIdentities(Access access, IdentityController requests) {
        this.access = access;
        this.requests = requests;
    }

    /** All that an owner has, by their names. */
    Map<String, IdentityRequest> of(Principal owner) {
        Map<String, IdentityRequest> stored = new TreeMap<>();
        access.snapshot()
                .identitiesOf(owner)
                .forEach(identity -> stored.put(identity.name(), IdentityRequest.of(identity)));
        return stored;
    }

    /** Without the field, those that the owner has are left alone. */
    void compare(Principal owner, DeclaredFields fields, Differences differences) {
        DeclaredFields declared = fields.object(FIELD, "must be an object with a field for each name");
        if (declared == null) {
            return;
        }
        Map<String, IdentityRequest> stored = of(owner);
        for (String name : declared.names()) {
            DeclaredFields identity = declared.object(name, "must be an object");
            if (identity != null) {
                compare(owner, name, stored.get(name), identity, differences);
            }
        }
        if (differences.prune()) {
            stored.forEach((name, before) -> {
                if (!declared.names().contains(name)) {
                    differences.add(Difference.removal(
                            KIND, owner.name() + "/" + name, before, context -> requests.remove(context, owner, name)));
                }
            });
        }
    }

    private void compare(
            Principal owner,
            String name,
            @Nullable IdentityRequest before,
            DeclaredFields fields,
            Differences differences) {
        Team.problemOf(name).ifPresent(problem -> differences.error(fields.path(), problem));
        IdentityRequest wanted = new IdentityRequest(
                Objects.requireNonNullElse(fields.text("issuer"), ""),
                new TreeMap<>(Objects.requireNonNullElse(fields.values("claims"), Map.of())),
                fields.time("expiresAt"));
        fields.noOthers();
        if (wanted.equals(before)) {
            return;
        }
        try {
            requests.checked(owner, name, wanted);
        } catch (LinkgateException e) {
            differences.errors(fields.path(), e);
        }
        differences.add(Difference.put(
                KIND,
                owner.name() + "/" + name,
                before,
                wanted,
                context -> requests.put(context, owner, name, wanted)));
    }
}
