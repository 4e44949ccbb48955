package dev.linkgate.gateway.core.endpoints.link;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A link: a private endpoint connection of an Atlas project, which Atlas also calls an endpoint service.
 *
 * @param region in Atlas's form, {@code US_EAST_1}; absent in the classic dialect, which does not report it
 * @param atlasStatus Atlas's own word, where it differs from {@code status}
 * @param errorMessage why it failed, in Atlas's words
 */
public record Link(
        LinkId id,
        Provider provider,
        @Nullable String region,
        LinkStatus status,
        @Nullable String atlasStatus,
        List<EndpointId> interfaceEndpointIds,
        @Nullable String errorMessage,
        @JsonUnwrapped LinkDetails details) {

    private static final Pattern SERVICE = Pattern.compile("com\\.amazonaws\\.vpce\\.([a-z0-9-]+)\\..*");

    public Link(
            LinkId id,
            @Nullable String region,
            LinkStatus status,
            @Nullable String atlasStatus,
            List<EndpointId> interfaceEndpointIds,
            @Nullable String errorMessage,
            LinkDetails details) {
        this(id, details.provider(), region, status, atlasStatus, interfaceEndpointIds, errorMessage, details);
    }

    /** Whether it is in a region, by whichever of its names. */
    public boolean isIn(Region wanted) {
        return place().filter(own -> own.isSameAs(wanted, provider)).isPresent();
    }

    /** Its region, if it is known. The classic dialect does not report it, but the service name contains it. */
    public Optional<Region> place() {
        String name = region;
        if (name == null && details instanceof LinkDetails.Aws aws && aws.endpointServiceName() != null) {
            Matcher service = SERVICE.matcher(aws.endpointServiceName());
            name = service.matches() ? service.group(1) : null;
        }
        return Optional.ofNullable(name).filter(Region::matches).map(Region::new);
    }

    /** Whether these are the other regions whose endpoints it accepts, in any order and spelling. */
    public boolean accepts(List<String> remoteRegions) {
        return details instanceof LinkDetails.Aws aws
                && regions(Objects.requireNonNullElse(aws.supportedRemoteRegions(), List.of()))
                        .equals(regions(remoteRegions));
    }

    private static Set<String> regions(List<String> names) {
        return names.stream()
                .filter(Region::matches)
                .map(name -> new Region(name).key(Provider.AWS))
                .collect(Collectors.toSet());
    }

    /** Whether it stays as it is until the next write. */
    public boolean settled() {
        return status == LinkStatus.AVAILABLE || status == LinkStatus.FAILED;
    }

    /** Whether Atlas shows it although it has removed it. */
    public boolean gone() {
        return Objects.equals(atlasStatus, "DELETED");
    }

    /** This link after Atlas accepted its removal. */
    public Link removing() {
        return new Link(id, region, LinkStatus.DELETING, null, interfaceEndpointIds, errorMessage, details);
    }
}
