package dev.linkgate.gateway.api;

import dev.linkgate.gateway.endpoints.link.Aged;
import dev.linkgate.gateway.endpoints.link.Freshness;
import dev.linkgate.gateway.endpoints.link.Link;
import dev.linkgate.gateway.endpoints.link.LinkName;
import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.link.LinkWrite;
import dev.linkgate.gateway.endpoints.link.Precondition;
import dev.linkgate.gateway.endpoints.provisioning.DryRun;
import dev.linkgate.gateway.endpoints.provisioning.Links;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.web.EntityTag;
import dev.linkgate.gateway.platform.web.Listing;
import dev.linkgate.gateway.platform.web.Page;
import dev.linkgate.gateway.platform.web.Problems;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The links of a project. */
@RestController
@RequestMapping(path = "/projects/{projectId}/links", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Links")
public class LinkController {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Links links;

    LinkController(Links links) {
        this.links = links;
    }

    @GetMapping
    @Operation(operationId = "listLinks", summary = "List a project's links")
    @Problems(
            value = {ProblemCode.PROJECT_NOT_FOUND, ProblemCode.NO_CREDENTIAL},
            asksAtlas = true)
    ResponseEntity<Listing<Link>> list(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @RequestParam(required = false) @Nullable Provider provider,
            @RequestParam(required = false) @Nullable String region,
            Freshness freshness,
            Page page) {
        Region wanted = region == null ? null : region(region);
        Aged<List<Link>> aged =
                links.list(context, projectId, provider, link -> wanted == null || link.isIn(wanted), freshness);
        return CacheHeaders.aged(ResponseEntity.ok(), aged).body(page.of(aged.value()));
    }

    private static Region region(String text) {
        if (!Region.matches(text)) {
            throw Failure.invalid("region", Region.EXPECTED).toException();
        }
        return new Region(text);
    }

    @GetMapping("/{linkId}")
    @Operation(operationId = "getLink", summary = "Get a link")
    @Problems(
            value = {ProblemCode.PROJECT_NOT_FOUND, ProblemCode.LINK_NOT_FOUND, ProblemCode.NO_CREDENTIAL},
            asksAtlas = true)
    ResponseEntity<Link> get(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkName linkId,
            Freshness freshness) {
        LinkPath path = links.path(context, projectId, linkId);
        Aged<Link> aged = links.get(context, path, freshness);
        Link link = aged.value();
        return CacheHeaders.aged(ResponseEntity.ok(), aged)
                .eTag(EntityTag.of(link))
                .body(link);
    }

    @PostMapping
    @Operation(
            operationId = "createLink",
            summary = "Create a link, or adopt the existing one",
            description = "Creates a link (201). If Atlas already has one for the region and it is what was asked for,"
                    + " answers with that one (200). Atlas takes minutes to set up a link.")
    @ApiResponse(
            responseCode = "200",
            description = "The link exists, or what the request would do",
            content = @Content(schema = @Schema(oneOf = {LinkBody.Created.class, DryRun.class})))
    @ApiResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(schema = @Schema(implementation = LinkBody.Created.class)))
    @Problems(
            value = {
                ProblemCode.PROJECT_NOT_FOUND,
                ProblemCode.LINK_EXISTS,
                ProblemCode.LINK_NOT_READY,
                ProblemCode.NO_CREDENTIAL,
                ProblemCode.OUTCOME_UNKNOWN
            },
            asksAtlas = true)
    ResponseEntity<?> create(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @Valid @RequestBody LinkBody body,
            PreferWait wait) {
        LinkWrite.Create create = new LinkWrite.Create(projectId, body.value());
        if (dryRun) {
            return ResponseEntity.ok(links.dryRun(context, create, Precondition.NONE));
        }
        Links.Created created = links.create(context, create, wait.patience());
        Link link = created.link().value();
        ResponseEntity.BodyBuilder answer = created.adopted()
                ? ResponseEntity.ok()
                : ResponseEntity.created(URI.create(new LinkPath(projectId, link.id()).toString()));
        return wait.applied(CacheHeaders.aged(answer, created.link()))
                .eTag(EntityTag.of(link))
                .body(new LinkBody.Created(link, created.adopted()));
    }

    @PatchMapping(
            path = "/{linkId}",
            consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    @Operation(operationId = "updateLink", summary = "Change the remote regions of a link to AWS")
    @ApiResponse(
            responseCode = "200",
            description = "The link",
            content = @Content(schema = @Schema(oneOf = {Link.class, DryRun.class})))
    @Problems(
            value = {
                ProblemCode.PROJECT_NOT_FOUND,
                ProblemCode.LINK_NOT_FOUND,
                ProblemCode.LINK_NOT_READY,
                ProblemCode.NO_CREDENTIAL,
                ProblemCode.OUTCOME_UNKNOWN
            },
            asksAtlas = true)
    ResponseEntity<?> update(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkName linkId,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @Valid @RequestBody LinkBody.Patch body,
            Precondition precondition) {
        List<String> regions = body.regions();
        LinkWrite.Update update = new LinkWrite.Update(links.path(context, projectId, linkId), regions);
        if (dryRun) {
            return ResponseEntity.ok(links.dryRun(context, update, precondition));
        }
        Link link = links.update(context, update, precondition);
        return ResponseEntity.ok().eTag(EntityTag.of(link)).body(link);
    }

    @DeleteMapping("/{linkId}")
    @Operation(operationId = "removeLink", summary = "Remove a link without endpoints")
    @ApiResponse(
            responseCode = "200",
            description = "What the request would do",
            content = @Content(schema = @Schema(implementation = DryRun.class)))
    @ApiResponse(
            responseCode = "202",
            description = "Atlas removes the link",
            content = @Content(schema = @Schema(implementation = Link.class)))
    @Problems(
            value = {
                ProblemCode.PROJECT_NOT_FOUND,
                ProblemCode.LINK_NOT_FOUND,
                ProblemCode.LINK_NOT_EMPTY,
                ProblemCode.LINK_NOT_READY,
                ProblemCode.NO_CREDENTIAL,
                ProblemCode.OUTCOME_UNKNOWN
            },
            asksAtlas = true)
    ResponseEntity<?> remove(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkName linkId,
            @RequestParam(defaultValue = "false") boolean dryRun,
            Precondition precondition,
            PreferWait wait) {
        LinkWrite.Remove remove = new LinkWrite.Remove(links.path(context, projectId, linkId));
        if (dryRun) {
            return ResponseEntity.ok(links.dryRun(context, remove, precondition));
        }
        Aged<Link> aged = links.remove(context, remove, precondition, wait.patience());
        return wait.applied(CacheHeaders.aged(ResponseEntity.accepted(), aged)).body(aged.value());
    }
}
