package dev.linkgate.gateway.feature.identities;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.PUT;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class IdentityRoutes implements RouteSource {

    private static final String TEAM = "/admin/teams/{team}";
    private static final String ADMINISTRATOR = "/admin/administrators/{name}";

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(TEAM + "/identities", Needs.ACCESS_OR_AUDITOR).paged(),
                Route.get(TEAM + "/identities/{identity}", Needs.ACCESS_OR_AUDITOR),
                Route.of(PUT, TEAM + "/identities/{identity}", Needs.ACCESS),
                Route.of(DELETE, TEAM + "/identities/{identity}", Needs.ACCESS),
                Route.get(ADMINISTRATOR + "/identities", Needs.ALL).paged(),
                Route.get(ADMINISTRATOR + "/identities/{identity}", Needs.ALL),
                Route.of(PUT, ADMINISTRATOR + "/identities/{identity}", Needs.ALL),
                Route.of(DELETE, ADMINISTRATOR + "/identities/{identity}", Needs.ALL));
    }
}
