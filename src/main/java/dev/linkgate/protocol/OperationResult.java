package dev.linkgate.protocol;

import java.util.List;

/** The result of a {@link PrivateEndpointOperation}; refusals are thrown as {@link RequestRefused}. */
public sealed interface OperationResult {

    record LinkCreated(AtlasLink link) implements OperationResult {}

    record LinkUpdated(AtlasLink link) implements OperationResult {}

    record LinkFound(AtlasLink link) implements OperationResult {}

    record LinksFound(List<AtlasLink> links) implements OperationResult {}

    record EndpointAdded(AtlasEndpoint endpoint) implements OperationResult {}

    record EndpointFound(AtlasEndpoint endpoint) implements OperationResult {}

    /** A removal has begun. */
    record Removing() implements OperationResult {}

    record RegionalModeFound(boolean enabled) implements OperationResult {}

    record RegionalModeSet(boolean enabled) implements OperationResult {}

    /**
     * The status of Atlas's answer, which is not always the one in its specification. No answer to an update of a link
     * was recorded; its status is taken to be that of an update of the regional mode.
     */
    default int status() {
        return switch (this) {
            case LinkFound r -> 200;
            case LinksFound r -> 200;
            case EndpointFound r -> 200;
            case RegionalModeFound r -> 200;
            case LinkCreated r -> 201;
            case EndpointAdded r -> 201;
            case LinkUpdated r -> 202;
            case Removing r -> 202;
            case RegionalModeSet r -> 202;
        };
    }
}
