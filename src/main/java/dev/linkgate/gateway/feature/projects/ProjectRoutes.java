package dev.linkgate.gateway.feature.projects;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class ProjectRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/projects/{projectId}", Needs.VIEWER),
                Route.get("/projects/{projectId}/endpoints", Needs.VIEWER)
                        .paged()
                        .with("team", "provider", "connectionStatus", "failed", "linkId", "kind"));
    }
}
