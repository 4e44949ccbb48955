package dev.linkgate.gateway.core.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ServletRequestPathUtils;

/** The paths that anybody may read: pages for people, documents, their files, and the probes. */
@Component
public final class OpenPaths {

    private final List<Route> routes;

    OpenPaths(Routes all) {
        this.routes = all.table().stream()
                .filter(route -> route.needs() instanceof Route.Needs.Nothing)
                .toList();
    }

    /** Whether a request, whatever its method, is for such a path. */
    public boolean contain(HttpServletRequest request) {
        PathContainer path = ServletRequestPathUtils.parseAndCache(request).pathWithinApplication();
        return routes.stream()
                .anyMatch(route -> route.fits(path) && route.pattern().matches(path));
    }
}
