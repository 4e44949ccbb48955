package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import java.util.Optional;
import java.util.OptionalLong;

/** The rules of a project. An operation asks them as its caller did, but for what it has itself removed. */
public interface ProjectPolicy {

    /**
     * Decides about a write: when it is asked for, again when the resource is locked, and about what is sent for it.
     *
     * @param intent the sequence of the intent if the write is about to be sent: additions with earlier ones may take
     *     up what is left. For a dry run, zero
     * @return why the project's rules forbid it; empty if they allow it
     */
    Optional<Failure> decide(RequestContext context, AtlasWrite write, OptionalLong intent);

    /** Holds while the rules allow where the endpoint of a write is. It is decided in memory. */
    Right right(RequestContext context, AtlasWrite write);

    /**
     * Asks those who can allow a write that the rules have forbidden, and that was not a dry run.
     *
     * @return why it was refused, with what was asked
     */
    Failure refused(RequestContext context, AtlasWrite write, Failure why);
}
