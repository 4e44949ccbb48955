package dev.linkgate.gateway.access;

import dev.linkgate.gateway.access.team.Access;
import dev.linkgate.gateway.access.team.Grant;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.record.Action;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells callers which key they use, and whose it is. */
@RestController
@Tag(name = "Keys")
class CurrentKeyController {

    private final Access access;
    private final AccessPolicy policy;
    private final CallerKeys keys;
    private final AuditTrail trail;

    CurrentKeyController(Access access, AccessPolicy policy, CallerKeys keys, AuditTrail trail) {
        this.access = access;
        this.policy = policy;
        this.keys = keys;
        this.trail = trail;
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
        List<Grant> grants = actor.team() == null ? List.of() : access.book().grantsOf(actor.team());
        return CurrentKey.of(actor, keys.of(actor).orElse(null), policy.scopesOf(actor), grants);
    }
}
