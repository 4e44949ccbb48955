package dev.linkgate.sandbox;

import java.util.List;

/** What an {@link Operation} came to; refusals are thrown as {@link Refused}. */
sealed interface Result {

    record LinkCreated(LinkState link) implements Result {}

    record LinkFound(LinkState link) implements Result {}

    record LinksFound(List<LinkState> links) implements Result {}

    record EndpointAdded(EndpointState endpoint) implements Result {}

    record EndpointFound(EndpointState endpoint) implements Result {}

    /** A removal has begun. */
    record Removing() implements Result {}

    record RegionalModeFound(boolean enabled) implements Result {}

    record RegionalModeSet(boolean enabled) implements Result {}

    /** The status that Atlas answers with, which is not always the one in its specification. */
    default int status() {
        return switch (this) {
            case LinkFound r -> 200;
            case LinksFound r -> 200;
            case EndpointFound r -> 200;
            case RegionalModeFound r -> 200;
            case LinkCreated r -> 201;
            case EndpointAdded r -> 201;
            case Removing r -> 202;
            case RegionalModeSet r -> 202;
        };
    }
}
