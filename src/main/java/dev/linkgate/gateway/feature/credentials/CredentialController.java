package dev.linkgate.gateway.feature.credentials;

import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.credential.BaseUrls;
import dev.linkgate.gateway.core.atlas.credential.CredentialName;
import dev.linkgate.gateway.core.atlas.credential.CredentialRow;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.atlas.credential.CredentialVault;
import dev.linkgate.gateway.core.atlas.credential.CredentialView;
import dev.linkgate.gateway.core.atlas.credential.KeyMaterial;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The administrator's view of the credentials. Secrets are accepted here and never returned. */
@RestController
@RequestMapping(path = "/admin/credentials", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
public class CredentialController {

    private final CredentialVault vault;
    private final Verifier verifier;
    private final BaseUrls baseUrls;
    private final SecretBody bodies;
    private final AuditTrail audit;

    CredentialController(
            CredentialVault vault, Verifier verifier, BaseUrls baseUrls, SecretBody bodies, AuditTrail audit) {
        this.vault = vault;
        this.verifier = verifier;
        this.baseUrls = baseUrls;
        this.bodies = bodies;
        this.audit = audit;
    }

    @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "putCredential",
            summary = "Store or replace an Atlas credential",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = CredentialRequest.class),
                                            examples = {
                                                @ExampleObject(
                                                        name = "A programmatic API key",
                                                        value =
                                                                "{\"kind\":\"digest\",\"publicKey\":\"<public key>\",\"privateKey\":\"<private key>\"}"),
                                                @ExampleObject(
                                                        name = "A service account",
                                                        value =
                                                                "{\"kind\":\"service-account\",\"clientId\":\"<client id>\",\"clientSecret\":\"<client secret>\"}")
                                            })))
    @Problems.OfAtlas({"credential-rejected", "credential-unreadable"})
    @ApiResponse(responseCode = "201", description = "Stored", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "Replaced", useReturnTypeSchema = true)
    ResponseEntity<CredentialView> put(
            RequestContext context,
            @PathVariable String name,
            @RequestParam(defaultValue = "false") boolean verify,
            InputStream body)
            throws IOException {
        KeyMaterial material = bodies.read(body, CredentialRequest.class).material(baseUrls);
        context.facts().noteCredential(CredentialName.checked(name));
        Put<CredentialRow> put =
                audit.write(context, Action.CREDENTIAL_PUT, material.target(name), Put::status, intent -> {
                    if (verify) {
                        verifier.tryOut(context, name, material);
                    }
                    CredentialState state = verify ? CredentialState.OK : CredentialState.UNVERIFIED;
                    Put<CredentialRow> stored = intent.changed(vault.put(name, material, state));
                    context.facts().noteCredential(name, stored.now().version());
                    return stored;
                });
        return put.created()
                ? ResponseEntity.created(URI.create("/admin/credentials/" + name))
                        .body(put.now().viewAfterPut())
                : ResponseEntity.ok(put.now().viewAfterPut());
    }

    @GetMapping
    @Operation(operationId = "listCredentials", summary = "List the Atlas credentials, without their secrets")
    Listing<CredentialView> list(RequestContext context, Page page) {
        return page.of(audit.read(context, Action.CREDENTIAL_GET, Target.NONE, vault::views));
    }

    @GetMapping("/{name}")
    @Operation(operationId = "getCredential", summary = "Get an Atlas credential, without its secret")
    @Problems("credential-not-found")
    CredentialView get(RequestContext context, @PathVariable String name) {
        context.facts().noteCredential(CredentialName.checked(name));
        return audit.read(
                context,
                Action.CREDENTIAL_GET,
                Target.of(Target.Kind.CREDENTIAL, name),
                () -> vault.view(name).orElseThrow(() -> CredentialVault.notFound(name)));
    }

    /**
     * The optional body of a verification.
     *
     * @param projectId the project to read with the credential; without one, a resource that any key may read
     */
    record VerificationRequest(
            @Schema(pattern = ProjectId.PATTERN, example = "5df264b8f10fab7d2cad2f0c") @Nullable
            String projectId) {

        /** @throws LinkgateException {@code invalid-request} on the field {@code projectId} */
        @Nullable
        ProjectId project() {
            if (projectId == null) {
                return null;
            }
            if (!ProjectId.matches(projectId)) {
                throw Failure.invalid("projectId", "must be 24 lowercase hex digits")
                        .toException();
            }
            return new ProjectId(projectId);
        }
    }

    @PostMapping("/{name}/verification")
    @Operation(
            operationId = "verifyCredential",
            summary = "Ask Atlas what a stored credential may do, or why it is refused")
    @Problems.OfAtlas("credential-not-found")
    VerificationResult verify(
            RequestContext context,
            @PathVariable String name,
            @org.springframework.web.bind.annotation.RequestBody(required = false) @Nullable
                    VerificationRequest request) {
        ProjectId project = request == null ? null : request.project();
        context.facts().noteCredential(CredentialName.checked(name));
        Target target = project == null
                ? Target.of(Target.Kind.CREDENTIAL, name)
                : Target.project(project).about(Target.Kind.CREDENTIAL, name);
        return audit.write(context, Action.CREDENTIAL_VERIFY, target, 200, intent -> {
            AtlasCredential credential = vault.find(name).orElseThrow(() -> CredentialVault.notFound(name));
            context.facts().noteCredential(name, credential.version());
            VerificationResult result = verifier.verify(context, credential, project);
            intent.right().require(); // Atlas's answer takes its time
            return result;
        });
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "removeCredential", summary = "Remove an Atlas credential that no project is bound to")
    @Problems({"credential-not-found", "credential-in-use"})
    public void remove(RequestContext context, @PathVariable String name) {
        context.facts().noteCredential(CredentialName.checked(name));
        audit.write(context, Action.CREDENTIAL_REMOVE, Target.of(Target.Kind.CREDENTIAL, name), 204, intent -> {
            intent.changed(vault.remove(name), null);
            return name;
        });
    }
}
