package dev.linkgate.gateway.core.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The API that a request's path belongs to. It decides the shape of errors, and which ways to authenticate there are.
 * The first filter notes it.
 */
public enum RequestedApi {
    /** The gateway's own API, with its pages and documents, and every other path. */
    LINKGATE,
    /**
     * Atlas's API, below {@code /api/atlas}, and {@code /api/private}, to which its command line reports what it is
     * used for.
     */
    ATLAS,
    /** Access tokens for Atlas's API, below {@code /api/oauth}. */
    OAUTH;

    private static final String ATTRIBUTE = RequestedApi.class.getName();

    /** The API that was noted; the gateway's own if none was. */
    public static RequestedApi of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof RequestedApi noted ? noted : LINKGATE;
    }

    /** Notes the API of the request's path, from now on. */
    public static void note(HttpServletRequest request) {
        RequestedApi api = ofPath(request.getRequestURI());
        if (api != LINKGATE) {
            request.setAttribute(ATTRIBUTE, api);
        }
    }

    /** @param uri not decoded; absent if the request line could not be read */
    static RequestedApi ofPath(@Nullable String uri) {
        if (uri == null || !isWorthACloserLook(uri)) {
            return LINKGATE;
        }
        List<String> segments = PathSegments.of(uri);
        if (segments.size() < 2 || !segments.get(0).equals("api")) {
            return LINKGATE;
        }
        return switch (segments.get(1)) {
            case "atlas", "private" -> ATLAS;
            case "oauth" -> OAUTH;
            default -> LINKGATE;
        };
    }

    /** Most paths are not: they begin with another word, and have no escapes that could hide this one. */
    private static boolean isWorthACloserLook(String uri) {
        return uri.startsWith("/api/") || uri.startsWith("//") || uri.contains("%");
    }
}
