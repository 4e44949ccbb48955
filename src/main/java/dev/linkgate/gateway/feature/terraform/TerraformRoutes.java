package dev.linkgate.gateway.feature.terraform;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
final class TerraformRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/projects/{projectId}/terraform", Needs.VIEWER));
    }

    @Override
    public Optional<String> switchName() {
        return Optional.of("terraform");
    }
}
