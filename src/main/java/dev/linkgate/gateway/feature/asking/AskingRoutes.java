package dev.linkgate.gateway.feature.asking;

import static org.springframework.http.HttpMethod.DELETE;
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

    private static final String OF_PROJECT = "/projects/{projectId}/access-requests";

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/access-requests", Needs.IDENTITY).paged().with("state", "kind"),
                Route.of(POST, OF_PROJECT, Needs.IDENTITY),
                Route.get(OF_PROJECT, Needs.IDENTITY).paged().with("state", "kind"),
                Route.get(OF_PROJECT + "/{requestId}", Needs.IDENTITY),
                Route.of(DELETE, OF_PROJECT + "/{requestId}", Needs.IDENTITY),
                Route.of(PUT, OF_PROJECT + "/{requestId}/answer", Needs.APPROVER),
                Route.get("/admin/access-requests", Needs.ACCESS_OR_AUDITOR)
                        .paged()
                        .with("state", "kind", "team", "projectId"));
    }

    @Override
    public Optional<String> switchName() {
        return Optional.of("asking");
    }
}
