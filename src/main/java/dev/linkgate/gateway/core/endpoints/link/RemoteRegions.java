package dev.linkgate.gateway.core.endpoints.link;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of the other regions whose endpoints a link to AWS accepts. */
public final class RemoteRegions {

    private static final String FIELD = "supportedRemoteRegions";

    private RemoteRegions() {}

    /**
     * Atlas's names of regions.
     *
     * @throws LinkgateException {@code invalid-request} if two names mean the same region
     */
    public static List<String> atlasNames(List<String> names) {
        List<Region> regions = names.stream().map(Region::new).toList();
        Set<String> keys = new HashSet<>();
        for (Region region : regions) {
            if (!keys.add(region.key(Provider.AWS))) {
                throw refused("must not name the region " + region + " twice");
            }
        }
        return regions.stream().map(region -> region.atlasName(Provider.AWS)).toList();
    }

    /** @throws LinkgateException {@code invalid-request} if the link's own region is among them */
    public static void requireOthers(Region own, List<String> names) {
        if (names.stream().anyMatch(name -> new Region(name).isSameAs(own, Provider.AWS))) {
            throw refused("must not have the link's own region " + own.atlasName(Provider.AWS));
        }
    }

    private static LinkgateException refused(String message) {
        return Failure.invalid(FIELD, message).toException();
    }
}
