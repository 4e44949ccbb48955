package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An endpoint of Data Federation as a caller wants it. What is absent may be anything.
 *
 * @param customerEndpointDnsName AWS only
 * @param azureLinkId Azure only, and needed there to add it, as {@code customerEndpointIPAddress} is
 */
public record NewFederationEndpoint(
        EndpointId id,
        @Nullable Region region,
        @Nullable String customerEndpointDnsName,
        @Nullable String azureLinkId,
        @Nullable String customerEndpointIPAddress,
        @Nullable String comment)
        implements Recorded {

    /** @throws LinkgateException {@code invalid-request} if it does not tell all that Atlas needs to add it */
    void requireWhole() {
        List<FieldError> errors = new ArrayList<>();
        if (id.provider() == Provider.AZURE) {
            require("azureLinkId", azureLinkId, errors);
            require("customerEndpointIPAddress", customerEndpointIPAddress, errors);
        }
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
    }

    private static void require(String field, @Nullable String value, List<FieldError> errors) {
        if (value == null) {
            errors.add(new FieldError(field, "must be given, because the project does not have the endpoint yet"));
        }
    }

    /** What another endpoint has that this one must not have; empty if it is as this one, but for the comment. */
    Optional<String> differenceTo(FederationEndpoint there) {
        if (region != null && (there.region() == null || !isRegion(there.region()))) {
            return Optional.of("region");
        }
        if (differs(customerEndpointDnsName, there.customerEndpointDnsName())) {
            return Optional.of("customerEndpointDnsName");
        }
        if (differs(azureLinkId, there.azureLinkId())) {
            return Optional.of("azureLinkId");
        }
        return differs(customerEndpointIPAddress, there.customerEndpointIPAddress())
                ? Optional.of("customerEndpointIPAddress")
                : Optional.empty();
    }

    private boolean isRegion(String name) {
        return region != null && Region.matches(name) && region.isSameAs(new Region(name), id.provider());
    }

    private static boolean differs(@Nullable String wanted, @Nullable String there) {
        return wanted != null && !wanted.equals(there);
    }

    /** @throws LinkgateException {@code endpoint-exists} if an endpoint has what Atlas cannot change */
    void requireSame(FederationEndpoint there) {
        Optional<String> difference = differenceTo(there);
        if (difference.isPresent()) {
            throw Failure.of(
                            ProblemCode.ENDPOINT_EXISTS,
                            "The endpoint exists with another " + difference.get()
                                    + ", and Atlas changes nothing but its comment. Remove it before you add it with new"
                                    + " properties.")
                    .showing(there)
                    .toException();
        }
    }

    /** Whether a comment is wanted that an endpoint does not have. */
    boolean changesCommentOf(FederationEndpoint there) {
        return comment != null && !there.hasComment(comment);
    }

    /** This endpoint with what it does not say, but another one has. */
    NewFederationEndpoint like(FederationEndpoint there) {
        return new NewFederationEndpoint(
                there.interfaceEndpointId(),
                there.region() != null && Region.matches(there.region()) ? new Region(there.region()) : region,
                there.customerEndpointDnsName(),
                there.azureLinkId(),
                there.customerEndpointIPAddress(),
                comment);
    }

    /** The JSON that adds it, or changes its comment. */
    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("endpointId", id.value())
                .put("provider", id.provider().name())
                .put("type", "DATA_LAKE");
        put(body, "region", region == null ? null : region.atlasName(id.provider()));
        put(body, "customerEndpointDNSName", customerEndpointDnsName);
        put(body, "azureLinkId", azureLinkId);
        put(body, "customerEndpointIPAddress", customerEndpointIPAddress);
        put(body, "comment", comment);
        return body;
    }

    private static void put(ObjectNode body, String field, @Nullable String value) {
        if (value != null) {
            body.put(field, value);
        }
    }

    @Override
    public Change.Values recorded() {
        return new Change.Values()
                .with("provider", id.provider().name())
                .with("region", region == null ? null : region.atlasName(id.provider()))
                .with("customerEndpointDnsName", customerEndpointDnsName)
                .with("azureLinkId", azureLinkId)
                .with("customerEndpointIPAddress", customerEndpointIPAddress)
                .with("comment", comment);
    }
}
