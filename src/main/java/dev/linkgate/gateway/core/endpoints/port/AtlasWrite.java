package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;

/** A write to Atlas, as a value. Creating it sends nothing. A feature brings its own as a {@link ResourceWrite}. */
public sealed interface AtlasWrite permits EndpointWrite, LinkWrite, ResourceWrite {

    /** Its action in the audit trail. */
    Action action();

    Target target();

    /** The path of the resource that it changes, which also names the resource's lock. */
    String resource();

    /** Whether it must be the only change of its resource, because it relies on an earlier read. */
    boolean isExclusive();
}
