package dev.linkgate.gateway.feature.rotation;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.POST;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class RotationRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/keys/current", Needs.IDENTITY),
                Route.of(POST, "/keys/rotation", Needs.TEAM_KEY),
                Route.of(DELETE, "/keys/rotation", Needs.TEAM_KEY));
    }
}
