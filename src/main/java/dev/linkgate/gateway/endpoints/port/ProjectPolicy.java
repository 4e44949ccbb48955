package dev.linkgate.gateway.endpoints.port;

import dev.linkgate.gateway.platform.request.RequestContext;

/** The rules of a project. What the gateway continues itself has passed them when it was asked for. */
public interface ProjectPolicy {

    /**
     * Checks a write, or what is about to be sent for it. Asks nobody.
     *
     * @throws dev.linkgate.gateway.platform.request.LinkgateException why the project's rules forbid it
     */
    void check(RequestContext context, AtlasWrite write);

    /**
     * Notes that the rules have forbidden a write that was not a dry run, for those who can allow it. Never throws.
     */
    void refused(RequestContext context, AtlasWrite write);
}
