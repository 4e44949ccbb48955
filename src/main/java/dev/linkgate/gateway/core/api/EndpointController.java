package dev.linkgate.gateway.core.api;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.LinkName;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.port.EndpointReplacement;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.provisioning.DryRun;
import dev.linkgate.gateway.core.endpoints.provisioning.Endpoints;
import dev.linkgate.gateway.core.endpoints.provisioning.Endpoints.EnsureResult;
import dev.linkgate.gateway.core.endpoints.provisioning.Links;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.EntityTag;
import dev.linkgate.gateway.core.platform.web.ListSize;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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

/** The interface endpoints of a link. */
@RestController
@RequestMapping(path = "/projects/{projectId}/links/{linkId}/endpoints", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Endpoints")
public class EndpointController {

    private final Endpoints endpoints;
    private final Links links;
    private final AccessPolicy policy;

    EndpointController(Endpoints endpoints, Links links, AccessPolicy policy) {
        this.endpoints = endpoints;
        this.links = links;
        this.policy = policy;
    }

    @GetMapping
    @Operation(operationId = "listEndpoints", summary = "List a link's endpoints")
    @Problems.OfAtlas("link-not-found")
    ResponseEntity<Listing<Endpoint>> list(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkName linkId,
            Freshness freshness,
            Page page) {
        LinkPath path = links.path(context, projectId, linkId);
        Aged<Listing<Endpoint>> aged = endpoints.list(context, path, freshness, page::of);
        return CacheHeaders.aged(ResponseEntity.ok(), aged).body(aged.value());
    }

    @GetMapping("/{interfaceEndpointId}")
    @Operation(operationId = "getEndpoint", summary = "Get an endpoint")
    @Problems.OfAtlas({"link-not-found", "endpoint-not-found"})
    ResponseEntity<Endpoint> get(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkName linkId,
            @PathVariable EndpointId interfaceEndpointId,
            Freshness freshness,
            PreferWait wait) {
        LinkPath path = links.path(context, projectId, linkId);
        return wait.answer(
                ResponseEntity.ok(), endpoints.get(context, path, interfaceEndpointId, freshness, wait.patience()));
    }

    @PostMapping
    @Operation(operationId = "addEndpoint", summary = "Add an endpoint to a link")
    @DryRun.Or(Endpoint.class)
    @Problems.OfAtlas({"link-not-found", "origin-not-allowed", "quota-reached", "endpoint-exists"})
    ResponseEntity<?> add(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkName linkId,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @Valid @RequestBody EndpointBody body,
            IdempotencyKey key,
            PreferWait wait) {
        NewEndpoint endpoint = body.value(links.knownProviderOf(projectId, linkId));
        LinkPath path = links.path(context, projectId, linkId);
        EndpointWrite.Add add = new EndpointWrite.Add(path, endpoint, key.cause());
        if (dryRun) {
            return ResponseEntity.ok(endpoints.dryRun(context, add, Precondition.NONE));
        }
        Endpoints.Added added = endpoints.add(context, add, wait.patience());
        return wait.answer(
                added.wasThere()
                        ? ResponseEntity.ok().header(IdempotencyKey.REPLAYED, "true")
                        : created(path, endpoint.id()),
                added.endpoint());
    }

    @PutMapping("/{interfaceEndpointId}")
    @Operation(
            operationId = "ensureEndpoint",
            summary = "Ensure that a link has a healthy endpoint",
            description =
                    "Adds the endpoint if it is absent (201). Leaves it alone if it exists and has not failed (200). An"
                            + " operation (202) replaces a failed endpoint, and adds one that is being removed again"
                            + " when it is gone.")
    @DryRun.Or(Endpoint.class)
    @Problems.OfAtlas({
        "link-not-found",
        "origin-not-allowed",
        "not-your-endpoint",
        "quota-reached",
        "endpoint-exists",
        "last-endpoint"
    })
    ResponseEntity<?> ensure(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkName linkId,
            @PathVariable EndpointId interfaceEndpointId,
            @RequestParam(defaultValue = "false") boolean allowLinkRemoval,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @Valid @RequestBody(required = false) @Nullable EnsureBody body,
            Precondition precondition,
            PreferWait wait) {
        Optional<NewEndpoint> endpoint = Optional.ofNullable(body)
                .map(given -> given.value(interfaceEndpointId, links.knownProviderOf(projectId, linkId)));
        LinkPath path = links.path(context, projectId, linkId);
        EndpointWrite.Permissions permissions =
                new EndpointWrite.Permissions(allowLinkRemoval, policy.allows(context.actor(), Role.OWNER, projectId));
        EndpointWrite.Ensure ensure = new EndpointWrite.Ensure(path, interfaceEndpointId, endpoint, permissions);
        if (dryRun) {
            return ResponseEntity.ok(endpoints.dryRun(context, ensure, precondition));
        }
        EnsureResult result = endpoints.ensure(context, ensure, precondition, wait.patience());
        return switch (result) {
            case EnsureResult.Added added -> wait.answer(created(path, interfaceEndpointId), added.endpoint());
            case EnsureResult.Present present -> wait.answer(ResponseEntity.ok(), present.endpoint());
            case EnsureResult.Replacing replacing -> {
                EndpointReplacement.Progress progress = replacing.progress();
                yield wait.applied(ResponseEntity.accepted().location(URI.create(progress.path())))
                        .header(HttpHeaders.RETRY_AFTER, progress.retryAfter())
                        .body(progress.body());
            }
        };
    }

    @DeleteMapping("/{interfaceEndpointId}")
    @Operation(operationId = "removeEndpoint", summary = "Remove an endpoint from a link")
    @ApiResponse(
            responseCode = "202",
            description = "Atlas removes the endpoint",
            content = @Content(schema = @Schema(implementation = Endpoint.class)))
    @ApiResponse(
            responseCode = "204",
            description = "The endpoint is gone, as a request with `Prefer: wait` has seen",
            content = @Content)
    @Problems.OfAtlas({"link-not-found", "endpoint-not-found", "not-your-endpoint", "last-endpoint"})
    ResponseEntity<?> remove(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkName linkId,
            @PathVariable EndpointId interfaceEndpointId,
            @RequestParam(defaultValue = "false") boolean allowLinkRemoval,
            @RequestParam(defaultValue = "false") boolean dryRun,
            Precondition precondition,
            PreferWait wait) {
        EndpointWrite.Remove remove =
                new EndpointWrite.Remove(links.path(context, projectId, linkId), interfaceEndpointId, allowLinkRemoval);
        if (dryRun) {
            return ResponseEntity.ok(endpoints.dryRun(context, remove, precondition));
        }
        Optional<Aged<Endpoint>> left = endpoints.remove(context, remove, precondition, wait.patience());
        return left.<ResponseEntity<?>>map(aged -> wait.applied(CacheHeaders.aged(ResponseEntity.accepted(), aged))
                        .body(aged.value()))
                .orElseGet(() -> wait.applied(ResponseEntity.status(HttpStatus.NO_CONTENT))
                        .build());
    }

    /** @param team a team with a role on the project */
    @Schema(name = "EndpointTeamRequest")
    public record TeamBody(
            @NotNull(message = "must be given") @Schema(example = "payments")
            String team) {

        /**
         * The team.
         *
         * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if it has no role
         *     on the project
         */
        public String on(ProjectId project, AccessPolicy policy) {
            if (!policy.hasRole(team, project)) {
                throw Failure.invalid("team", "must be a team with a role on the project")
                        .toException();
            }
            return team;
        }
    }

    @PutMapping("/{interfaceEndpointId}/team")
    @Operation(
            operationId = "handOverEndpoint",
            summary = "Hand an endpoint over to a team",
            description = "Nothing changes at Atlas. The team must have a role on the project.")
    @Problems.OfAtlas({"link-not-found", "endpoint-not-found"})
    ResponseEntity<Endpoint> handOver(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkName linkId,
            @PathVariable EndpointId interfaceEndpointId,
            @Valid @RequestBody TeamBody body) {
        String team = body.on(projectId, policy);
        Endpoint endpoint =
                endpoints.handOver(context, links.path(context, projectId, linkId), interfaceEndpointId, team);
        return ResponseEntity.ok().eTag(EntityTag.of(endpoint)).body(endpoint);
    }

    private static ResponseEntity.BodyBuilder created(LinkPath link, EndpointId endpoint) {
        return ResponseEntity.created(URI.create(link.of(endpoint)));
    }

    /**
     * An endpoint to be ensured: as in {@link EndpointBody}, but the path has its id.
     *
     * @param interfaceEndpointId the id in the path, which need not be repeated
     * @param privateEndpointIPAddress Azure only, required there: the private endpoint's IPv4 address
     * @param gcpProjectId GCP only, required there: the customer's GCP project
     * @param endpoints GCP only, required there: the forwarding rules; exactly one on a port-mapped link
     */
    @Schema(name = "EnsureRequest")
    record EnsureBody(
            @Nullable @Schema(pattern = EndpointId.DOCUMENTED_PATTERN, example = "vpce-0b9c5701325cb15dd")
            String interfaceEndpointId,

            @Nullable
            @Pattern(regexp = EndpointBody.IPV4, message = "must be an IPv4 address")
            @Schema(example = "10.0.0.4")
            String privateEndpointIPAddress,

            @Nullable
            @Pattern(regexp = EndpointBody.GCP_PROJECT, message = "must be the id of a GCP project")
            @Schema(example = "payments-prod-4711")
            String gcpProjectId,

            @Nullable @Size(min = 1, max = EndpointBody.MAX_RULES, message = EndpointBody.SIZE)
            List<EndpointBody.@Valid @NotNull(message = "must not be null") RuleBody> endpoints) {

        EnsureBody {
            ListSize.require("endpoints", endpoints, EndpointBody.MAX_RULES, EndpointBody.SIZE);
        }

        /**
         * The endpoint.
         *
         * @param id in the path
         * @param link the cloud of the link, if it is known
         * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if the body has
         *     another id, or its fields do not fit the id's provider
         */
        NewEndpoint value(EndpointId id, Optional<Provider> link) {
            id.requireRepeatedBy(interfaceEndpointId);
            return new EndpointBody(id.value(), privateEndpointIPAddress, gcpProjectId, endpoints).value(link);
        }
    }
}
