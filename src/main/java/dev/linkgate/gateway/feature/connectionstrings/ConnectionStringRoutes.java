package dev.linkgate.gateway.feature.connectionstrings;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class ConnectionStringRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(Route.get(
                        "/projects/{projectId}/links/{linkId}/endpoints/{interfaceEndpointId}/connection-strings",
                        Needs.VIEWER)
                .paged()
                .with("cluster"));
    }
}
