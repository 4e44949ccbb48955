package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.api.CacheHeaders;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.feature.federation.FederationEndpoint;
import dev.linkgate.gateway.feature.federation.FederationEndpoints;
import dev.linkgate.gateway.feature.federation.FederationWrite;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Region;
import dev.linkgate.protocol.ApiVersion;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import dev.linkgate.protocol.AtlasPage;
import dev.linkgate.protocol.FederationOperation;
import dev.linkgate.protocol.FederationPath;
import dev.linkgate.protocol.Inbound;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.RequestRefused;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The endpoints of Data Federation and Online Archive on Atlas's own paths. */
@RestController
@Hidden
class FederationPathController {

    private static final String LIST = "/api/atlas/v2/groups/{projectId}/privateNetworkSettings/endpointIds";
    private static final String ENTRY = LIST + "/{interfaceEndpointId}";

    private final FederationEndpoints endpoints;

    FederationPathController(FederationEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @GetMapping({LIST, ENTRY})
    ResponseEntity<Object> read(RequestContext context, HttpServletRequest request, Freshness freshness) {
        return answer(context, request, null, freshness);
    }

    @PostMapping(LIST)
    ResponseEntity<Object> add(
            RequestContext context, HttpServletRequest request, @RequestBody(required = false) byte @Nullable [] body) {
        return answer(context, request, body, Freshness.NEW);
    }

    @DeleteMapping(ENTRY)
    ResponseEntity<Object> remove(RequestContext context, HttpServletRequest request) {
        return answer(context, request, null, Freshness.NEW);
    }

    private ResponseEntity<Object> answer(
            RequestContext context, HttpServletRequest request, byte @Nullable [] body, Freshness freshness) {
        Inbound asked = ServletRequests.inbound(request, body);
        String origin =
                ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
        try {
            FederationPath path = FederationPath.of(asked.segments()).orElseThrow(asked::nothingThere);
            FederationOperation operation = path.parse(asked);
            ProjectId project = new ProjectId(operation.project());
            return switch (operation) {
                case FederationOperation.ListEntries list ->
                    shown(
                            ResponseEntity.ok(),
                            endpoints
                                    .list(context, project, freshness)
                                    .map(all -> AtlasPage.of(asked, origin)
                                            .show(ofAtlas(all), AtlasFederationEndpoint::body)));
                case FederationOperation.GetEntry get ->
                    shown(
                            ResponseEntity.ok(),
                            endpoints
                                    .get(context, project, new EndpointId(get.endpoint()), freshness, Duration.ZERO)
                                    .map(endpoint -> endpoint.atAtlas().body()));
                case FederationOperation.AddEntry add -> {
                    FederationWrite write = FederationWrite.ensuring(project, wish(add.asked()));
                    FederationEndpoints.Written unused =
                            endpoints.write(context, write, Precondition.NONE, Duration.ZERO);
                    yield shown(
                            ResponseEntity.status(201),
                            endpoints
                                    .read(context, project, Freshness.NEW)
                                    .map(all -> AtlasPage.whole(asked, origin, all.size())
                                            .show(ofAtlas(all), AtlasFederationEndpoint::body)));
                }
                case FederationOperation.RemoveEntry remove -> {
                    endpoints.remove(
                            context,
                            FederationWrite.removal(project, new EndpointId(remove.endpoint())),
                            Precondition.NONE);
                    yield ResponseEntity.noContent().build();
                }
            };
        } catch (RequestRefused refused) {
            throw new AtlasRefusal(refused, Refusal.Generation.MULTI_CLOUD);
        }
    }

    private static ResponseEntity<Object> shown(ResponseEntity.BodyBuilder answer, Aged<?> body) {
        return CacheHeaders.aged(answer, body)
                .contentType(MediaType.parseMediaType(ApiVersion.V2023_01_01.contentType()))
                .body(body.value());
    }

    /** For Atlas, an addition without a comment takes the comment away. */
    private static AtlasFederationEndpoint wish(AtlasFederationEndpoint asked) {
        String region = asked.region();
        if (region != null && !Region.matches(region)) {
            throw Refusal.INVALID_REGION.of(region, asked.provider().name());
        }
        return new AtlasFederationEndpoint(
                asked.endpointId(),
                asked.provider(),
                region == null ? null : new Region(region).atlasName(asked.provider()),
                asked.customerEndpointDNSName(),
                asked.azureLinkId(),
                asked.customerEndpointIPAddress(),
                Objects.requireNonNullElse(asked.comment(), ""),
                null,
                null);
    }

    private static List<AtlasFederationEndpoint> ofAtlas(List<FederationEndpoint> endpoints) {
        return endpoints.stream().map(FederationEndpoint::atAtlas).toList();
    }
}
