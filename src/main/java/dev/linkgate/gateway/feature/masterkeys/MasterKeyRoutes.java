package dev.linkgate.gateway.feature.masterkeys;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class MasterKeyRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/admin/master-keys", Needs.ALL).paged());
    }
}
