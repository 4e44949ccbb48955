package dev.linkgate.api;

import dev.linkgate.endpoint.Links;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.link.Aged;
import dev.linkgate.link.Freshness;
import dev.linkgate.link.Link;
import dev.linkgate.link.Provider;
import dev.linkgate.web.EntityTag;
import dev.linkgate.web.Listing;
import dev.linkgate.web.Page;
import dev.linkgate.web.Problems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The links of a project. */
@RestController
@RequestMapping(path = "/projects/{projectId}/links", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Links")
public class LinkController {

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
            @Parameter(description = "Only the links to this cloud") @RequestParam(required = false) @Nullable
                    Provider provider,
            @Parameter(description = "Only the links in this region, written `US_EAST_1` or `us-east-1`")
                    @RequestParam(required = false)
                    @Nullable
                    String region,
            Freshness freshness,
            Page page) {
        Aged<List<Link>> aged = links.list(
                context,
                projectId,
                freshness,
                link -> (provider == null || link.provider() == provider) && (region == null || link.isIn(region)));
        return CacheHeaders.aged(ResponseEntity.ok(), aged).body(page.of(aged.value()));
    }

    @GetMapping("/{linkId}")
    @Operation(operationId = "getLink", summary = "Get a link")
    @Problems(
            value = {ProblemCode.PROJECT_NOT_FOUND, ProblemCode.LINK_NOT_FOUND, ProblemCode.NO_CREDENTIAL},
            asksAtlas = true)
    ResponseEntity<Link> get(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkId linkId,
            Freshness freshness) {
        Aged<Link> aged = links.get(context, projectId, linkId, freshness);
        Link link = aged.value();
        return CacheHeaders.aged(ResponseEntity.ok(), aged)
                .eTag(EntityTag.of(link))
                .body(link);
    }
}
