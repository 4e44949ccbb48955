package dev.linkgate.gateway.core.platform.web;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import jakarta.servlet.http.HttpServletRequest;

/** Stores the {@link RequestContext} in its servlet request, from the first filter to the last handler. */
public final class CurrentContext {

    private static final String ATTRIBUTE = RequestContext.class.getName();

    private CurrentContext() {}

    /** @throws IllegalStateException if the request did not come through the edge filter */
    public static RequestContext of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestContext context) {
            return context;
        }
        throw new IllegalStateException("the request has no context");
    }

    /** Whether the request came through the edge filter. */
    public static boolean isSet(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) != null;
    }

    public static void set(HttpServletRequest request, RequestContext context) {
        request.setAttribute(ATTRIBUTE, context);
    }
}
