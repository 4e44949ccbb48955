package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.api.CacheHeaders;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.platform.concurrency.Rounds;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.SharedList;
import dev.linkgate.protocol.AtlasApi;
import dev.linkgate.protocol.AtlasPage;
import dev.linkgate.protocol.Inbound;
import dev.linkgate.protocol.OperationResult;
import dev.linkgate.protocol.PrivateEndpointPath;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.RequestRefused;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * The private endpoints of a project in three of Atlas's APIs: v2, multi-cloud v1.0 and classic v1.0. Atlas's protocol
 * reads the requests and writes the answers, so all requests of a method are handled alike.
 */
@RestController
@Hidden
class PrivateEndpointController {

    private static final String V2 = "/api/atlas/v2/groups/{projectId}/privateEndpoint";
    private static final String V1 = "/api/atlas/v1.0/groups/{projectId}/privateEndpoint";
    private static final String NEW_SERVICE = "/endpointService";
    private static final String CHANGED_SERVICE = NEW_SERVICE + "/{linkId}";
    private static final String SERVICES = "/{cloudProvider}" + NEW_SERVICE;
    private static final String SERVICE = SERVICES + "/{linkId}";
    private static final String ENDPOINTS = SERVICE + "/endpoint";
    private static final String ENDPOINT = ENDPOINTS + "/{interfaceEndpointId}";
    private static final String MODE = "/regionalMode";
    private static final String CLASSIC_LINK = V1 + "/{linkId}";
    private static final String CLASSIC_ENDPOINTS = CLASSIC_LINK + "/interfaceEndpoints";
    private static final String CLASSIC_ENDPOINT = CLASSIC_ENDPOINTS + "/{interfaceEndpointId}";

    private static final Set<String> PAGE = Set.of("pageNum", "itemsPerPage");

    private final PrivateEndpoints endpoints;
    private final Rounds<Listed, SharedList<JsonNode>> lists = new Rounds<>();

    /** What callers share the JSON of. */
    private record Listed(AtlasApi api, OperationResult.LinksFound found) {}

    PrivateEndpointController(PrivateEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @GetMapping({
        V2 + SERVICES,
        V2 + SERVICE,
        V2 + ENDPOINT,
        V2 + MODE,
        V1 + SERVICES,
        V1 + SERVICE,
        V1 + ENDPOINT,
        V1 + MODE,
        V1,
        CLASSIC_LINK,
        CLASSIC_ENDPOINT
    })
    ResponseEntity<Object> read(RequestContext context, HttpServletRequest request, Freshness freshness) {
        return answer(context, ServletRequests.inbound(request, null), freshness);
    }

    @PostMapping({V2 + NEW_SERVICE, V2 + ENDPOINTS, V1 + NEW_SERVICE, V1 + ENDPOINTS, V1, CLASSIC_ENDPOINTS})
    ResponseEntity<Object> add(
            RequestContext context, HttpServletRequest request, @RequestBody(required = false) byte @Nullable [] body) {
        return answer(context, ServletRequests.inbound(request, body), Freshness.NEW);
    }

    @PatchMapping({V2 + CHANGED_SERVICE, V2 + MODE, V1 + CHANGED_SERVICE, V1 + MODE})
    ResponseEntity<Object> change(
            RequestContext context, HttpServletRequest request, @RequestBody(required = false) byte @Nullable [] body) {
        return answer(context, ServletRequests.inbound(request, body), Freshness.NEW);
    }

    @DeleteMapping({V2 + SERVICE, V2 + ENDPOINT, V1 + SERVICE, V1 + ENDPOINT, CLASSIC_LINK, CLASSIC_ENDPOINT})
    ResponseEntity<Object> remove(RequestContext context, HttpServletRequest request) {
        return answer(context, ServletRequests.inbound(request, null), Freshness.NEW);
    }

    private ResponseEntity<Object> answer(RequestContext context, Inbound request, Freshness freshness) {
        Refusal.Generation generation = Refusal.Generation.MULTI_CLOUD;
        try {
            PrivateEndpointPath path =
                    PrivateEndpointPath.of(request.segments()).orElseThrow(request::nothingThere);
            generation = path.api().generation();
            Aged<OperationResult> result = endpoints.carryOut(context, path.parse(request), freshness);
            return shown(context, path, request, result);
        } catch (RequestRefused refused) {
            throw new AtlasRefusal(refused, generation);
        }
    }

    private ResponseEntity<Object> shown(
            RequestContext context, PrivateEndpointPath path, Inbound request, Aged<OperationResult> result) {
        OperationResult page = page(request, result.value());
        return CacheHeaders.aged(ResponseEntity.status(page.status()), result)
                .contentType(MediaType.parseMediaType(path.api().contentType()))
                .body(body(context, path.api(), page));
    }

    /** A list may be long, and many may ask for it at once. */
    private Object body(RequestContext context, AtlasApi api, OperationResult result) {
        return result instanceof OperationResult.LinksFound found
                ? lists.get(
                        context,
                        new Listed(api, found),
                        () -> new SharedList<>(
                                List.copyOf(api.body(found).asArray().elements())))
                : api.body(result);
    }

    /** Lists of v1.0 have no frame, but their clients may ask for a part. */
    private static OperationResult page(Inbound request, OperationResult result) {
        boolean wanted = request.query().keySet().stream().anyMatch(PAGE::contains);
        return wanted && result instanceof OperationResult.LinksFound found
                ? new OperationResult.LinksFound(AtlasPage.of(request, "").cut(found.links()))
                : result;
    }
}
