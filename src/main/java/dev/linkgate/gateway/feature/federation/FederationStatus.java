package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Atlas's word for the state of an endpoint of Data Federation means. Atlas documents none of these words, so only
 * plain ones are understood.
 */
final class FederationStatus {

    private FederationStatus() {}

    /** {@link ConnectionStatus#UNKNOWN} for any other word, and for none. */
    static ConnectionStatus of(@Nullable String word) {
        if (word == null) {
            return ConnectionStatus.UNKNOWN;
        }
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "PENDING", "PENDING_ACCEPTANCE", "PENDING_APPROVAL", "INITIATING", "CREATING", "IN_PROGRESS" ->
                ConnectionStatus.PENDING;
            case "OK", "AVAILABLE", "ACTIVE", "READY", "APPROVED", "ACCEPTED", "CONNECTED", "SUCCESS", "SUCCEEDED" ->
                ConnectionStatus.AVAILABLE;
            case "FAILED", "REJECTED", "ERROR" -> ConnectionStatus.REJECTED;
            case "DELETING", "DELETED", "REMOVING" -> ConnectionStatus.DELETING;
            default -> ConnectionStatus.UNKNOWN;
        };
    }
}
