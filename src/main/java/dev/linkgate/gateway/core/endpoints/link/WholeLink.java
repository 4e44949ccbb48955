package dev.linkgate.gateway.core.endpoints.link;

import java.util.List;

/**
 * A link with all of its endpoints.
 *
 * @param endpoints in the link's order, without those that vanished since the link was read
 */
public record WholeLink(Link link, List<Endpoint> endpoints) {}
