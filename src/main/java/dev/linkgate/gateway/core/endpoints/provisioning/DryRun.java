package dev.linkgate.gateway.core.endpoints.provisioning;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.port.PlannedRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a write would do.
 *
 * @param wouldChange whether it would change anything at Atlas
 * @param requests the requests that would change it, in this order
 * @param warnings what to know before it is sent
 * @param current the resource as it is now; null if there is none
 */
@JsonPropertyOrder("dryRun")
public record DryRun(
        boolean wouldChange,
        List<PlannedRequest> requests,
        List<String> warnings,

        @Schema(oneOf = {Endpoint.class, Link.class}) @Nullable
        Object current) {

    /** Marks the answer: nothing was changed. */
    @JsonProperty(required = true)
    public boolean dryRun() {
        return true;
    }
}
