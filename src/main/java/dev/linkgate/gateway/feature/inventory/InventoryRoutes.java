package dev.linkgate.gateway.feature.inventory;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
final class InventoryRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/admin/endpoints", Needs.OPERATOR_OR_AUDITOR)
                .paged()
                .with("team", "projectId", "provider", "connectionStatus", "kind"));
    }

    @Override
    public Optional<String> switchName() {
        return Optional.of("inventory");
    }
}
