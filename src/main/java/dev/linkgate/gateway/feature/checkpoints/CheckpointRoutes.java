package dev.linkgate.gateway.feature.checkpoints;

import static org.springframework.http.HttpMethod.POST;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class CheckpointRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/audit/public-key", Needs.NOTHING),
                Route.get("/admin/audit/checkpoint", Needs.AUDITOR),
                Route.get("/admin/audit/checkpoints", Needs.AUDITOR).paged(),
                Route.of(POST, "/admin/audit/rollback-acceptance", Needs.ALL),
                Route.of(POST, "/admin/audit/key-rotation", Needs.ALL));
    }
}
