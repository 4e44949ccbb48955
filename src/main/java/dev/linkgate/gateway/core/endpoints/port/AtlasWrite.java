package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.endpoints.link.EndpointPlace;
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

    /** The endpoint that it adds to the project; empty if it adds none. */
    default Optional<EndpointPlace> added() {
        return Optional.empty();
    }

    /** The endpoint that it removes from the project; empty if it removes none. */
    default Optional<EndpointPlace> removed() {
        return Optional.empty();
    }

    /** Whether it must be the only change of its resource, because it relies on an earlier read. */
    boolean isExclusive();
}
