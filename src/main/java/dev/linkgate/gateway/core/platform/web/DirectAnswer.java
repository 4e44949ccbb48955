package dev.linkgate.gateway.core.platform.web;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Marks a request whose answer goes to its client while it is written. All other answers are held until they are
 * finished, so that their bytes can be counted, and a client that does not read keeps nothing else. So only what takes
 * no memory of its own is direct: what all callers share, and streams, whose number is limited.
 */
public final class DirectAnswer {

    private static final String ATTRIBUTE = DirectAnswer.class.getName();

    private DirectAnswer() {}

    /** Marks the request, before its answer is begun. */
    public static void note(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, true);
    }

    public static boolean isNoted(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) != null;
    }
}
