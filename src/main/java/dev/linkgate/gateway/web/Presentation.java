package dev.linkgate.gateway.web;

import jakarta.servlet.http.HttpServletRequest;

/** Whether an answer is changed as its caller asks, by {@code pretty=true} or {@code envelope=true}. */
public final class Presentation {

    private static final String AS_IT_IS = Presentation.class.getName() + ".asItIs";

    private Presentation() {}

    /** Excludes this request's answer, because it is large, the same for all callers, and made once. */
    public static void leaveAsItIs(HttpServletRequest request) {
        request.setAttribute(AS_IT_IS, true);
    }

    public static boolean isLeftAsItIs(HttpServletRequest request) {
        return request.getAttribute(AS_IT_IS) != null;
    }
}
