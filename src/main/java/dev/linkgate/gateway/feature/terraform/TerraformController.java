package dev.linkgate.gateway.feature.terraform;

import dev.linkgate.gateway.core.api.CacheHeaders;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.provisioning.Endpoints;
import dev.linkgate.gateway.core.endpoints.provisioning.Links;
import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.feature.projects.EndpointsOnNoLink;
import dev.linkgate.gateway.feature.projects.ProjectEndpoint;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The links and endpoints of a project for Terraform. */
@RestController
@Tag(name = "Links")
class TerraformController {

    private static final int AT_ONCE = 4;
    private static final int AT_ONCE_OF_TEAM = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String EXAMPLE = """
            import {
              to = mongodbatlas_privatelink_endpoint.aws_us_east_1
              id = "5df264b8f10fab7d2cad2f0a-5df264b8f10fab7d2cad2f0d-AWS-US_EAST_1"
            }
            """;

    private final Links links;
    private final Endpoints endpoints;
    private final ObjectProvider<EndpointsOnNoLink> others;
    private final AuditTrail trail;

    /** Each reads all of a project's endpoints, so one team's never hold up other callers. */
    private final FairTurns turns = new FairTurns("exports to Terraform", AT_ONCE, AT_ONCE_OF_TEAM);

    TerraformController(Links links, Endpoints endpoints, ObjectProvider<EndpointsOnNoLink> others, AuditTrail trail) {
        this.links = links;
        this.endpoints = endpoints;
        this.others = others;
        this.trail = trail;
    }

    @GetMapping(path = "/projects/{projectId}/terraform", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
    @Operation(
            operationId = "exportToTerraform",
            summary = "Write Terraform import blocks for a project's links and endpoints",
            description = "One `import` block for each link (`mongodbatlas_privatelink_endpoint`) and each endpoint"
                    + " (`mongodbatlas_privatelink_endpoint_service`), also of Data Federation"
                    + " (`mongodbatlas_privatelink_endpoint_service_data_federation_online_archive`). What Terraform's provider cannot import, such as an"
                    + " endpoint that has failed, is named in a comment.")
    @ApiResponse(
            responseCode = "200",
            description = "The blocks",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN_VALUE,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject(name = "blocks", value = EXAMPLE)))
    @Problems.OfAtlas
    ResponseEntity<String> export(RequestContext context, @PathVariable ProjectId projectId, Freshness freshness) {
        Aged<String> text = turns.run(context, PATIENCE, () -> {
            Aged<List<EndpointId>> federation = federation(context, projectId, freshness);
            Aged<List<ImportBlocks.Importable>> read = read(context, projectId, freshness);
            return read.map(all -> ImportBlocks.of(projectId, all, federation.value()))
                    .noNewerThan(List.of(federation));
        });
        context.answer().begin();
        return CacheHeaders.aged(ResponseEntity.ok(), text).body(text.value());
    }

    private Aged<List<ImportBlocks.Importable>> read(RequestContext context, ProjectId project, Freshness freshness) {
        Aged<List<Link>> all = links.list(context, project, null, link -> true, freshness);
        return all.map(found -> found.stream()
                .map(link -> importable(link, endpoints(context, project, link, freshness)))
                .toList());
    }

    /** Refuses the endpoints that have an error, or are gone since the link was read. */
    private static ImportBlocks.Importable importable(Link link, List<Endpoint> endpoints) {
        Set<EndpointId> refused = new HashSet<>(link.interfaceEndpointIds());
        endpoints.stream()
                .filter(endpoint -> !endpoint.failed()
                        && (endpoint.errorMessage() == null
                                || endpoint.errorMessage().isEmpty()))
                .forEach(endpoint -> refused.remove(endpoint.interfaceEndpointId()));
        return new ImportBlocks.Importable(link, refused);
    }

    private Aged<List<EndpointId>> federation(RequestContext context, ProjectId project, Freshness freshness) {
        Aged<List<ProjectEndpoint>> all = trail.read(
                context,
                Action.ENDPOINT_LIST,
                Target.project(project),
                () -> EndpointsOnNoLink.read(others, context, project, freshness));
        return all.map(endpoints -> endpoints.stream()
                .filter(each -> each.kind() == ProjectEndpoint.Kind.FEDERATION)
                .map(each -> each.endpoint().interfaceEndpointId())
                .toList());
    }

    private List<Endpoint> endpoints(RequestContext context, ProjectId project, Link link, Freshness freshness) {
        return link.interfaceEndpointIds().isEmpty()
                ? List.of()
                : endpoints
                        .list(context, new LinkPath(project, link.id()), freshness, (ids, read) -> read.apply(ids))
                        .value();
    }
}
