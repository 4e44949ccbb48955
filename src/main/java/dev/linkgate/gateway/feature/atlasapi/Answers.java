package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.api.CacheHeaders;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.protocol.ApiVersion;
import dev.linkgate.protocol.Inbound;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.RequestRefused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.BiFunction;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import tools.jackson.databind.JsonNode;

/** Answers reads of v2 that are not of private endpoints, each in the version that was asked for. */
final class Answers {

    static final List<ApiVersion> ONE_VERSION = List.of(ApiVersion.V2023_01_01);

    private Answers() {}

    /**
     * Answers a request.
     *
     * @param offered the versions of the resource, oldest first
     * @param body makes it from the request and the gateway's own scheme, host and port
     */
    static <T extends JsonNode> ResponseEntity<JsonNode> of(
            HttpServletRequest request, List<ApiVersion> offered, BiFunction<Inbound, String, Aged<T>> body) {
        Inbound asked = ServletRequests.inbound(request, null);
        try {
            ApiVersion version = ApiVersion.accepted(asked, offered);
            String origin =
                    ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
            Aged<T> aged = body.apply(asked, origin);
            return CacheHeaders.aged(ResponseEntity.ok(), aged)
                    .contentType(MediaType.parseMediaType(version.contentType()))
                    .body(aged.value());
        } catch (RequestRefused refused) {
            throw new AtlasRefusal(refused, Refusal.Generation.MULTI_CLOUD);
        }
    }
}
