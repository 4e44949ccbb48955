package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint to be added to Data Federation, or to be ensured there.
 *
 * @param interfaceEndpointId AWS: the id of the VPC endpoint, with 17 hex digits. Azure: the resource id of the private
 *     endpoint. In a path, it need not be repeated
 * @param provider as the form of the id shows it; need not be given
 * @param region where the endpoint is, by either of the region's names; with AWS, {@code customerEndpointDnsName} belongs
 *     to it
 * @param customerEndpointDnsName AWS only: the endpoint's name, as AWS gives it
 * @param azureLinkId Azure only, required there to add it: the id of the connection's link
 * @param customerEndpointIPAddress Azure only, required there to add it: its IPv4 or IPv6 address, the latter in full
 * @param comment one that is left out stays as it is
 */
@Schema(name = "FederationEndpointRequest")
record FederationBody(
        @Schema(pattern = EndpointId.DOCUMENTED_PATTERN, example = "vpce-0b9c5701325cb15dd") @Nullable
        String interfaceEndpointId,

        @Nullable Provider provider,

        @Schema(example = "us-east-1") @Nullable String region,

        @Pattern(regexp = DNS_NAME, message = "must be a DNS name")
        @Schema(example = "vpce-0b9c5701325cb15dd-x1y2z3.vpce-svc-00e311695874992b4.us-east-1.vpce.amazonaws.com")
        @Nullable
        String customerEndpointDnsName,

        @Pattern(regexp = "[!-~]{1,255}", message = "must have 1 to 255 visible ASCII characters") @Nullable
        String azureLinkId,

        @Pattern(regexp = IP, message = "must be an IPv4 address, or an IPv6 address in full") @Nullable
        String customerEndpointIPAddress,

        @Pattern(regexp = "[^\\p{Cc}]{0,500}", message = "must have at most 500 characters, and no control characters")
        @Schema(example = "archive of payments")
        @Nullable
        String comment) {

    static final FederationBody NOTHING = new FederationBody(null, null, null, null, null, null, null);

    private static final String DNS_NAME =
            "(?=.{1,253}$)[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?)+";

    private static final String IP = "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)"
            + "|(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}";

    /**
     * The endpoint as Atlas takes it.
     *
     * @param path the id in the path; absent if the path has none
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} with all wrong fields
     */
    AtlasFederationEndpoint value(@Nullable EndpointId path) {
        EndpointId id = id(path);
        Provider cloud = id.provider();
        List<FieldError> errors = new ArrayList<>();
        if (provider != null && provider != cloud) {
            errors.add(new FieldError("provider", "must be " + cloud + ", as the id is one of " + cloud.title()));
        }
        require(cloud, Provider.AWS, "customerEndpointDnsName", customerEndpointDnsName, errors);
        require(cloud, Provider.AZURE, "azureLinkId", azureLinkId, errors);
        require(cloud, Provider.AZURE, "customerEndpointIPAddress", customerEndpointIPAddress, errors);
        Region place = region == null || !Region.matches(region) ? null : new Region(region);
        if (region != null && place == null) {
            errors.add(new FieldError("region", Region.EXPECTED));
        }
        if (cloud == Provider.AWS && (region == null) != (customerEndpointDnsName == null)) {
            errors.add(new FieldError(
                    region == null ? "region" : "customerEndpointDnsName",
                    "must be given, because region and customerEndpointDnsName belong together"));
        }
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        String name = place == null ? null : place.atlasName(cloud);
        return new AtlasFederationEndpoint(
                id.value(),
                cloud,
                name,
                customerEndpointDnsName,
                azureLinkId,
                customerEndpointIPAddress,
                comment,
                null,
                null);
    }

    private EndpointId id(@Nullable EndpointId path) {
        EndpointId id = path == null && interfaceEndpointId != null && EndpointId.matches(interfaceEndpointId)
                ? new EndpointId(interfaceEndpointId)
                : path;
        if (id == null || !FederationEndpoint.mayBe(id)) {
            throw Failure.invalid("interfaceEndpointId", FederationEndpoint.EXPECTED)
                    .toException();
        }
        id.requireRepeatedBy(interfaceEndpointId);
        return id;
    }

    private static void require(
            Provider cloud, Provider owner, String field, @Nullable Object value, List<FieldError> errors) {
        if (value != null && cloud != owner) {
            errors.add(new FieldError(field, "belongs to " + owner.title() + ", and the id does not"));
        }
    }
}
