package dev.linkgate.gateway.feature.regional;

import static org.springframework.http.HttpMethod.PUT;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class RegionalRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/projects/{projectId}/regional-mode", Needs.VIEWER),
                Route.of(PUT, "/projects/{projectId}/regional-mode", Needs.OWNER)
                        .with("dryRun"));
    }
}
