package dev.linkgate;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.NewAtlasEndpoint;
import java.util.List;

/** What differs between the clouds: regions, the ids of endpoints, and their descriptions. */
public enum Cloud {
    AWS(Provider.AWS, "US_EAST_1", "EU_WEST_1"),
    AZURE(Provider.AZURE, "EUROPE_WEST", "US_EAST_2"),
    GCP(Provider.GCP, "US_EAST_4", "CENTRAL_US");

    private static final String ADDRESS = "10.0.0.4";
    private static final String GCP_PROJECT = "shop-prod";

    private final Provider provider;
    private final String region;
    private final String otherRegion;

    Cloud(Provider provider, String region, String otherRegion) {
        this.provider = provider;
        this.region = region;
        this.otherRegion = otherRegion;
    }

    /** The cloud of an endpoint, as the form of its id shows it. */
    public static Cloud of(String endpoint) {
        return valueOf(new EndpointId(endpoint).provider().name());
    }

    public Provider provider() {
        return provider;
    }

    /** A region of the cloud, in Atlas's spelling. */
    public String region() {
        return region;
    }

    public String otherRegion() {
        return otherRegion;
    }

    /**
     * The id of an endpoint to which nothing special happens.
     *
     * @param digits 16 hex digits
     */
    public String endpoint(String digits) {
        return switch (this) {
            case AWS -> "vpce-f" + digits;
            case AZURE -> azure(digits);
            case GCP -> gcp(digits);
        };
    }

    /**
     * The id of an endpoint to which the simulated Atlas does something special.
     *
     * @param digits 8 hex digits
     * @param magic the end of a magic id
     */
    public String magicEndpoint(String digits, String magic) {
        return switch (this) {
            case AWS -> "vpce-0000" + digits + magic;
            case AZURE -> azure(digits + "-" + magic);
            case GCP -> gcp(digits + "-" + magic);
        };
    }

    /** A resource id with characters that a path must not contain as they are. */
    private static String azure(String name) {
        return "/subscriptions/4e133d35-e734-4385-a565-c0945567ae34/resourceGroups/shop_(1)"
                + "/providers/Microsoft.Network/privateEndpoints/atlas." + name;
    }

    private static String gcp(String name) {
        return "atlas-" + name;
    }

    /** The body of a request that adds the endpoint. */
    public String body(String id) {
        return switch (this) {
            case AWS -> "{\"interfaceEndpointId\":\"" + id + "\"}";
            case AZURE -> "{\"interfaceEndpointId\":\"%s\",\"privateEndpointIPAddress\":\"%s\"}".formatted(id, ADDRESS);
            case GCP -> """
                {"interfaceEndpointId":"%s","gcpProjectId":"%s",\
                "endpoints":[{"endpointName":"%s","ipAddress":"%s"}]}""".formatted(id, GCP_PROJECT, id, ADDRESS);
        };
    }

    /** The body of a request to Atlas that adds the endpoint. */
    public String atlasBody(String id) {
        return switch (this) {
            case AWS -> "{\"id\":\"" + id + "\"}";
            case AZURE -> "{\"id\":\"%s\",\"privateEndpointIPAddress\":\"%s\"}".formatted(id, ADDRESS);
            case GCP -> body(id).replace("interfaceEndpointId", "endpointGroupName");
        };
    }

    /** The body of the same addition for a request whose path has the id. */
    public String bodyWithoutId(String id) {
        return body(id).replaceFirst("\"interfaceEndpointId\":\"[^\"]*\",?", "");
    }

    /** The endpoint with this id, as it exists at Atlas. */
    public NewAtlasEndpoint existing(String id) {
        return switch (this) {
            case AWS -> new NewAtlasEndpoint.Aws(id);
            case AZURE -> new NewAtlasEndpoint.Azure(id, ADDRESS);
            case GCP ->
                new NewAtlasEndpoint.Gcp(id, GCP_PROJECT, List.of(new NewAtlasEndpoint.ForwardingRule(id, ADDRESS)));
        };
    }
}
