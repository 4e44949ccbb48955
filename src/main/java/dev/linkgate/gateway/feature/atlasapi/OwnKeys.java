package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.AddressRange;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.Sha256;
import dev.linkgate.protocol.AtlasRoot;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows callers their own key in the form of an API key of Atlas. */
@Component
class OwnKeys {

    private static final int ID_BYTES = 12;

    private final Access access;
    private final AuditTrail trail;

    OwnKeys(Access access, AuditTrail trail) {
        this.access = access;
        this.trail = trail;
    }

    /** The team's key that a request was made with; absent for other callers. */
    AtlasRoot.@Nullable ApiKey of(RequestContext context) {
        return trail.read(
                context,
                Action.KEY_GET,
                Target.keyOf(context.actor()),
                () -> stored(context.actor()).map(this::shown).orElse(null));
    }

    private Optional<StoredKey> stored(Actor actor) {
        return actor.keyId() == null || actor.isAdministrator()
                ? Optional.empty()
                : access.keys().named(actor.keyId());
    }

    private AtlasRoot.ApiKey shown(StoredKey key) {
        List<AtlasRoot.RoleOn> roles = access.grants().of(key.owner().name()).stream()
                .map(grant -> new AtlasRoot.RoleOn(
                        roleName(grant.role()), null, grant.projectId().value()))
                .toList();
        return new AtlasRoot.ApiKey(
                atlasId(key.id()),
                key.id(),
                roles,
                key.binding().networks().stream().map(OwnKeys::access).toList());
    }

    /** Atlas's role with the rights that come closest. */
    private static String roleName(Role role) {
        return switch (role) {
            case VIEWER -> "GROUP_READ_ONLY";
            case EDITOR -> "GROUP_NETWORK_ACCESS_MANAGER";
            case OWNER -> "GROUP_OWNER";
        };
    }

    private static AtlasRoot.Access access(AddressRange range) {
        String text = range.text();
        String cidr = range.toString();
        return new AtlasRoot.Access(cidr, text.contains("/") ? null : text);
    }

    /** An id in Atlas's form, which is always the same for a key, and names nothing here. */
    private static String atlasId(String keyId) {
        byte[] hash = Sha256.digest().digest(keyId.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    }
}
