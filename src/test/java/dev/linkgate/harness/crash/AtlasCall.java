package dev.linkgate.harness.crash;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import java.util.Optional;

/** A write of the gateway to Atlas, by which its request is recognised. */
enum AtlasCall {
    ADD_ENDPOINT("POST"),
    REMOVE_ENDPOINT("DELETE"),
    CREATE_LINK("POST"),
    UPDATE_LINK("PATCH"),
    REMOVE_LINK("DELETE"),
    SET_REGIONAL_MODE("PATCH");

    private final String method;

    AtlasCall(String method) {
        this.method = method;
    }

    /**
     * The write that a request carried out.
     *
     * @param onLink whether its target names a link
     * @param onEndpoints whether its target is an endpoint, or a link's endpoints
     */
    static AtlasCall of(String method, boolean onLink, boolean onEndpoints) {
        return switch (method) {
            case "POST" -> onEndpoints ? ADD_ENDPOINT : CREATE_LINK;
            case "DELETE" -> onEndpoints ? REMOVE_ENDPOINT : REMOVE_LINK;
            case "PATCH" -> onLink ? UPDATE_LINK : SET_REGIONAL_MODE;
            default -> throw new IllegalArgumentException(method);
        };
    }

    /** The write that an intent of this action announces; empty if it announces none. */
    static Optional<AtlasCall> ofAction(String action) {
        return switch (action) {
            case "endpoint.add", "endpoint.ensure" -> Optional.of(ADD_ENDPOINT);
            case "endpoint.remove" -> Optional.of(REMOVE_ENDPOINT);
            case "link.create" -> Optional.of(CREATE_LINK);
            case "link.update" -> Optional.of(UPDATE_LINK);
            case "link.remove" -> Optional.of(REMOVE_LINK);
            case "regional-mode.set" -> Optional.of(SET_REGIONAL_MODE);
            default -> Optional.empty();
        };
    }

    String method() {
        return method;
    }

    /**
     * The pattern of the request's target.
     *
     * @param endpoint empty if the write is not about an endpoint
     */
    String uri(Place place, String endpoint) {
        return switch (this) {
            case ADD_ENDPOINT -> place.link() + "/endpoint$";
            case REMOVE_ENDPOINT -> endpointUri(endpoint);
            case CREATE_LINK -> place.project() + "/privateEndpoint/endpointService$";
            case UPDATE_LINK, REMOVE_LINK -> "/endpointService/" + place.link() + "$";
            case SET_REGIONAL_MODE -> place.project() + "/privateEndpoint/regionalMode$";
        };
    }

    /** The pattern of the target of the reads that show the result of the write. */
    String readUri(Place place, String endpoint) {
        return switch (this) {
            case ADD_ENDPOINT, REMOVE_ENDPOINT -> endpointUri(endpoint);
            case CREATE_LINK -> place.project() + "/privateEndpoint/[A-Z]+/endpointService$";
            case UPDATE_LINK, REMOVE_LINK, SET_REGIONAL_MODE -> uri(place, endpoint);
        };
    }

    private static String endpointUri(String endpoint) {
        return new EndpointId(endpoint).pathSegment() + "$";
    }
}
