package dev.linkgate.link;

import java.util.List;

/**
 * A link with all of its endpoints.
 *
 * @param endpoints in the order in which the link names them; one that vanished since the link was read is left out
 */
public record WholeLink(Link link, List<Endpoint> endpoints) {}
