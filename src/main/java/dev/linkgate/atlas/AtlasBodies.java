package dev.linkgate.atlas;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.link.ConnectionStatus;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkStatus;
import dev.linkgate.link.Provider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads the bodies of Atlas's answers. Unknown fields and fields without a value are skipped and unknown words kept,
 * because Atlas adds both without notice. A body with a field of another type, or with more entries than Atlas can
 * have, is invalid.
 */
final class AtlasBodies {

    private static final Logger log = LoggerFactory.getLogger(AtlasBodies.class);

    /** The maximum of a project: Atlas makes one for each region of a provider, and there are some thirty regions. */
    static final int MAX_LINKS = 200;

    /** The maximum of a link: each is read separately, and a link has about a hundred at most. */
    static final int MAX_ENDPOINTS = 1_000;

    private AtlasBodies() {}

    /** @return nothing if the body is not a list of links */
    static Optional<List<Link>> links(AtlasResponse response) {
        JsonNode body = response.json();
        if (!body.isArray() || body.size() > MAX_LINKS) {
            return Optional.empty();
        }
        List<Link> links = body.valueStream()
                .map(link -> link(response, link))
                .flatMap(Optional::stream)
                .toList();
        return links.size() == body.size() ? Optional.of(links) : Optional.empty();
    }

    /** @return nothing if the body is not a link */
    static Optional<Link> link(AtlasResponse response) {
        return link(response, response.json());
    }

    /** @return nothing if the body is not an endpoint */
    static Optional<Endpoint> endpoint(AtlasResponse response) {
        JsonNode body = response.json();
        String id = body.path("interfaceEndpointId").stringValue(null);
        String word = body.path("connectionStatus").stringValue(null);
        JsonNode deleteRequested = body.path("deleteRequested");
        if (id == null
                || !EndpointId.matches(id)
                || word == null
                || !(isNothing(deleteRequested) || deleteRequested.isBoolean())
                || !isTextOrNothing(body, "errorMessage")) {
            return Optional.empty();
        }
        ConnectionStatus status = ConnectionStatus.ofAtlas(word);
        return Optional.of(new Endpoint(
                id,
                Provider.AWS,
                status,
                word.equals(status.name()) ? null : response.text(body, "connectionStatus"),
                deleteRequested.booleanValue(false),
                response.text(body, "errorMessage")));
    }

    private static Optional<Link> link(AtlasResponse response, JsonNode body) {
        String id = body.path("id").stringValue(null);
        String word = body.path("status").stringValue(null);
        JsonNode endpoints = body.path("interfaceEndpoints");
        if (id == null
                || !LinkId.matches(id)
                || word == null
                || !isTextOrNothing(body, "regionName", "endpointServiceName", "errorMessage")
                || !(isNothing(endpoints) || isListOfTexts(endpoints))) {
            return Optional.empty();
        }
        LinkStatus status = LinkStatus.ofAtlas(word);
        return Optional.of(new Link(
                new LinkId(id),
                Provider.AWS,
                response.text(body, "regionName"),
                status,
                word.equals(status.name()) ? null : response.text(body, "status"),
                response.text(body, "endpointServiceName"),
                endpointIds(id, endpoints),
                response.text(body, "errorMessage")));
    }

    /**
     * Atlas accepts any id that begins like one, so a mistyped id in its console must not make the link unreadable.
     * Such an endpoint never connects.
     */
    private static List<String> endpointIds(String link, JsonNode endpoints) {
        List<String> ids = endpoints
                .valueStream()
                .map(JsonNode::stringValue)
                .filter(EndpointId::matches)
                .toList();
        if (ids.size() < endpoints.size()) {
            log.warn(
                    "Link {} has {} endpoints with ids that are not in AWS's form; they are left out",
                    link,
                    endpoints.size() - ids.size());
        }
        return ids;
    }

    private static boolean isNothing(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static boolean isTextOrNothing(JsonNode object, String... fields) {
        return Stream.of(fields).map(object::path).allMatch(value -> isNothing(value) || value.isString());
    }

    private static boolean isListOfTexts(JsonNode value) {
        return value.isArray()
                && value.size() <= MAX_ENDPOINTS
                && value.valueStream().allMatch(JsonNode::isString);
    }
}
