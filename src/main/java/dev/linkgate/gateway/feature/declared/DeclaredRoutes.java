package dev.linkgate.gateway.feature.declared;

import static org.springframework.http.HttpMethod.POST;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class DeclaredRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/admin/config", Needs.AUDITOR),
                Route.of(POST, "/admin/config", Needs.ALL).with("dryRun"));
    }
}
