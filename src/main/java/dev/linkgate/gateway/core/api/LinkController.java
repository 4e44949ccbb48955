package dev.linkgate.gateway.core.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkName;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.link.RemoteRegions;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.provisioning.DryRun;
import dev.linkgate.gateway.core.endpoints.provisioning.Links;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.EntityTag;
import dev.linkgate.gateway.core.platform.web.ListSize;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
class LinkController {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Links links;

    LinkController(Links links) {
        this.links = links;
    }

    @GetMapping
    @Operation(operationId = "listLinks", summary = "List a project's links")
    @Problems.OfAtlas
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
    @Problems.OfAtlas("link-not-found")
    ResponseEntity<Link> get(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable LinkName linkId,
            Freshness freshness,
            PreferWait wait) {
        LinkPath path = links.path(context, projectId, linkId);
        return wait.answer(ResponseEntity.ok(), links.get(context, path, freshness, wait.patience()));
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
    @Problems.OfAtlas("link-exists")
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
    @Problems.OfAtlas("link-not-found")
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
            responseCode = "202",
            description = "Atlas removes the link",
            content = @Content(schema = @Schema(implementation = Link.class)))
    @Problems.OfAtlas({"link-not-found", "link-not-empty"})
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

    /**
     * A link to be created.
     *
     * @param provider the cloud to connect to, in any case
     * @param region by Atlas's name or the cloud's own, such as {@code US_EAST_1} or {@code us-east-1}
     * @param supportedRemoteRegions AWS only: the other regions whose endpoints it accepts
     * @param portMappingEnabled GCP only: whether one forwarding rule serves all ports. Atlas ends the other kind on
     *     2027-04-30
     */
    @Schema(name = "LinkRequest")
    record LinkBody(
            @NotNull(message = "must be given") @JsonFormat(with = JsonFormat.Feature.ACCEPT_CASE_INSENSITIVE_VALUES)
            Provider provider,

            @NotNull(message = "must be given")
            @Pattern(regexp = REGION, message = Region.EXPECTED)
            @Schema(example = "us-east-1")
            String region,

            @Nullable @Size(max = MAX_REGIONS, message = TOO_MANY)
            List<@NotNull(message = "must not be null") @Pattern(regexp = REGION, message = Region.EXPECTED) String>
                    supportedRemoteRegions,

            @Nullable @Schema(defaultValue = "true") Boolean portMappingEnabled) {

        static final String REGION = "[A-Za-z0-9_-]{1,64}";

        /** Atlas's maximum. */
        static final int MAX_REGIONS = 35;

        static final String TOO_MANY = "must have at most 35 entries";

        LinkBody {
            ListSize.require("supportedRemoteRegions", supportedRemoteRegions, MAX_REGIONS, TOO_MANY);
        }

        /**
         * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if the fields do not
         *     fit the provider
         */
        NewLink value() {
            List<FieldError> errors = new ArrayList<>();
            if (supportedRemoteRegions != null && provider != Provider.AWS) {
                errors.add(new FieldError("supportedRemoteRegions", "belongs to links to AWS"));
            }
            if (portMappingEnabled != null && provider != Provider.GCP) {
                errors.add(new FieldError("portMappingEnabled", "belongs to links to GCP"));
            }
            if (!errors.isEmpty()) {
                throw Failure.invalid(errors).toException();
            }
            Region place = new Region(region);
            return switch (provider) {
                case AWS -> NewLink.aws(place, Objects.requireNonNullElse(supportedRemoteRegions, List.of()));
                case AZURE -> new NewLink.Azure(place);
                case GCP -> new NewLink.Gcp(place, Objects.requireNonNullElse(portMappingEnabled, true));
            };
        }

        /**
         * A change of a link to AWS (JSON merge patch, RFC 7396). It is not a record, because a merge patch tells a
         * property that is null from one that is left out.
         */
        @Schema(name = "LinkChange")
        static final class Patch {

            @Size(max = MAX_REGIONS, message = TOO_MANY)
            private List<
                            @NotNull(message = "must not be null") @Pattern(regexp = REGION, message = Region.EXPECTED)
                            String>
                    supportedRemoteRegions = List.of();

            private boolean isGiven;

            /** @param regions the other regions whose endpoints it is to accept; null and the empty list mean none */
            @JsonSetter
            @ArraySchema(
                    maxItems = MAX_REGIONS,
                    arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED),
                    schema = @Schema(type = "string", pattern = REGION, example = "EU_WEST_1"))
            void setSupportedRemoteRegions(@Nullable List<String> regions) {
                ListSize.require("supportedRemoteRegions", regions, MAX_REGIONS, TOO_MANY);
                supportedRemoteRegions = Objects.requireNonNullElse(regions, List.of());
                isGiven = true;
            }

            /**
             * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if the patch does
             *     not have them
             */
            List<String> regions() {
                if (!isGiven) {
                    throw Failure.invalid("supportedRemoteRegions", "must be given; nothing else can be changed")
                            .toException();
                }
                return RemoteRegions.atlasNames(supportedRemoteRegions);
            }
        }

        /**
         * A link that was created, or that existed and is what was asked for.
         *
         * @param adopted whether it existed
         */
        @Schema(name = "CreatedLink")
        record Created(@JsonUnwrapped Link link, boolean adopted) {}
    }
}
