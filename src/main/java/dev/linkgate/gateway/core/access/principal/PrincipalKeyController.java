package dev.linkgate.gateway.core.access.principal;

import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.KeyRequest;
import dev.linkgate.gateway.core.access.key.KeySettings;
import dev.linkgate.gateway.core.access.key.NewKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.ShownKey;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Administers the keys of teams and of administrators. */
@RestController
@RequestMapping(path = "/admin", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
class PrincipalKeyController {

    private final Access access;
    private final AuditTrail trail;
    private final KeySettings settings;

    PrincipalKeyController(Access access, AuditTrail trail, KeySettings settings) {
        this.access = access;
        this.trail = trail;
        this.settings = settings;
    }

    @GetMapping("/teams/{team}/keys")
    @Operation(operationId = "listKeys", summary = "List a team's API keys")
    @Problems("team-not-found")
    Listing<StoredKey> ofTeam(RequestContext context, @PathVariable String team, Page page) {
        return list(context, Action.KEY_LIST, Principal.team(team), page);
    }

    @PostMapping("/teams/{team}/keys")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "createKey", summary = "Create an API key for a team; only this answer shows it")
    @Problems("team-not-found")
    ResponseEntity<ShownKey> createForTeam(
            RequestContext context, @PathVariable String team, @Valid @RequestBody KeyRequest body) {
        return create(context, Action.KEY_CREATE, Principal.team(team), body);
    }

    @DeleteMapping("/teams/{team}/keys/{keyId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "revokeKey", summary = "Revoke an API key")
    @Problems({"team-not-found", "not-found"})
    ResponseEntity<Void> revokeOfTeam(RequestContext context, @PathVariable String team, @PathVariable String keyId) {
        return revoke(context, Action.KEY_REVOKE, Principal.team(team), keyId);
    }

    @GetMapping("/administrators/{name}/keys")
    @Operation(operationId = "listAdministratorKeys", summary = "List an administrator's keys")
    @Problems("administrator-not-found")
    Listing<StoredKey> ofAdministrator(RequestContext context, @PathVariable String name, Page page) {
        return list(context, Action.ADMINISTRATOR_KEY_LIST, Principal.administrator(name), page);
    }

    @PostMapping("/administrators/{name}/keys")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "createAdministratorKey",
            summary = "Create a key for an administrator; only this answer shows it")
    @Problems("administrator-not-found")
    ResponseEntity<ShownKey> createForAdministrator(
            RequestContext context, @PathVariable String name, @Valid @RequestBody KeyRequest body) {
        if (body.forDigest()) {
            throw Failure.invalid("digest", "is for keys of teams: Atlas's API is not for administrators")
                    .toException();
        }
        return create(context, Action.ADMINISTRATOR_KEY_CREATE, Principal.administrator(name), body);
    }

    @DeleteMapping("/administrators/{name}/keys/{keyId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "revokeAdministratorKey", summary = "Revoke an administrator's key")
    @Problems({"administrator-not-found", "not-found", "last-administrator"})
    ResponseEntity<Void> revokeOfAdministrator(
            RequestContext context, @PathVariable String name, @PathVariable String keyId) {
        return revoke(context, Action.ADMINISTRATOR_KEY_REVOKE, Principal.administrator(name), keyId);
    }

    private Listing<StoredKey> list(RequestContext context, Action action, Principal owner, Page page) {
        return trail.read(context, action, owner.target(), () -> {
            access.require(owner);
            return page.of(access.snapshot().keysOf(owner));
        });
    }

    private ResponseEntity<ShownKey> create(RequestContext context, Action action, Principal owner, KeyRequest body) {
        KeyBinding binding = body.binding(access.now(), settings);
        NewKey made = access.newKey(owner, body.label(), body.expiresAt(), binding, body.forDigest());
        trail.write(context, action, made.target(), 201, intent -> access.add(made));
        return ResponseEntity.created(
                        URI.create(owner.path() + "/keys/" + made.stored().id()))
                .body(ShownKey.of(made));
    }

    private ResponseEntity<Void> revoke(RequestContext context, Action action, Principal owner, String keyId) {
        return trail.write(context, action, Target.of(Target.Kind.KEY, keyId), 204, intent -> {
            intent.changed(access.revokeKey(owner, keyId), null);
            return ResponseEntity.noContent().build();
        });
    }
}
