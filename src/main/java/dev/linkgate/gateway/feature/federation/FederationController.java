package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.api.CacheHeaders;
import dev.linkgate.gateway.core.api.EndpointController;
import dev.linkgate.gateway.core.api.IdempotencyKey;
import dev.linkgate.gateway.core.api.PreferWait;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.provisioning.DryRun;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.EntityTag;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The endpoints of a project's Data Federation and Online Archive. */
@RestController
@RequestMapping(path = "/projects/{projectId}/federation-endpoints", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Federation")
class FederationController {

    private final FederationEndpoints endpoints;
    private final AccessPolicy policy;

    FederationController(FederationEndpoints endpoints, AccessPolicy policy) {
        this.endpoints = endpoints;
        this.policy = policy;
    }

    @GetMapping
    @Operation(operationId = "listFederationEndpoints", summary = "List a project's endpoints of Data Federation")
    @Problems.OfAtlas
    ResponseEntity<Listing<FederationEndpoint>> list(
            RequestContext context, @PathVariable ProjectId projectId, Freshness freshness, Page page) {
        Aged<Listing<FederationEndpoint>> aged =
                endpoints.list(context, projectId, freshness).map(page::of);
        return CacheHeaders.aged(ResponseEntity.ok(), aged).body(aged.value());
    }

    @GetMapping("/{interfaceEndpointId}")
    @Operation(operationId = "getFederationEndpoint", summary = "Get an endpoint of Data Federation")
    @Problems.OfAtlas("endpoint-not-found")
    ResponseEntity<FederationEndpoint> get(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable EndpointId interfaceEndpointId,
            Freshness freshness,
            PreferWait wait) {
        return wait.answer(
                ResponseEntity.ok(),
                endpoints.get(context, projectId, interfaceEndpointId, freshness, wait.patience()));
    }

    @PostMapping
    @Operation(operationId = "addFederationEndpoint", summary = "Add an endpoint to Data Federation")
    @DryRun.Or(FederationEndpoint.class)
    @Problems.OfAtlas({"origin-not-allowed", "quota-reached", "endpoint-exists"})
    ResponseEntity<?> add(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @Valid @RequestBody FederationBody body,
            IdempotencyKey key,
            PreferWait wait) {
        FederationWrite write = FederationWrite.addition(projectId, body.value(null), key.isGiven());
        if (dryRun) {
            return ResponseEntity.ok(endpoints.dryRun(context, write, Precondition.NONE));
        }
        FederationEndpoints.Written written = endpoints.write(context, write, Precondition.NONE, wait.patience());
        return wait.answer(
                written.wasThere()
                        ? ResponseEntity.ok().header(IdempotencyKey.REPLAYED, "true")
                        : created(projectId, write.id()),
                written.endpoint());
    }

    @PutMapping("/{interfaceEndpointId}")
    @Operation(
            operationId = "ensureFederationEndpoint",
            summary = "Ensure that Data Federation has an endpoint",
            description =
                    "Adds the endpoint if it is absent (201), and changes its comment if that is another one (200)."
                            + " Atlas changes nothing else: what differs is refused. What is left out may be anything.")
    @DryRun.Or(FederationEndpoint.class)
    @Problems.OfAtlas({"origin-not-allowed", "quota-reached", "endpoint-exists"})
    ResponseEntity<?> ensure(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable EndpointId interfaceEndpointId,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @Valid @RequestBody(required = false) @Nullable FederationBody body,
            Precondition precondition,
            PreferWait wait) {
        FederationBody given = body == null ? FederationBody.NOTHING : body;
        FederationWrite write = FederationWrite.ensuring(projectId, given.value(interfaceEndpointId));
        if (dryRun) {
            return ResponseEntity.ok(endpoints.dryRun(context, write, precondition));
        }
        FederationEndpoints.Written written = endpoints.write(context, write, precondition, wait.patience());
        return wait.answer(
                written.wasThere() ? ResponseEntity.ok() : created(projectId, interfaceEndpointId), written.endpoint());
    }

    @DeleteMapping("/{interfaceEndpointId}")
    @Operation(operationId = "removeFederationEndpoint", summary = "Remove an endpoint from Data Federation")
    @ApiResponse(responseCode = "204", description = "Removed", content = @Content)
    @Problems.OfAtlas({"endpoint-not-found", "not-your-endpoint"})
    ResponseEntity<?> remove(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable EndpointId interfaceEndpointId,
            @RequestParam(defaultValue = "false") boolean dryRun,
            Precondition precondition) {
        FederationWrite write = FederationWrite.removal(projectId, interfaceEndpointId);
        if (dryRun) {
            return ResponseEntity.ok(endpoints.dryRun(context, write, precondition));
        }
        endpoints.remove(context, write, precondition);
        return ResponseEntity.noContent().build();
    }

    @PutMapping("/{interfaceEndpointId}/team")
    @Operation(
            operationId = "handOverFederationEndpoint",
            summary = "Hand an endpoint of Data Federation over to a team",
            description = "Nothing changes at Atlas. The team must have a role on the project.")
    @Problems.OfAtlas("endpoint-not-found")
    ResponseEntity<FederationEndpoint> handOver(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable EndpointId interfaceEndpointId,
            @Valid @RequestBody EndpointController.TeamBody body) {
        String team = body.on(projectId, policy);
        FederationEndpoint endpoint = endpoints.handOver(context, projectId, interfaceEndpointId, team);
        return ResponseEntity.ok().eTag(EntityTag.of(endpoint)).body(endpoint);
    }

    private static ResponseEntity.BodyBuilder created(ProjectId project, EndpointId id) {
        return ResponseEntity.created(URI.create(FederationEndpoint.path(project, id)));
    }
}
