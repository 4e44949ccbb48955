package dev.linkgate.atlas;

import static dev.linkgate.atlas.AtlasResponse.text;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.link.ConnectionStatus;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkStatus;
import dev.linkgate.link.Provider;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what Atlas answers. Unknown fields are passed over and unknown words kept, for Atlas adds both without notice.
 */
final class AtlasBodies {

    private AtlasBodies() {}

    /** @return nothing if the body is not a list of links */
    static Optional<List<Link>> links(AtlasResponse response) {
        JsonNode body = response.json();
        List<Link> links = body.valueStream()
                .map(AtlasBodies::link)
                .flatMap(Optional::stream)
                .toList();
        return body.isArray() && links.size() == body.size() ? Optional.of(links) : Optional.empty();
    }

    /** @return nothing if the body is not a link */
    static Optional<Link> link(AtlasResponse response) {
        return link(response.json());
    }

    /** @return nothing if the body is not an endpoint */
    static Optional<Endpoint> endpoint(AtlasResponse response) {
        JsonNode body = response.json();
        String id = text(body, "interfaceEndpointId");
        String word = text(body, "connectionStatus");
        if (id == null || word == null) {
            return Optional.empty();
        }
        ConnectionStatus status = ConnectionStatus.ofAtlas(word);
        return Optional.of(new Endpoint(
                id,
                Provider.AWS,
                status,
                differing(word, status),
                body.path("deleteRequested").asBoolean(false),
                text(body, "errorMessage")));
    }

    private static Optional<Link> link(JsonNode body) {
        String id = text(body, "id");
        String word = text(body, "status");
        if (id == null || !LinkId.matches(id) || word == null) {
            return Optional.empty();
        }
        LinkStatus status = LinkStatus.ofAtlas(word);
        return Optional.of(new Link(
                new LinkId(id),
                Provider.AWS,
                text(body, "regionName"),
                status,
                differing(word, status),
                text(body, "endpointServiceName"),
                body.path("interfaceEndpoints")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList(),
                text(body, "errorMessage")));
    }

    private static @Nullable String differing(String word, Enum<?> status) {
        return word.equals(status.name()) ? null : word;
    }
}
