package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import java.util.Optional;

/** A write to Atlas, as a value. Creating it sends nothing. A feature brings its own as a {@link ResourceWrite}. */
public sealed interface AtlasWrite permits EndpointWrite, LinkWrite, ResourceWrite {

    /** Its action in the audit trail. */
    Action action();

    Target target();

    /** The path of the resource that it changes, which also names the resource's lock. */
    String resource();

    /** An endpoint and where it is. */
    record Place(LinkPath link, EndpointId id) {}

    /** The endpoint that it adds to the project; empty if it adds none. */
    default Optional<Place> added() {
        return Optional.empty();
    }

    /** The endpoint that it removes from the project; empty if it removes none. */
    default Optional<Place> removed() {
        return Optional.empty();
    }

    /** Whether it must be the only change of its resource, because it relies on an earlier read. */
    boolean isExclusive();
}
