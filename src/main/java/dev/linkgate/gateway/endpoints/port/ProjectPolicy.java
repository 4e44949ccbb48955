package dev.linkgate.gateway.endpoints.port;

import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Right;

/** The rules of a project. What the gateway continues itself has passed them when it was asked for. */
public interface ProjectPolicy {

    /**
     * Checks what a caller asks for: before Atlas is asked, and again when the resource is locked.
     *
     * @throws dev.linkgate.gateway.platform.request.LinkgateException why the project's rules forbid it
     */
    void check(RequestContext context, AtlasWrite write);

    /**
     * Checks an addition that is about to be sent.
     *
     * @param intent the sequence of its intent: additions with earlier ones may take up what is left. Of a dry run,
     *     zero
     * @throws dev.linkgate.gateway.platform.request.LinkgateException why the project's rules forbid it
     */
    void check(RequestContext context, EndpointWrite.Add addition, long intent);

    /** Holds while the rules allow where the endpoint of a write is. It is decided in memory. */
    Right right(RequestContext context, AtlasWrite write);

    /**
     * Notes that the rules have forbidden a write that was not a dry run, for those who can allow it. Never throws.
     */
    void refused(RequestContext context, AtlasWrite write);
}
