package dev.linkgate.gateway.feature.rotation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AdminScope;
import dev.linkgate.gateway.core.access.principal.Grant;
import dev.linkgate.gateway.core.access.principal.Identity;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.IdentityId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells callers which key they use, and whose it is. */
@RestController
@Tag(name = "Keys")
class CurrentKeyController {

    private final Access access;
    private final AccessPolicy policy;
    private final AuditTrail trail;

    CurrentKeyController(Access access, AccessPolicy policy, AuditTrail trail) {
        this.access = access;
        this.policy = policy;
        this.trail = trail;
    }

    /**
     * Who the gateway takes the caller for, and what the caller may use.
     *
     * @param id of the key; like its label and creation absent without a key
     * @param expiresAt of the key or the identity; null if it has no end
     * @param subject the administrator's name, or the subject of a JWT or a client certificate
     * @param issuer of the JWT, by the operator's name for it, if an identity tells whose it is
     * @param identity by which the JWT is known
     * @param name the readable name of who holds the JWT
     * @param person of an administrator with an identity: the JWT's subject
     * @param scopes of an administrator
     * @param grants of the team
     * @param digest absent without a key
     * @param replacedById absent without a key, and unless the key was rotated
     */
    record CurrentKey(
            @Schema(
                    implementation = String.class,
                    allowableValues = {"team", "admin", "jwt"})
            Actor.Kind kind,

            @Schema(example = "h0pCeGHbvnoe") @Nullable String id,

            @Schema(example = "ci") @Nullable String label,

            @Nullable Instant createdAt,

            @Nullable Instant expiresAt,

            @Schema(example = "payments") @Nullable String team,

            @Nullable String subject,

            @Schema(example = "Ines Kühn") @Nullable String name,

            @Schema(example = "github") @Nullable String issuer,

            @Schema(example = "deploy") @Nullable String identity,

            @Nullable String person,

            Set<AdminScope> scopes,

            List<Grant> grants,

            @JsonUnwrapped KeyBinding binding,

            @Nullable Boolean digest,

            @Schema(example = "Wb3kQzR0sJx5") @Nullable String replacedById) {

        /**
         * @param key absent if the caller was identified by something else
         * @param end of the key or the identity
         */
        static CurrentKey of(
                Actor actor,
                @Nullable StoredKey key,
                @Nullable Instant end,
                Set<AdminScope> scopes,
                List<Grant> grants) {
            Optional<IdentityId> identity = actor.identity();
            return new CurrentKey(
                    actor.kind(),
                    key == null ? null : key.id(),
                    key == null ? null : key.label(),
                    key == null ? null : key.createdAt(),
                    end,
                    actor.team(),
                    actor.subject(),
                    identity.map(IdentityId::holder).orElse(null),
                    identity.map(IdentityId::issuer).orElse(null),
                    identity.map(IdentityId::name).orElse(null),
                    identity.map(IdentityId::person).orElse(null),
                    scopes,
                    grants,
                    key == null ? KeyBinding.NONE : key.binding(),
                    key == null ? null : key.digest().exists(),
                    key == null ? null : key.replacedById());
        }
    }

    @GetMapping(path = "/keys/current", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "getCurrentKey",
            summary = "Show the key that you use",
            description = "Shows the calling key, its team and the team's roles on projects. A caller with a JWT, a"
                    + " client certificate or the administrator's token has no key, and sees the rest.")
    CurrentKey get(RequestContext context) {
        return trail.read(context, Action.KEY_GET, Target.keyOf(context.actor()), () -> of(context.actor()));
    }

    private CurrentKey of(Actor actor) {
        List<Grant> grants = actor.team() == null ? List.of() : access.grants().of(actor.team());
        Optional<StoredKey> key = access.keyOf(actor);
        Optional<Instant> end = key.map(StoredKey::expiresAt)
                .or(() -> access.identities().of(actor).map(Identity::expiresAt));
        return CurrentKey.of(actor, key.orElse(null), end.orElse(null), policy.scopesOf(actor), grants);
    }
}
