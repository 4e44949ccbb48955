package dev.linkgate.gateway.feature.federation;

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
final class FederationRoutes implements RouteSource {

    private static final String ALL = "/projects/{projectId}/federation-endpoints";
    private static final String ONE = ALL + "/{interfaceEndpointId}";

    /** As Atlas's own tools ask for them. */
    private static final String OF_ATLAS = "/api/atlas/v2/groups/{projectId}/privateNetworkSettings/endpointIds";

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(ALL, Needs.VIEWER).paged(),
                Route.of(POST, ALL, Needs.EDITOR).with("dryRun"),
                Route.get(ONE, Needs.VIEWER),
                Route.of(PUT, ONE, Needs.EDITOR).with("dryRun"),
                Route.of(DELETE, ONE, Needs.EDITOR).with("dryRun"),
                Route.of(PUT, ONE + "/team", Needs.OWNER),
                Route.get(OF_ATLAS, Needs.VIEWER).paged(),
                Route.of(POST, OF_ATLAS, Needs.EDITOR),
                Route.get(OF_ATLAS + "/{interfaceEndpointId}", Needs.VIEWER),
                Route.of(DELETE, OF_ATLAS + "/{interfaceEndpointId}", Needs.EDITOR));
    }

    @Override
    public Optional<String> switchName() {
        return Optional.of("federation");
    }
}
