package dev.linkgate.gateway.feature.drift;

import static org.springframework.http.HttpMethod.POST;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
final class DriftRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/projects/{projectId}/drift", Needs.VIEWER).paged(),
                Route.get("/admin/audit/reconciliation", Needs.AUDITOR).with("projectId", "from", "to"),
                Route.of(POST, "/admin/audit/reconciliation/findings/{findingId}/acknowledgement", Needs.AUDITOR));
    }

    @Override
    public Optional<String> switchName() {
        return Optional.of("drift");
    }
}
