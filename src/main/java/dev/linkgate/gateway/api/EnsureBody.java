package dev.linkgate.gateway.api;

import dev.linkgate.gateway.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.Failure;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint to be ensured: as in {@link EndpointBody}, but the path has its id.
 *
 * @param interfaceEndpointId the id in the path, which need not be repeated
 * @param privateEndpointIPAddress Azure only, required there: the private endpoint's IPv4 address
 * @param gcpProjectId GCP only, required there: the customer's GCP project
 * @param endpoints GCP only, required there: the forwarding rules; exactly one on a port-mapped link
 */
@Schema(name = "EnsureRequest")
record EnsureBody(
        @Nullable
        @Pattern(regexp = EndpointId.DOCUMENTED_PATTERN, message = EndpointId.EXPECTED)
        @Schema(example = "vpce-0b9c5701325cb15dd")
        String interfaceEndpointId,

        @Nullable
        @Pattern(regexp = EndpointBody.IPV4, message = "must be an IPv4 address")
        @Schema(example = "10.0.0.4")
        String privateEndpointIPAddress,

        @Nullable
        @Pattern(regexp = EndpointBody.GCP_PROJECT, message = "must be the id of a GCP project")
        @Schema(example = "payments-prod-4711")
        String gcpProjectId,

        @Nullable @Size(min = 1, max = 100, message = "must have 1 to 100 entries")
        List<EndpointBody.@Valid @NotNull(message = "must not be null") RuleBody> endpoints) {

    /**
     * The endpoint.
     *
     * @param id in the path
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code invalid-request} if the body has another id, or its fields do
     *     not fit the id's provider
     */
    NewEndpoint value(EndpointId id) {
        boolean same = interfaceEndpointId == null
                || (EndpointId.matches(interfaceEndpointId) && new EndpointId(interfaceEndpointId).equals(id));
        if (!same) {
            throw Failure.invalid("interfaceEndpointId", "must be the id in the path, or be left out")
                    .toException();
        }
        return new EndpointBody(id.value(), privateEndpointIPAddress, gcpProjectId, endpoints).value();
    }
}
