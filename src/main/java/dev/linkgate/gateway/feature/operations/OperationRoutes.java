package dev.linkgate.gateway.feature.operations;

import static org.springframework.http.HttpMethod.DELETE;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class OperationRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/operations/{operationId}", Needs.IDENTITY),
                Route.of(DELETE, "/operations/{operationId}", Needs.IDENTITY),
                Route.get("/projects/{projectId}/operations", Needs.VIEWER).paged());
    }
}
