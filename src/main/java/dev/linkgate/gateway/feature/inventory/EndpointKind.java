package dev.linkgate.gateway.feature.inventory;

import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;

/** What an endpoint belongs to. */
enum EndpointKind {
    LINK,
    /** Data Federation and Online Archive: the endpoint is the project's, and on no link. */
    FEDERATION;

    static EndpointKind of(KnownEndpoint endpoint) {
        return endpoint.place().isOfProject() ? FEDERATION : LINK;
    }
}
