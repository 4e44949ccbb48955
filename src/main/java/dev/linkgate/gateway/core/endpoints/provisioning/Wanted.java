package dev.linkgate.gateway.core.endpoints.provisioning;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.ResourceWrite;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a write wants Atlas to have in the end; of its {@link Effect}'s target, unless it says another thing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "wanted")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Wanted.EndpointAdded.class, name = "endpoint-added"),
    @JsonSubTypes.Type(value = Wanted.EndpointEnsured.class, name = "endpoint-ensured"),
    @JsonSubTypes.Type(value = Wanted.EndpointRemoved.class, name = "endpoint-removed"),
    @JsonSubTypes.Type(value = Wanted.LinkCreated.class, name = "link-created"),
    @JsonSubTypes.Type(value = Wanted.LinkUpdated.class, name = "link-updated"),
    @JsonSubTypes.Type(value = Wanted.LinkRemoved.class, name = "link-removed"),
    @JsonSubTypes.Type(value = Wanted.ResourceChanged.class, name = "resource-changed")
})
public sealed interface Wanted {

    /** The endpoint is there, and is not being removed. */
    record EndpointAdded() implements Wanted {}

    /** The endpoint is there, has not failed, and is not being removed. */
    record EndpointEnsured() implements Wanted {}

    /** The endpoint is gone, or is being removed. */
    record EndpointRemoved() implements Wanted {}

    /**
     * A link of the project is in a region, and is not being removed.
     *
     * @param portMapped whether it must be port-mapped, as one to Google may be: one that is not may be beside it
     */
    record LinkCreated(Provider provider, Region region, boolean portMapped) implements Wanted {}

    /** The link accepts endpoints from these regions besides its own, in Atlas's spelling. */
    record LinkUpdated(List<String> supportedRemoteRegions) implements Wanted {}

    /** The link is gone, or is being removed. */
    record LinkRemoved() implements Wanted {}

    /**
     * The resource of a feature is as the feature's {@link EffectCheck} reads this text.
     *
     * @param added the endpoint that this adds to the project; absent if it adds none, as in the other one
     */
    record ResourceChanged(
            String text,
            @Nullable EndpointId added,
            @Nullable EndpointId removed) implements Wanted {

        static ResourceChanged of(ResourceWrite<?> write) {
            return new ResourceChanged(
                    write.wanted(),
                    write.added().map(AtlasWrite.Place::id).orElse(null),
                    write.removed().map(AtlasWrite.Place::id).orElse(null));
        }
    }
}
