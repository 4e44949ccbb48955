package dev.linkgate.gateway.feature.pages;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
final class PageRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/problems", Needs.NOTHING).paged(),
                Route.get("/problems/{code}", Needs.NOTHING),
                Route.get("/", Needs.NOTHING).withAnyQuery(),
                Route.get("/audit", Needs.NOTHING).withAnyQuery(),
                Route.get(PageController.FILES, Needs.NOTHING).withAnyQuery());
    }

    @Override
    public Optional<String> switchName() {
        return Optional.of("pages");
    }
}
