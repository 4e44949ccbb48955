package dev.linkgate.gateway.feature.credentials;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import org.springframework.stereotype.Component;

@Component
final class CredentialRoutes implements RouteSource {

    private static final String CREDENTIAL = "/admin/credentials/{name}";

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/admin/credentials", Needs.OPERATOR).paged(),
                Route.get(CREDENTIAL, Needs.OPERATOR),
                Route.of(PUT, CREDENTIAL, Needs.OPERATOR).with("verify"),
                Route.of(DELETE, CREDENTIAL, Needs.OPERATOR),
                Route.of(POST, CREDENTIAL + "/verification", Needs.OPERATOR));
    }
}
