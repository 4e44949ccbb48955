package dev.linkgate.gateway.core.api;

import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.web.ListSize;
import dev.linkgate.kernel.Provider;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint to be added. The form of its id shows its provider, and each provider has fields of its own.
 *
 * @param interfaceEndpointId AWS: the id of the VPC endpoint. Azure: the resource id of the private endpoint. GCP: the
 *     name of the endpoint group or, port-mapped, of the forwarding rule
 * @param privateEndpointIPAddress Azure only, required there: the private endpoint's IPv4 address
 * @param gcpProjectId GCP only, required there: the customer's GCP project
 * @param endpoints GCP only, required there: the forwarding rules; exactly one on a port-mapped link
 */
@Schema(name = "EndpointRequest")
record EndpointBody(
        @NotNull(message = "must be given")
        @Schema(pattern = EndpointId.DOCUMENTED_PATTERN, example = "vpce-0b9c5701325cb15dd")
        String interfaceEndpointId,

        @Nullable @Pattern(regexp = IPV4, message = "must be an IPv4 address") @Schema(example = "10.0.0.4")
        String privateEndpointIPAddress,

        @Nullable
        @Pattern(regexp = GCP_PROJECT, message = "must be the id of a GCP project")
        @Schema(example = "payments-prod-4711")
        String gcpProjectId,

        @Nullable @Size(min = 1, max = MAX_RULES, message = SIZE)
        List<@Valid @NotNull(message = "must not be null") RuleBody> endpoints) {

    EndpointBody {
        ListSize.require("endpoints", endpoints, MAX_RULES, SIZE);
    }

    static final int MAX_RULES = 100;

    static final String SIZE = "must have 1 to 100 entries";

    static final String GCP_PROJECT = "[a-z0-9][a-z0-9:.-]{0,99}";

    static final String IPV4 = "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";

    /**
     * A forwarding rule of a GCP endpoint.
     *
     * @param endpointName its name. On a port-mapped link it is the interfaceEndpointId, and may be left out
     * @param ipAddress its IPv4 address
     */
    @Schema(name = "ForwardingRuleRequest")
    record RuleBody(
            @Nullable
            @Pattern(
                    regexp = "[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?",
                    message = "must be 1 to 63 lowercase letters, digits and dashes")
            @Schema(example = "atlas-rule-0")
            String endpointName,

            @NotNull(message = "must be given")
            @Pattern(regexp = IPV4, message = "must be an IPv4 address")
            @Schema(example = "10.0.0.4")
            String ipAddress) {}

    /**
     * The endpoint.
     *
     * @param link the cloud of the link, if it is known
     * @throws LinkgateException {@code invalid-request} if the id has another
     *     form, or the fields do not fit its provider
     */
    NewEndpoint value(Optional<Provider> link) {
        if (!EndpointId.matches(interfaceEndpointId)) {
            throw link.map(EndpointId::notOn).orElseGet(() -> invalid(EndpointId.expectedFor(interfaceEndpointId)));
        }
        EndpointId id = new EndpointId(interfaceEndpointId);
        // A mistyped id of another cloud has the form of a name of GCP, too.
        if (id.provider() == Provider.GCP && gcpProjectId == null && endpoints == null) {
            id.requireOn(link.orElseThrow(
                    () -> invalid(EndpointId.EXPECTED + ", which takes gcpProjectId and endpoints, too")));
        }
        List<FieldError> errors = new ArrayList<>();
        check(errors, "privateEndpointIPAddress", privateEndpointIPAddress, id.provider(), Provider.AZURE);
        check(errors, "gcpProjectId", gcpProjectId, id.provider(), Provider.GCP);
        check(errors, "endpoints", endpoints, id.provider(), Provider.GCP);
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        if (privateEndpointIPAddress != null) {
            return new NewEndpoint.Azure(id, privateEndpointIPAddress);
        }
        if (gcpProjectId != null && endpoints != null) {
            return new NewEndpoint.Gcp(
                    id,
                    gcpProjectId,
                    endpoints.stream()
                            .map(rule -> new NewEndpoint.ForwardingRule(rule.endpointName(), rule.ipAddress()))
                            .toList());
        }
        return new NewEndpoint.Aws(id);
    }

    private static LinkgateException invalid(String message) {
        return Failure.invalid("interfaceEndpointId", message).toException();
    }

    private static void check(
            List<FieldError> errors, String field, @Nullable Object value, Provider provider, Provider owner) {
        if (provider == owner && value == null) {
            errors.add(new FieldError(field, "must be given for an endpoint of " + owner.title()));
        }
        if (provider != owner && value != null) {
            errors.add(new FieldError(
                    field,
                    "belongs to " + owner.title() + ", but the interfaceEndpointId is one of " + provider.title()));
        }
    }
}
