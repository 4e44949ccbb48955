package dev.linkgate.gateway.core.access.principal;

import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.ListSize;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
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

/** Manages the administrators with names. */
@RestController
@RequestMapping(path = "/admin/administrators", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
public class AdministratorController {

    private final Access access;
    private final AuditTrail trail;

    AdministratorController(Access access, AuditTrail trail) {
        this.access = access;
        this.trail = trail;
    }

    public record AdministratorRequest(
            @NotNull(message = "must be given")
            @Size(
                    max = TeamController.MAX_DESCRIPTION,
                    message = "may have at most " + TeamController.MAX_DESCRIPTION + " characters")
            @Schema(example = "Reads the audit trail for the auditors")
            String description,

            @NotEmpty(message = "must have at least one of auditor, operator, access and all")
            @Schema(example = "[\"auditor\"]")
            List<@NotNull(message = "must be auditor, operator, access or all") AdminScope> scopes) {

        public AdministratorRequest {
            int all = AdminScope.values().length;
            ListSize.require("scopes", scopes, all, "must have at most " + all + " entries");
        }
    }

    @GetMapping
    @Operation(operationId = "listAdministrators", summary = "List the administrators")
    Listing<Administrator> list(RequestContext context, Page page) {
        return trail.read(context, Action.ADMINISTRATOR_GET, Target.NONE, () -> page.of(access.administrators()));
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getAdministrator", summary = "Get an administrator")
    @Problems("administrator-not-found")
    Administrator get(RequestContext context, @PathVariable String name) {
        return trail.read(context, Action.ADMINISTRATOR_GET, target(name), () -> access.administrator(name));
    }

    @PutMapping("/{name}")
    @Operation(
            operationId = "putAdministrator",
            summary = "Create an administrator, or change the description and the scopes",
            description = "`auditor` reads, exports and verifies the audit trail; `operator` manages credentials,"
                    + " projects and webhooks; `access` manages teams, their keys and grants; `all` may do everything. A change of"
                    + " scopes takes effect within 5 s.")
    @Problems("last-administrator")
    public ResponseEntity<Administrator> put(
            RequestContext context, @PathVariable String name, @Valid @RequestBody AdministratorRequest body) {
        TeamController.requireOneLine(body.description());
        SortedSet<AdminScope> scopes = new TreeSet<>(body.scopes());
        Administrator wanted = new Administrator(name, body.description(), scopes, access.now());
        Put<Administrator> put = trail.write(
                context,
                Action.ADMINISTRATOR_PUT,
                target(name).changing(Change.to(wanted)),
                Put::status,
                intent -> intent.changed(access.putAdministrator(name, body.description(), scopes)));
        return put.created()
                ? ResponseEntity.created(URI.create("/admin/administrators/" + name))
                        .body(put.now())
                : ResponseEntity.ok(put.now());
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "removeAdministrator", summary = "Remove an administrator and the keys")
    @Problems({"administrator-not-found", "last-administrator"})
    public ResponseEntity<Void> remove(RequestContext context, @PathVariable String name) {
        return trail.write(context, Action.ADMINISTRATOR_REMOVE, target(name), 204, intent -> {
            intent.changed(access.remove(Principal.administrator(name)), null);
            return ResponseEntity.noContent().build();
        });
    }

    private static Target target(String name) {
        return Target.of(Target.Kind.ADMINISTRATOR, name);
    }
}
