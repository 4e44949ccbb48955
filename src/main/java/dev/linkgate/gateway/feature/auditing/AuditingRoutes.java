package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

@Component
final class AuditingRoutes implements RouteSource {

    /** What records are selected by; an administrator can also select those of a project. */
    private static final String[] SELECTION = {
        "team",
        "actor",
        "subject",
        "keyId",
        "address",
        "action",
        "result",
        "from",
        "to",
        "target",
        "phase",
        "requestId",
        "after",
        "limit",
        "includeCount"
    };

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/projects/{projectId}/audit", Needs.VIEWER).with(SELECTION),
                Route.get("/admin/audit", Needs.AUDITOR).with(SELECTION).with("projectId"),
                Route.get("/admin/audit/verification", Needs.AUDITOR).with("from"),
                Route.get("/admin/audit/verification/last", Needs.AUDITOR),
                Route.of(HttpMethod.POST, "/admin/audit/verification", Needs.AUDITOR)
                        .with("from"),
                Route.get("/admin/audit/records/{sequence}", Needs.AUDITOR));
    }
}
