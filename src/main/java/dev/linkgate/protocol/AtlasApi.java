package dev.linkgate.protocol;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One of Atlas's APIs: the paths and bodies of its private endpoint resources. */
public sealed interface AtlasApi permits MultiCloudApi, ClassicApi {

    JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * Reads the operation from a request.
     *
     * @param path the decoded segments that follow {@code privateEndpoint}
     * @throws RequestRefused if the API has no such request
     */
    PrivateEndpointOperation parse(Inbound request, String project, List<String> path);

    ObjectNode link(AtlasLink link);

    ObjectNode endpoint(AtlasEndpoint endpoint);

    /** The media type of answers, errors excepted. */
    String contentType();

    /** The generation of its error names. */
    Refusal.Generation generation();

    /** The answer's body. */
    default JsonNode body(OperationResult result) {
        return switch (result) {
            case OperationResult.LinkCreated created -> link(created.link());
            case OperationResult.LinkUpdated updated -> link(updated.link());
            case OperationResult.LinkFound found -> link(found.link());
            case OperationResult.LinksFound found -> {
                ArrayNode array = JSON.arrayNode();
                found.links().forEach(link -> array.add(link(link)));
                yield array;
            }
            case OperationResult.EndpointAdded added -> endpoint(added.endpoint());
            case OperationResult.EndpointFound found -> endpoint(found.endpoint());
            case OperationResult.Removing removing -> JSON.objectNode();
            case OperationResult.RegionalModeFound mode -> JSON.objectNode().put("enabled", mode.enabled());
            case OperationResult.RegionalModeSet mode -> JSON.objectNode().put("enabled", mode.enabled());
        };
    }

    /** The texts as a JSON array. */
    static ArrayNode array(List<String> texts) {
        ArrayNode array = JSON.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** The operation of a request for a link. */
    static PrivateEndpointOperation onLink(Inbound request, String project, Provider provider, String link) {
        return switch (request.method()) {
            case "GET" -> new PrivateEndpointOperation.GetLink(project, provider, link);
            case "DELETE" -> new PrivateEndpointOperation.RemoveLink(project, provider, link);
            default -> throw request.methodNotAllowed();
        };
    }

    /** The operation of a request for an endpoint. */
    static PrivateEndpointOperation onEndpoint(
            Inbound request, String project, Provider provider, String link, String endpoint) {
        return switch (request.method()) {
            case "GET" -> new PrivateEndpointOperation.GetEndpoint(project, provider, link, endpoint);
            case "DELETE" -> new PrivateEndpointOperation.RemoveEndpoint(project, provider, link, endpoint);
            default -> throw request.methodNotAllowed();
        };
    }

    /** @throws RequestRefused if it is not 24 hex digits */
    static String linkId(Inbound request, String segment) {
        if (!LinkId.matches(segment)) {
            throw Refusal.PATH_PARAM_PARSE_ERROR.of(request.path());
        }
        return segment;
    }
}
