package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.access.Features;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.feature.projects.EndpointsOnNoLink;
import dev.linkgate.gateway.feature.projects.ProjectEndpoint;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The endpoints of Data Federation in the list of all endpoints of a project. */
@Component
class ListedFederation implements EndpointsOnNoLink {

    private final FederationEndpoints endpoints;
    private final InstantSource clock;
    private final boolean isOn;

    ListedFederation(FederationEndpoints endpoints, InstantSource clock, Features features) {
        this.endpoints = endpoints;
        this.clock = clock;
        this.isOn = features.isOn(this);
    }

    /** Atlas's classic API has none. */
    @Override
    public Aged<List<ProjectEndpoint>> read(RequestContext context, ProjectId project, Freshness freshness) {
        if (!isOn) {
            return Aged.fresh(List.of());
        }
        try {
            Aged<List<FederationEndpoint>> read = endpoints.read(context, project, freshness);
            Instant seenAt = clock.instant()
                    .minus(Objects.requireNonNullElse(read.age(), Duration.ZERO))
                    .truncatedTo(ChronoUnit.MICROS);
            return read.map(all ->
                    all.stream().map(endpoint -> listed(endpoint, seenAt)).toList());
        } catch (LinkgateException e) {
            if (e.failure().code().equals(ProblemCode.INVALID_REQUEST)) {
                return Aged.fresh(List.of());
            }
            throw e;
        }
    }

    private static ProjectEndpoint listed(FederationEndpoint endpoint, Instant seenAt) {
        EndpointDetails details = endpoint.provider() == Provider.AZURE
                ? new EndpointDetails.Azure(endpoint.customerEndpointIPAddress(), null)
                : EndpointDetails.AWS;
        Endpoint shown = new Endpoint(
                        endpoint.interfaceEndpointId(),
                        endpoint.connectionStatus(),
                        endpoint.atlasStatus(),
                        false,
                        endpoint.errorMessage(),
                        details)
                .addedBy(endpoint.team(), endpoint.addedAt(), endpoint.changeReference());
        Endpoint listed = endpoint.failed() ? shown.failedByError() : shown;
        return new ProjectEndpoint(ProjectEndpoint.Kind.FEDERATION, null, endpoint.region(), seenAt, listed);
    }
}
