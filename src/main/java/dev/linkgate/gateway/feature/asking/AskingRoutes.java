package dev.linkgate.gateway.feature.asking;

import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
final class AskingRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/access-requests", Needs.IDENTITY).paged().with("state"),
                Route.of(POST, "/projects/{projectId}/access-requests", Needs.IDENTITY),
                Route.get("/projects/{projectId}/access-requests", Needs.OWNER)
                        .paged()
                        .with("state"),
                Route.of(PUT, "/projects/{projectId}/access-requests/{requestId}", Needs.OWNER),
                Route.get("/admin/access-requests", Needs.ACCESS).paged().with("state"),
                Route.of(PUT, "/admin/access-requests/{requestId}", Needs.ACCESS));
    }

    @Override
    public Optional<String> switchName() {
        return Optional.of("asking");
    }
}
