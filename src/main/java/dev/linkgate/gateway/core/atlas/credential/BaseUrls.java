package dev.linkgate.gateway.core.atlas.credential;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The Atlases to which the settings allow secrets to go.
 *
 * @param allowed their base URLs: scheme, host and perhaps port
 */
public record BaseUrls(Set<URI> allowed) {

    public BaseUrls {
        allowed = Set.copyOf(allowed);
    }

    /** The allowed base URL of exactly this text. The text itself is never used. */
    public Optional<URI> find(String text) {
        return allowed.stream().filter(url -> url.toString().equals(text)).findFirst();
    }

    boolean allows(URI baseUrl) {
        return allowed.contains(baseUrl);
    }
}
