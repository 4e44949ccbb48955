package dev.linkgate.gateway.core.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.ServletRequestPathUtils;

/** The paths that anybody may read: pages for people, documents, their files, and the probes. */
public final class OpenPaths {

    private static final List<Route> ROUTES = Routes.TABLE.stream()
            .filter(route -> route.needs() instanceof Route.Needs.Nothing)
            .toList();

    private OpenPaths() {}

    /** Whether a request, whatever its method, is for such a path. */
    public static boolean contain(HttpServletRequest request) {
        PathContainer path = ServletRequestPathUtils.parseAndCache(request).pathWithinApplication();
        return ROUTES.stream()
                .anyMatch(route -> route.fits(path) && route.pattern().matches(path));
    }
}
