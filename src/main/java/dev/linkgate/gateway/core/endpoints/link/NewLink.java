package dev.linkgate.gateway.core.endpoints.link;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A link to be created. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "cloud")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NewLink.Aws.class, name = "AWS"),
    @JsonSubTypes.Type(value = NewLink.Azure.class, name = "AZURE"),
    @JsonSubTypes.Type(value = NewLink.Gcp.class, name = "GCP")
})
public sealed interface NewLink extends Recorded {

    Region region();

    Provider provider();

    @Override
    default Change.Values recorded() {
        Change.Values common =
                new Change.Values().with("provider", provider().name()).with("region", region().atlasName(provider()));
        return switch (this) {
            case Aws aws -> common.with("supportedRemoteRegions", aws.supportedRemoteRegions());
            case Azure azure -> common;
            case Gcp gcp -> common.with("portMappingEnabled", gcp.portMappingEnabled());
        };
    }

    /** @param supportedRemoteRegions the other regions whose endpoints it accepts, in Atlas's spelling */
    record Aws(Region region, List<String> supportedRemoteRegions) implements NewLink {
        @Override
        public Provider provider() {
            return Provider.AWS;
        }
    }

    record Azure(Region region) implements NewLink {
        @Override
        public Provider provider() {
            return Provider.AZURE;
        }
    }

    /**
     * @param portMappingEnabled whether one forwarding rule serves all ports; Atlas ends the other kind on 2027-04-30
     */
    record Gcp(Region region, boolean portMappingEnabled) implements NewLink {
        @Override
        public Provider provider() {
            return Provider.GCP;
        }
    }

    /**
     * A link to AWS.
     *
     * @param remoteRegions the other regions whose endpoints it accepts, in any spelling
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if two of them are one,
     *     or its own
     */
    static Aws aws(Region region, List<String> remoteRegions) {
        List<String> others = RemoteRegions.atlasNames(remoteRegions);
        RemoteRegions.requireOthers(region, others);
        return new Aws(region, others);
    }

    /**
     * Whether a link is the one that it would be: Atlas has one for each region, and in Google's regions a port-mapped
     * one beside one that is not.
     */
    default boolean mayBe(Link link) {
        boolean beside = this instanceof Gcp gcp
                && gcp.portMappingEnabled()
                && link.details() instanceof LinkDetails.Gcp actual
                && !actual.portMappingEnabled();
        return link.isIn(region()) && !beside;
    }

    /** An existing link as it would be created again; empty if its region is unknown. */
    static Optional<NewLink> like(Link link) {
        return link.place().map(region -> switch (link.details()) {
            case LinkDetails.Aws aws ->
                new Aws(region, Objects.requireNonNullElse(aws.supportedRemoteRegions(), List.of()));
            case LinkDetails.Azure azure -> new Azure(region);
            case LinkDetails.Gcp gcp -> new Gcp(region, gcp.portMappingEnabled());
        });
    }
}
