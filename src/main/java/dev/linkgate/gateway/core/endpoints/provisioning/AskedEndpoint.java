package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.endpoints.link.LinkDetails;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.util.Set;

/** The endpoint that an addition or an ensuring asks for, held against its link and against the one that is there. */
final class AskedEndpoint {

    private AskedEndpoint() {}

    /** The endpoint to add. An id is enough for AWS only. */
    static NewEndpoint ofIdAlone(EndpointId id, String why) {
        return switch (id.provider()) {
            case AWS -> new NewEndpoint.Aws(id);
            case AZURE -> throw missing("privateEndpointIPAddress", why);
            case GCP -> throw missing("gcpProjectId", why);
        };
    }

    private static LinkgateException missing(String field, String why) {
        return Failure.invalid(field, "must be given, " + why).toException();
    }

    /**
     * The endpoint as the link can have it.
     *
     * @throws LinkgateException {@code invalid-request} if the link cannot have it
     */
    static NewEndpoint fitted(AtlasProject project, LinkPath link, NewEndpoint endpoint) {
        endpoint.id().requireOn(project.providerOf(link.link()));
        if (!(endpoint instanceof NewEndpoint.Gcp gcp) || gcp.fitsAnyLink()) {
            return endpoint;
        }
        boolean portMapped =
                project.link(link.link()).details() instanceof LinkDetails.Gcp details && details.portMappingEnabled();
        return portMapped ? gcp.portMapped() : gcp.grouped();
    }

    /** @throws LinkgateException {@code endpoint-exists} if an endpoint has other properties than those asked for */
    static void requireSame(Endpoint endpoint, NewEndpoint wanted) {
        if (wanted instanceof NewEndpoint.Azure azure
                && endpoint.details() instanceof EndpointDetails.Azure actual
                && actual.privateEndpointIPAddress() != null
                && !azure.privateEndpointIPAddress().equals(actual.privateEndpointIPAddress())) {
            throw different(endpoint, "privateEndpointIPAddress");
        }
        if (wanted instanceof NewEndpoint.Gcp gcp && endpoint.asNew().orElse(gcp) instanceof NewEndpoint.Gcp actual) {
            if (!gcp.gcpProjectId().equals(actual.gcpProjectId())) {
                throw different(endpoint, "gcpProjectId");
            }
            if (!Set.copyOf(gcp.endpoints()).equals(Set.copyOf(actual.endpoints()))) {
                throw different(endpoint, "endpoints");
            }
        }
    }

    private static LinkgateException different(Endpoint endpoint, String property) {
        return Failure.of(
                        ProblemCode.ENDPOINT_EXISTS,
                        "The endpoint exists with another " + property
                                + ". Remove it before you add it with new properties.")
                .showing(endpoint)
                .toException();
    }
}
