package dev.linkgate.gateway.feature.oauth;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.POST;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class OAuthRoutes implements RouteSource {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.of(POST, "/api/oauth/token", Needs.IDENTITY).withAnyQuery(),
                Route.of(POST, "/api/oauth/revoke", Needs.IDENTITY).withAnyQuery(),
                Route.of(DELETE, "/admin/tokens", Needs.ACCESS).with("team", "identity", "issuer", "subject"));
    }
}
