package dev.linkgate.gateway.feature.history;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
final class HistoryRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/admin/access", Needs.AUDITOR).with("at"));
    }

    @Override
    public Optional<String> switchName() {
        return Optional.of("history");
    }
}
