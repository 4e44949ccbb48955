package dev.linkgate.gateway.feature.webhooks;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.linkgate.gateway.core.access.Route;
import dev.linkgate.gateway.core.access.Route.Needs;
import dev.linkgate.gateway.core.access.RouteSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

@Component
final class WebhookRoutes implements RouteSource {

    private static final String WEBHOOK = "/admin/webhooks/{name}";

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/admin/webhooks", Needs.OPERATOR).paged(),
                Route.get(WEBHOOK, Needs.OPERATOR),
                Route.of(PUT, WEBHOOK, Needs.OPERATOR),
                Route.of(DELETE, WEBHOOK, Needs.OPERATOR),
                Route.get(WEBHOOK + "/deliveries", Needs.OPERATOR).paged().with("state"),
                Route.of(POST, WEBHOOK + "/test", Needs.OPERATOR));
    }

    @Override
    public Optional<String> switchName() {
        return Optional.of("webhooks");
    }
}
