package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.inbound.authentication.RouteAuthorization;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Spring's handlers, found by the pattern of the route that {@link RouteAuthorization} has matched. Only the mappings
 * with that pattern are tried, and all of them if there is no such pattern.
 */
class RoutedHandlers extends RequestMappingHandlerMapping {

    /** The paths by which Spring finds a mapping at once. Spring itself would take only patterns without variables. */
    @Override
    protected Set<String> getDirectPaths(RequestMappingInfo mapping) {
        return mapping.getPatternValues();
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request) throws Exception {
        String route = EdgeFilter.knownRoute(request);
        return super.lookupHandlerMethod(route == null ? path : route, request);
    }
}
