package dev.linkgate.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An interface endpoint of a link.
 *
 * @param atlasStatus Atlas's own word, where it differs from {@code connectionStatus}
 * @param deleteRequested whether Atlas was asked to remove it
 * @param errorMessage what went wrong, in Atlas's words
 * @param failed whether it stays as it is and will not connect: it must be removed before it can be added again
 */
public record Endpoint(
        String interfaceEndpointId,
        Provider provider,
        ConnectionStatus connectionStatus,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String atlasStatus,
        boolean deleteRequested,
        @Nullable String errorMessage,
        boolean failed) {

    /** An endpoint whose state alone tells whether it has failed. */
    public Endpoint(
            String interfaceEndpointId,
            Provider provider,
            ConnectionStatus connectionStatus,
            @Nullable String atlasStatus,
            boolean deleteRequested,
            @Nullable String errorMessage) {
        this(
                interfaceEndpointId,
                provider,
                connectionStatus,
                atlasStatus,
                deleteRequested,
                errorMessage,
                connectionStatus == ConnectionStatus.REJECTED);
    }

    /** Whether it will stay as it is unless somebody does something. */
    public boolean settled() {
        return !leaving() && (connectionStatus == ConnectionStatus.AVAILABLE || failed);
    }

    /** Whether it says that something is wrong, in a state that may pass or not. */
    public boolean hasOpenError() {
        return errorMessage != null
                && !errorMessage.isEmpty()
                && !failed
                && !leaving()
                && connectionStatus != ConnectionStatus.AVAILABLE;
    }

    /** The same endpoint, whose error has lasted too long to pass. */
    public Endpoint failedByError() {
        return new Endpoint(
                interfaceEndpointId, provider, connectionStatus, atlasStatus, deleteRequested, errorMessage, true);
    }

    /** Whether it is on its way out. */
    public boolean leaving() {
        return deleteRequested || connectionStatus == ConnectionStatus.DELETING;
    }

    /** The same endpoint after Atlas took the request to remove it. */
    public Endpoint removing() {
        return new Endpoint(interfaceEndpointId, provider, ConnectionStatus.DELETING, null, true, errorMessage);
    }
}
