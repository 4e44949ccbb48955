package dev.linkgate.web;

import dev.linkgate.kernel.Call;
import jakarta.servlet.http.HttpServletRequest;

/** Keeps the {@link Call} with its servlet request, from the first filter to the last handler. */
public final class CurrentCall {

    private static final String ATTRIBUTE = Call.class.getName();

    private CurrentCall() {}

    /** @throws IllegalStateException if the request did not come through the edge filter */
    public static Call of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Call call) {
            return call;
        }
        throw new IllegalStateException("the request has no call");
    }

    public static void set(HttpServletRequest request, Call call) {
        request.setAttribute(ATTRIBUTE, call);
    }
}
