package dev.linkgate.api;

import dev.linkgate.endpoint.Endpoints;
import dev.linkgate.endpoint.EnsureResult;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.link.Aged;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.Freshness;
import dev.linkgate.web.EntityTag;
import dev.linkgate.web.Listing;
import dev.linkgate.web.Page;
import dev.linkgate.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The interface endpoints of a link. */
@RestController
@RequestMapping(path = "/projects/{projectId}/links/{linkId}/endpoints", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Endpoints")
public class EndpointController {

    private final Endpoints endpoints;

    EndpointController(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * An endpoint to be added.
     *
     * @param interfaceEndpointId the id that AWS gave the VPC endpoint
     */
    record NewEndpoint(
            @NotNull(message = "must be given")
            @Pattern(regexp = EndpointId.PATTERN, message = EndpointId.EXPECTED)
            @Schema(example = "vpce-0b9c5701325cb15dd")
            String interfaceEndpointId) {}

    @GetMapping
    @Operation(operationId = "listEndpoints", summary = "List a link's endpoints")
    @Problems(
            value = {ProblemCode.PROJECT_NOT_FOUND, ProblemCode.LINK_NOT_FOUND, ProblemCode.NO_CREDENTIAL},
            asksAtlas = true)
    ResponseEntity<Listing<Endpoint>> list(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkId linkId,
            Freshness freshness,
            Page page) {
        Aged<Listing<Endpoint>> aged = endpoints.list(context, projectId, linkId, freshness, page::of);
        return CacheHeaders.aged(ResponseEntity.ok(), aged).body(aged.value());
    }

    @GetMapping("/{interfaceEndpointId}")
    @Operation(operationId = "getEndpoint", summary = "Get an endpoint")
    @Problems(
            value = {
                ProblemCode.PROJECT_NOT_FOUND,
                ProblemCode.LINK_NOT_FOUND,
                ProblemCode.ENDPOINT_NOT_FOUND,
                ProblemCode.NO_CREDENTIAL
            },
            asksAtlas = true)
    ResponseEntity<Endpoint> get(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkId linkId,
            @PathVariable EndpointId interfaceEndpointId,
            Freshness freshness,
            PreferWait wait) {
        Aged<Endpoint> aged =
                endpoints.get(context, projectId, linkId, interfaceEndpointId, freshness, wait.patience());
        return answer(ResponseEntity.ok(), wait, aged);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "addEndpoint", summary = "Add an endpoint to a link")
    @Problems(
            value = {
                ProblemCode.PROJECT_NOT_FOUND,
                ProblemCode.LINK_NOT_FOUND,
                ProblemCode.ENDPOINT_EXISTS,
                ProblemCode.LINK_NOT_READY,
                ProblemCode.ATLAS_CONFLICT,
                ProblemCode.NO_CREDENTIAL,
                ProblemCode.ATLAS_REJECTED_REQUEST,
                ProblemCode.OUTCOME_UNKNOWN
            },
            asksAtlas = true)
    ResponseEntity<Endpoint> add(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkId linkId,
            @Valid @RequestBody NewEndpoint body,
            PreferWait wait) {
        EndpointId id = new EndpointId(body.interfaceEndpointId());
        Aged<Endpoint> aged = endpoints.add(context, projectId, linkId, id, wait.patience());
        return answer(created(projectId, linkId, id), wait, aged);
    }

    @PutMapping("/{interfaceEndpointId}")
    @Operation(
            operationId = "ensureEndpoint",
            summary = "Ensure that a link has a healthy endpoint",
            description =
                    "Adds the endpoint if it is absent (201). Leaves it alone if it exists and has not failed (200). An"
                            + " operation (202) replaces a failed endpoint, and adds one that is being removed again"
                            + " when it is gone.")
    @ApiResponse(
            responseCode = "200",
            description = "The endpoint exists",
            content = @Content(schema = @Schema(implementation = Endpoint.class)))
    @ApiResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = Endpoint.class)))
    @ApiResponse(
            responseCode = "202",
            description = "An operation replaces the endpoint",
            content = @Content(schema = @Schema(implementation = OperationView.class)))
    @Problems(
            value = {
                ProblemCode.PROJECT_NOT_FOUND,
                ProblemCode.LINK_NOT_FOUND,
                ProblemCode.LINK_NOT_READY,
                ProblemCode.LAST_ENDPOINT,
                ProblemCode.ATLAS_CONFLICT,
                ProblemCode.NO_CREDENTIAL,
                ProblemCode.ATLAS_REJECTED_REQUEST,
                ProblemCode.OUTCOME_UNKNOWN
            },
            asksAtlas = true)
    ResponseEntity<?> ensure(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkId linkId,
            @PathVariable EndpointId interfaceEndpointId,
            @Parameter(
                            description =
                                    "Whether a failed endpoint may be replaced although it is the link's last one;"
                                            + " Atlas may then remove the link")
                    @RequestParam(defaultValue = "false")
                    boolean allowLinkRemoval,
            @Valid @RequestBody(required = false) @Nullable NewEndpoint body,
            PreferWait wait) {
        if (body != null && !body.interfaceEndpointId().equals(interfaceEndpointId.value())) {
            throw Failure.invalid("interfaceEndpointId", "must be the id in the path")
                    .toException();
        }
        EnsureResult result =
                endpoints.ensure(context, projectId, linkId, interfaceEndpointId, allowLinkRemoval, wait.patience());
        return switch (result) {
            case EnsureResult.Added added ->
                answer(created(projectId, linkId, interfaceEndpointId), wait, added.endpoint());
            case EnsureResult.Present present -> answer(ResponseEntity.ok(), wait, present.endpoint());
            case EnsureResult.Replacing replacing -> {
                dev.linkgate.operation.Operation operation = replacing.operation();
                yield wait.applied(ResponseEntity.accepted().location(URI.create(operation.path())))
                        .body(OperationView.of(operation));
            }
        };
    }

    @DeleteMapping("/{interfaceEndpointId}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(operationId = "removeEndpoint", summary = "Remove an endpoint from a link")
    @Problems(
            value = {
                ProblemCode.PROJECT_NOT_FOUND,
                ProblemCode.LINK_NOT_FOUND,
                ProblemCode.ENDPOINT_NOT_FOUND,
                ProblemCode.LAST_ENDPOINT,
                ProblemCode.ATLAS_CONFLICT,
                ProblemCode.NO_CREDENTIAL,
                ProblemCode.OUTCOME_UNKNOWN
            },
            asksAtlas = true)
    ResponseEntity<Endpoint> remove(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkId linkId,
            @PathVariable EndpointId interfaceEndpointId,
            @Parameter(description = "Whether the endpoint may be the link's last one; Atlas then removes the link too")
                    @RequestParam(defaultValue = "false")
                    boolean allowLinkRemoval,
            PreferWait wait) {
        Aged<Endpoint> aged =
                endpoints.remove(context, projectId, linkId, interfaceEndpointId, allowLinkRemoval, wait.patience());
        return wait.applied(CacheHeaders.aged(ResponseEntity.accepted(), aged)).body(aged.value());
    }

    private static ResponseEntity.BodyBuilder created(ProjectId project, LinkId link, EndpointId endpoint) {
        return ResponseEntity.created(URI.create("/projects/" + project + "/links/" + link + "/endpoints/" + endpoint));
    }

    private static ResponseEntity<Endpoint> answer(
            ResponseEntity.BodyBuilder answer, PreferWait wait, Aged<Endpoint> aged) {
        Endpoint endpoint = aged.value();
        return wait.applied(CacheHeaders.aged(answer, aged))
                .eTag(EntityTag.of(endpoint))
                .body(endpoint);
    }
}
