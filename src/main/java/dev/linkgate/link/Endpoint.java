package dev.linkgate.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An interface endpoint of a link.
 *
 * @param atlasStatus Atlas's own word, where it differs from {@code connectionStatus}
 * @param deleteRequested whether Atlas was asked to remove it
 * @param errorMessage what went wrong, in Atlas's words
 */
public record Endpoint(
        String interfaceEndpointId,
        Provider provider,
        ConnectionStatus connectionStatus,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String atlasStatus,
        boolean deleteRequested,
        @Nullable String errorMessage) {

    /** Whether it will stay as it is unless somebody does something. */
    boolean settled() {
        return !leaving()
                && (connectionStatus == ConnectionStatus.AVAILABLE || connectionStatus == ConnectionStatus.REJECTED);
    }

    /** Whether it has failed and stays so. */
    boolean failed() {
        return connectionStatus == ConnectionStatus.REJECTED;
    }

    /** Whether it is on its way out. */
    boolean leaving() {
        return deleteRequested || connectionStatus == ConnectionStatus.DELETING;
    }

    /** The same endpoint after Atlas took the request to remove it. */
    Endpoint removing() {
        return new Endpoint(interfaceEndpointId, provider, ConnectionStatus.DELETING, null, true, errorMessage);
    }
}
