package dev.linkgate.protocol;

import dev.linkgate.kernel.Provider;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A private endpoint of Data Federation and Online Archive, as Atlas shows it. It belongs to a project, not to a link.
 *
 * @param endpointId {@code vpce-} and 17 hex digits, or Azure's resource id with its slashes
 * @param provider AWS or Azure
 * @param region Atlas's name, such as {@code US_EAST_1}
 * @param customerEndpointDNSName the name that AWS gives the endpoint
 * @param azureLinkId Azure only
 * @param customerEndpointIPAddress Azure only
 * @param status Atlas's word; its specification lists none
 */
public record AtlasFederationEndpoint(
        String endpointId,
        Provider provider,
        @Nullable String region,
        @Nullable String customerEndpointDNSName,
        @Nullable String azureLinkId,
        @Nullable String customerEndpointIPAddress,
        @Nullable String comment,
        @Nullable String status,
        @Nullable String errorMessage) {

    /** The only {@code type} of such an endpoint. */
    static final String TYPE = "DATA_LAKE";

    /** A copy of it with another comment. */
    public AtlasFederationEndpoint withComment(@Nullable String other) {
        return new AtlasFederationEndpoint(
                endpointId,
                provider,
                region,
                customerEndpointDNSName,
                azureLinkId,
                customerEndpointIPAddress,
                other,
                status,
                errorMessage);
    }

    /** A copy of it in another state, or without one. */
    public AtlasFederationEndpoint withState(@Nullable String newStatus, @Nullable String newErrorMessage) {
        return new AtlasFederationEndpoint(
                endpointId,
                provider,
                region,
                customerEndpointDNSName,
                azureLinkId,
                customerEndpointIPAddress,
                comment,
                newStatus,
                newErrorMessage);
    }

    /** The endpoint in JSON, with fields in alphabetical order, without those that have no value. */
    public ObjectNode body() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        put(node, "azureLinkId", azureLinkId);
        put(node, "comment", comment);
        put(node, "customerEndpointDNSName", customerEndpointDNSName);
        put(node, "customerEndpointIPAddress", customerEndpointIPAddress);
        node.put("endpointId", endpointId);
        put(node, "errorMessage", errorMessage);
        node.put("provider", provider.name());
        put(node, "region", region);
        put(node, "status", status);
        return node.put("type", TYPE);
    }

    private static void put(ObjectNode node, String field, @Nullable String text) {
        if (text != null) {
            node.put(field, text);
        }
    }
}
