package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.api.CacheHeaders;
import dev.linkgate.gateway.core.api.IdempotencyKey;
import dev.linkgate.gateway.core.api.PreferWait;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.provisioning.DryRun;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.EntityTag;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
    @Problems(
            value = {"project-not-found", "no-credential"},
            asksAtlas = true)
    ResponseEntity<Listing<FederationEndpoint>> list(
            RequestContext context, @PathVariable ProjectId projectId, Freshness freshness, Page page) {
        Aged<Listing<FederationEndpoint>> aged =
                endpoints.list(context, projectId, freshness).map(page::of);
        return CacheHeaders.aged(ResponseEntity.ok(), aged).body(aged.value());
    }

    @GetMapping("/{interfaceEndpointId}")
    @Operation(operationId = "getFederationEndpoint", summary = "Get an endpoint of Data Federation")
    @Problems(
            value = {"project-not-found", "endpoint-not-found", "no-credential"},
            asksAtlas = true)
    ResponseEntity<FederationEndpoint> get(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable EndpointId interfaceEndpointId,
            Freshness freshness,
            PreferWait wait) {
        Aged<FederationEndpoint> aged =
                endpoints.get(context, projectId, interfaceEndpointId, freshness, wait.patience());
        return answer(ResponseEntity.ok(), wait, aged);
    }

    @PostMapping
    @Operation(operationId = "addFederationEndpoint", summary = "Add an endpoint to Data Federation")
    @ApiResponse(
            responseCode = "200",
            description = "It was there as asked for (with an `Idempotency-Key`), or what the request would do",
            content = @Content(schema = @Schema(oneOf = {FederationEndpoint.class, DryRun.class})))
    @ApiResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = FederationEndpoint.class)))
    @Problems(
            value = {
                "project-not-found",
                "origin-not-allowed",
                "quota-reached",
                "endpoint-exists",
                "link-not-ready",
                "no-credential",
                "outcome-unknown"
            },
            asksAtlas = true)
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
        return answer(
                written.wasThere()
                        ? ResponseEntity.ok().header(IdempotencyKey.REPLAYED, "true")
                        : created(projectId, write.id()),
                wait,
                written.endpoint());
    }

    @PutMapping("/{interfaceEndpointId}")
    @Operation(
            operationId = "ensureFederationEndpoint",
            summary = "Ensure that Data Federation has an endpoint",
            description =
                    "Adds the endpoint if it is absent (201), and changes its comment if that is another one (200)."
                            + " Atlas changes nothing else: what differs is refused. What is left out may be anything.")
    @ApiResponse(
            responseCode = "200",
            description = "The endpoint exists, or what the request would do",
            content = @Content(schema = @Schema(oneOf = {FederationEndpoint.class, DryRun.class})))
    @ApiResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = FederationEndpoint.class)))
    @Problems(
            value = {
                "project-not-found",
                "origin-not-allowed",
                "quota-reached",
                "endpoint-exists",
                "link-not-ready",
                "no-credential",
                "outcome-unknown"
            },
            asksAtlas = true)
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
        return answer(
                written.wasThere() ? ResponseEntity.ok() : created(projectId, interfaceEndpointId),
                wait,
                written.endpoint());
    }

    @DeleteMapping("/{interfaceEndpointId}")
    @Operation(operationId = "removeFederationEndpoint", summary = "Remove an endpoint from Data Federation")
    @ApiResponse(
            responseCode = "200",
            description = "What the request would do",
            content = @Content(schema = @Schema(implementation = DryRun.class)))
    @ApiResponse(responseCode = "204", description = "Removed", content = @Content)
    @Problems(
            value = {
                "project-not-found",
                "endpoint-not-found",
                "not-your-endpoint",
                "link-not-ready",
                "no-credential",
                "outcome-unknown"
            },
            asksAtlas = true)
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

    /** @param team a team with a role on the project */
    @Schema(name = "FederationTeamRequest")
    record TeamBody(
            @NotNull(message = "must be given") @Schema(example = "payments")
            String team) {}

    @PutMapping("/{interfaceEndpointId}/team")
    @Operation(
            operationId = "handOverFederationEndpoint",
            summary = "Hand an endpoint of Data Federation over to a team",
            description = "Nothing changes at Atlas. The team must have a role on the project.")
    @Problems(
            value = {"project-not-found", "endpoint-not-found", "no-credential"},
            asksAtlas = true)
    ResponseEntity<FederationEndpoint> handOver(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable EndpointId interfaceEndpointId,
            @Valid @RequestBody TeamBody body) {
        if (!policy.hasRole(body.team(), projectId)) {
            throw Failure.invalid("team", "must be a team with a role on the project")
                    .toException();
        }
        FederationEndpoint endpoint = endpoints.handOver(context, projectId, interfaceEndpointId, body.team());
        return ResponseEntity.ok().eTag(EntityTag.of(endpoint)).body(endpoint);
    }

    private static ResponseEntity.BodyBuilder created(ProjectId project, EndpointId id) {
        return ResponseEntity.created(URI.create(FederationEndpoint.path(project, id)));
    }

    private static ResponseEntity<FederationEndpoint> answer(
            ResponseEntity.BodyBuilder answer, PreferWait wait, Aged<FederationEndpoint> aged) {
        FederationEndpoint endpoint = aged.value();
        return wait.applied(CacheHeaders.aged(answer, aged))
                .eTag(EntityTag.of(endpoint))
                .body(endpoint);
    }
}
