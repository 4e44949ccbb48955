package dev.linkgate.gateway.feature.documents;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
final class DocumentRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/swagger-ui.html", Needs.NOTHING).withAnyQuery(),
                Route.get("/swagger-ui/**", Needs.NOTHING).withAnyQuery(),
                Route.get("/v3/api-docs", Needs.NOTHING).withAnyQuery(),
                Route.get("/v3/api-docs.yaml", Needs.NOTHING).withAnyQuery(),
                Route.get("/v3/api-docs/swagger-config", Needs.NOTHING).withAnyQuery(),
                Route.get("/v3/api-docs/atlas", Needs.NOTHING).withAnyQuery(),
                Route.get("/v3/api-docs.yaml/atlas", Needs.NOTHING).withAnyQuery());
    }

    @Override
    public Optional<String> switchName() {
        return Optional.of("documents");
    }
}
