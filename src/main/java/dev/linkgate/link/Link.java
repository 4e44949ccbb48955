package dev.linkgate.link;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.kernel.LinkId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A link: a private endpoint connection of an Atlas project, which Atlas also calls an endpoint service.
 *
 * @param region in Atlas's form, {@code US_EAST_1}; absent in the classic dialect, which does not report it
 * @param atlasStatus Atlas's own word, where it differs from {@code status}
 * @param endpointServiceName the service that an AWS VPC endpoint connects to; null while the link is being set up
 * @param errorMessage why it failed, in Atlas's words
 */
public record Link(
        LinkId id,
        Provider provider,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String region,
        LinkStatus status,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String atlasStatus,
        @Nullable String endpointServiceName,
        List<String> interfaceEndpointIds,
        @Nullable String errorMessage) {

    /**
     * Whether it is in a region. The classic dialect does not report the region, but the service name contains it.
     *
     * @param wanted in AWS's form, {@code us-east-1}, or in Atlas's, {@code US_EAST_1}
     */
    public boolean isIn(String wanted) {
        String name = wanted.toLowerCase(Locale.ROOT).replace('_', '-');
        if (region != null) {
            return region.toLowerCase(Locale.ROOT).replace('_', '-').equals(name);
        }
        return endpointServiceName != null && endpointServiceName.startsWith("com.amazonaws.vpce." + name + ".");
    }
}
