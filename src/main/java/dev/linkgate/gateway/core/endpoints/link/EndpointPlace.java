package dev.linkgate.gateway.core.endpoints.link;

import dev.linkgate.gateway.core.platform.request.EndpointId;

/** An endpoint and where it is. */
public record EndpointPlace(LinkPath link, EndpointId id) {}
