package dev.linkgate.gateway.feature.events;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class EventRoutes implements RouteSource {

    private static final String LINK = "/projects/{projectId}/links/{linkId}";

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(LINK + "/events", Needs.VIEWER),
                Route.get("/operations/{operationId}/events", Needs.IDENTITY));
    }
}
