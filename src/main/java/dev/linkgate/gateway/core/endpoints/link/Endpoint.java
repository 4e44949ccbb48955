package dev.linkgate.gateway.core.endpoints.link;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.Provider;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An interface endpoint of a link.
 *
 * @param atlasStatus Atlas's own word, where it differs from {@code connectionStatus}
 * @param deleteRequested whether Atlas was asked to remove it
 * @param errorMessage the error, in Atlas's words
 * @param failed whether the endpoint will not connect any more: it must be removed before it can be added again
 * @param team the team that added it, or got it since; null if that is not known, or it was not added here
 * @param addedAt when it was added here; null if that is not known
 * @param changeReference the {@code Change-Reference} of its addition; null if there was none, or it is not known
 */
public record Endpoint(
        EndpointId interfaceEndpointId,
        Provider provider,
        ConnectionStatus connectionStatus,
        @Nullable String atlasStatus,
        boolean deleteRequested,
        @Nullable String errorMessage,
        boolean failed,

        @Schema(example = "payments") @Nullable String team,
        @Nullable Instant addedAt,

        @Schema(example = "CHG0030192") @Nullable String changeReference,

        @JsonUnwrapped EndpointDetails details) {

    /** An endpoint as Atlas shows it, whose state alone tells whether it has failed. */
    public Endpoint(
            EndpointId interfaceEndpointId,
            ConnectionStatus connectionStatus,
            @Nullable String atlasStatus,
            boolean deleteRequested,
            @Nullable String errorMessage,
            EndpointDetails details) {
        this(
                interfaceEndpointId,
                interfaceEndpointId.provider(),
                connectionStatus,
                atlasStatus,
                deleteRequested,
                errorMessage,
                connectionStatus == ConnectionStatus.REJECTED,
                null,
                null,
                null,
                details);
    }

    /** A copy of this endpoint with what the gateway knows of its addition. */
    public Endpoint addedBy(@Nullable String owner, @Nullable Instant time, @Nullable String reference) {
        return new Endpoint(
                interfaceEndpointId,
                provider,
                connectionStatus,
                atlasStatus,
                deleteRequested,
                errorMessage,
                failed,
                owner,
                time,
                reference,
                details);
    }

    /** Whether it stays as it is until the next write. */
    public boolean settled() {
        return !leaving() && (connectionStatus == ConnectionStatus.AVAILABLE || failed);
    }

    /** Whether it carries an error message in a state that may still pass. */
    public boolean hasOpenError() {
        return errorMessage != null
                && !errorMessage.isEmpty()
                && !failed
                && !leaving()
                && connectionStatus != ConnectionStatus.AVAILABLE;
    }

    /** A copy of this endpoint, failed because its error has lasted too long. */
    public Endpoint failedByError() {
        return new Endpoint(
                interfaceEndpointId,
                provider,
                connectionStatus,
                atlasStatus,
                deleteRequested,
                errorMessage,
                true,
                team,
                addedAt,
                changeReference,
                details);
    }

    /** Whether Atlas shows it although it has removed it. */
    public boolean gone() {
        return Objects.equals(atlasStatus, "DELETED");
    }

    /** Whether it is being removed. */
    public boolean leaving() {
        return deleteRequested || connectionStatus == ConnectionStatus.DELETING;
    }

    /** This endpoint after Atlas accepted its removal. */
    public Endpoint removing() {
        return new Endpoint(interfaceEndpointId, ConnectionStatus.DELETING, null, true, errorMessage, details)
                .addedBy(team, addedAt, changeReference);
    }

    /**
     * All fields, of which its entity tag is made. By hand, because the one that Java makes for a record takes 20 classes
     * at the first call.
     */
    @Override
    public String toString() {
        return "Endpoint[" + interfaceEndpointId + ", " + provider + ", " + connectionStatus + ", " + atlasStatus + ", "
                + deleteRequested + ", " + errorMessage + ", " + failed + ", " + team + ", " + addedAt + ", "
                + changeReference + ", " + details + "]";
    }

    /** The endpoint as it would be added again; empty if Atlas does not tell all that this takes. */
    public Optional<NewEndpoint> asNew() {
        return details.asNew(interfaceEndpointId);
    }
}
