package dev.linkgate.gateway.feature.identities;

import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Claims;
import dev.linkgate.gateway.core.access.principal.Identity;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonPointer;

/** Administers the identities of teams and of administrators. */
@RestController
@RequestMapping(path = "/admin", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
public class IdentityController {

    private static final int MOST_CLAIMS = 16;
    private static final int MOST_CHARACTERS = 255;

    private final Access access;
    private final TrustedIssuers issuers;
    private final AuditTrail trail;

    IdentityController(Access access, TrustedIssuers issuers, AuditTrail trail) {
        this.access = access;
        this.issuers = issuers;
        this.trail = trail;
    }

    /**
     * The identity that is asked for.
     *
     * @param issuer the operator's name for it
     * @param claims the JWT must have all of them with these values
     * @param expiresAt when it ends; absent means never
     */
    public record IdentityRequest(
            @NotBlank(message = "must be given") @Schema(example = "github")
            String issuer,

            @NotEmpty(message = "must have at least one claim")
            @Schema(example = "{\"repository\":\"acme/shop\",\"environment\":\"production\"}")
            Map<String, @Nullable Object> claims,

            @Schema(example = "2027-11-24T00:00:00Z") @Nullable
            Instant expiresAt) {

        public static IdentityRequest of(Identity identity) {
            return new IdentityRequest(identity.issuer(), new TreeMap<>(identity.claims()), identity.expiresAt());
        }
    }

    @GetMapping("/teams/{team}/identities")
    @Operation(operationId = "listIdentities", summary = "List a team's identities")
    @Problems("team-not-found")
    Listing<Identity> ofTeam(RequestContext context, @PathVariable String team, Page page) {
        return list(context, Principal.team(team), page);
    }

    @GetMapping("/teams/{team}/identities/{identity}")
    @Operation(operationId = "getIdentity", summary = "Get a team's identity")
    @Problems({"team-not-found", "not-found"})
    Identity ofTeam(RequestContext context, @PathVariable String team, @PathVariable String identity) {
        return get(context, Principal.team(team), identity);
    }

    @PutMapping("/teams/{team}/identities/{identity}")
    @Operation(
            operationId = "putIdentity",
            summary = "Let a JWT with these claims call as a team",
            description =
                    "Values are texts, numbers, and true and false. They are compared whole; only that of `sub` may end in"
                            + " `*`. A claim that is a list fits with one of its elements. A name that begins with `/` is a"
                            + " JSON pointer, such as `/realm_access/roles`. A change takes effect within 5 s.")
    @Problems("team-not-found")
    ResponseEntity<Identity> putOfTeam(
            RequestContext context,
            @PathVariable String team,
            @PathVariable String identity,
            @Valid @RequestBody IdentityRequest body) {
        return put(context, Principal.team(team), identity, body);
    }

    @DeleteMapping("/teams/{team}/identities/{identity}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "removeIdentity", summary = "Remove a team's identity")
    @Problems({"team-not-found", "not-found"})
    ResponseEntity<Void> removeOfTeam(
            RequestContext context, @PathVariable String team, @PathVariable String identity) {
        return remove(context, Principal.team(team), identity);
    }

    @GetMapping("/administrators/{name}/identities")
    @Operation(operationId = "listAdministratorIdentities", summary = "List an administrator's identities")
    @Problems("administrator-not-found")
    Listing<Identity> ofAdministrator(RequestContext context, @PathVariable String name, Page page) {
        return list(context, Principal.administrator(name), page);
    }

    @GetMapping("/administrators/{name}/identities/{identity}")
    @Operation(operationId = "getAdministratorIdentity", summary = "Get an administrator's identity")
    @Problems({"administrator-not-found", "not-found"})
    Identity ofAdministrator(RequestContext context, @PathVariable String name, @PathVariable String identity) {
        return get(context, Principal.administrator(name), identity);
    }

    @PutMapping("/administrators/{name}/identities/{identity}")
    @Operation(
            operationId = "putAdministratorIdentity",
            summary = "Let a JWT with these claims call as an administrator",
            description =
                    "As for a team. Records name the administrator, the identity, and the JWT's `sub` as `person`.")
    @Problems("administrator-not-found")
    ResponseEntity<Identity> putOfAdministrator(
            RequestContext context,
            @PathVariable String name,
            @PathVariable String identity,
            @Valid @RequestBody IdentityRequest body) {
        return put(context, Principal.administrator(name), identity, body);
    }

    @DeleteMapping("/administrators/{name}/identities/{identity}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "removeAdministratorIdentity", summary = "Remove an administrator's identity")
    @Problems({"administrator-not-found", "not-found"})
    ResponseEntity<Void> removeOfAdministrator(
            RequestContext context, @PathVariable String name, @PathVariable String identity) {
        return remove(context, Principal.administrator(name), identity);
    }

    private Listing<Identity> list(RequestContext context, Principal owner, Page page) {
        return trail.read(context, read(owner), owner.target(), () -> {
            access.require(owner);
            return page.of(access.snapshot().identitiesOf(owner));
        });
    }

    private Identity get(RequestContext context, Principal owner, String name) {
        return trail.read(
                context,
                read(owner),
                Identity.target(owner, name),
                () -> access.identities().get(owner, name));
    }

    private static Action read(Principal owner) {
        return action(owner, Action.IDENTITY_GET, Action.ADMINISTRATOR_IDENTITY_GET);
    }

    private static Action action(Principal owner, Action ofTeam, Action ofAdministrator) {
        return owner.kind() == Principal.Kind.TEAM ? ofTeam : ofAdministrator;
    }

    public ResponseEntity<Identity> put(RequestContext context, Principal owner, String name, IdentityRequest body) {
        Identity wanted = checked(owner, name, body);
        Put<Identity> put = trail.write(
                context,
                action(owner, Action.IDENTITY_PUT, Action.ADMINISTRATOR_IDENTITY_PUT),
                Identity.target(owner, name).changing(Change.to(wanted)),
                Put::status,
                intent -> intent.changed(access.identities().put(wanted)));
        return put.created()
                ? ResponseEntity.created(URI.create(owner.path() + "/identities/" + name))
                        .body(put.now())
                : ResponseEntity.ok(put.now());
    }

    public ResponseEntity<Void> remove(RequestContext context, Principal owner, String name) {
        Action action = action(owner, Action.IDENTITY_REMOVE, Action.ADMINISTRATOR_IDENTITY_REMOVE);
        return trail.write(context, action, Identity.target(owner, name), 204, intent -> {
            intent.changed(access.identities().remove(owner, name), null);
            return ResponseEntity.noContent().build();
        });
    }

    /** The name of a claim may contain what divides names elsewhere. */
    static FieldError ofClaim(String claim, String message) {
        return FieldError.at(
                JsonPointer.empty().appendProperty("claims").appendProperty(claim), "claims." + claim, message);
    }

    /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} with all wrong fields */
    public Identity checked(Principal owner, String name, IdentityRequest body) {
        List<FieldError> errors = new ArrayList<>();
        TreeMap<String, Object> claims = new TreeMap<>();
        body.claims().forEach((claim, given) -> {
            Optional<Object> value = Claims.wanted(given);
            Optional<String> problem = Claims.problemOf(claim);
            if (problem.isPresent()) {
                errors.add(
                        VisibleText.is(claim, MOST_CHARACTERS)
                                ? ofClaim(claim, problem.get())
                                : new FieldError("claims", problem.get()));
            } else if (value.isEmpty()) {
                errors.add(ofClaim(
                        claim,
                        "must be a text of 1 to " + MOST_CHARACTERS
                                + " visible characters, a number, or true or false"));
            } else if (given instanceof String text && Identity.hasUselessStar(claim, text)) {
                errors.add(ofClaim(claim, "may have * only at the end of sub, after something else"));
            } else {
                claims.put(claim, value.get());
            }
        });
        if (body.claims().isEmpty() || body.claims().size() > MOST_CLAIMS) {
            errors.add(new FieldError("claims", "must have 1 to " + MOST_CLAIMS + " claims"));
        }
        if (body.expiresAt() != null && !body.expiresAt().isAfter(access.now())) {
            errors.add(new FieldError("expiresAt", "must be in the future"));
        }
        errors.addAll(issuers.errors(body.issuer(), claims));
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        return new Identity(owner, name, body.issuer(), claims, access.now(), body.expiresAt());
    }
}
