package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class AuditingRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/projects/{projectId}/audit", Needs.VIEWER)
                        .with(
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
                                "includeCount"),
                Route.get("/admin/audit", Needs.AUDITOR)
                        .with(
                                "projectId",
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
                                "includeCount"),
                Route.get("/admin/audit/verification", Needs.AUDITOR).with("from"),
                Route.get("/admin/audit/verification/last", Needs.AUDITOR),
                Route.get("/admin/audit/records/{sequence}", Needs.AUDITOR));
    }
}
