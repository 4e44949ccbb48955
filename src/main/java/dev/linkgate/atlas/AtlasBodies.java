package dev.linkgate.atlas;

import dev.linkgate.kernel.AtlasAnswer;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.link.ConnectionStatus;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkStatus;
import dev.linkgate.link.Provider;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what Atlas answers. Unknown fields are passed over and unknown words kept, for Atlas adds both without notice.
 */
final class AtlasBodies {

    private static final int MAX_DETAIL = 500;

    private final JsonMapper json = JsonMapper.builder().build();

    /** @return nothing if the body is not a list of links */
    Optional<List<Link>> links(AtlasResponse response) {
        return tree(response)
                .filter(JsonNode::isArray)
                .map(array -> array.valueStream().map(this::link).toList())
                .filter(links -> links.stream().allMatch(Optional::isPresent))
                .map(links -> links.stream().flatMap(Optional::stream).toList());
    }

    /** @return nothing if the body is not a link */
    Optional<Link> link(AtlasResponse response) {
        return tree(response).flatMap(this::link);
    }

    /** @return nothing if the body is not an endpoint */
    Optional<Endpoint> endpoint(AtlasResponse response) {
        return tree(response).flatMap(body -> {
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
        });
    }

    /** What Atlas says of its refusal, as far as it is Atlas that speaks and not a proxy before it. */
    AtlasAnswer refusal(AtlasResponse response) {
        Optional<JsonNode> body = tree(response).filter(JsonNode::isObject);
        String code = body.map(b -> text(b, "errorCode")).orElse(null);
        String detail = body.map(b -> text(b, "detail")).orElse(null);
        return new AtlasAnswer(
                response.status(),
                code != null ? code : response.headers().getFirst("X-Error-Code"),
                detail == null || detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL));
    }

    private Optional<Link> link(JsonNode body) {
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

    private Optional<JsonNode> tree(AtlasResponse response) {
        try {
            return Optional.of(json.readTree(response.body()));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static @Nullable String differing(String word, Enum<?> status) {
        return word.equals(status.name()) ? null : word;
    }

    private static @Nullable String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        return value.isString() ? value.stringValue() : null;
    }
}
