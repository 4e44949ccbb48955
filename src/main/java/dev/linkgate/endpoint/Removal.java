package dev.linkgate.endpoint;

import dev.linkgate.audit.Intent;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.EndpointObservation;
import dev.linkgate.link.LinkPath;
import dev.linkgate.operation.Operation;
import dev.linkgate.operation.Operations;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Removes endpoints, but no link's last one unasked: Atlas would remove the link with it. */
@Component
class Removal {

    private final Operations operations;

    Removal(Operations operations) {
        this.operations = operations;
    }

    /**
     * Asks Atlas to remove an endpoint. Only for who has the link's {@linkplain LinkLock lock}.
     *
     * @return the endpoint as it was last seen
     */
    Endpoint carryOut(
            Intent intent, AtlasProject atlasProject, LinkPath path, EndpointId endpoint, boolean allowLinkRemoval) {
        Endpoint before = atlasProject.endpoint(path.link(), endpoint);
        if (!allowLinkRemoval) {
            requireAnother(atlasProject, path, endpoint);
        }
        atlasProject.remove(intent, path.link(), endpoint);
        return afterRemoval(atlasProject, path, endpoint).orElseGet(before::removing);
    }

    /** Atlas has accepted the removal, so whatever comes of this look, it is no failure of the removal. */
    private static Optional<Endpoint> afterRemoval(AtlasProject atlasProject, LinkPath path, EndpointId endpoint) {
        try {
            return find(atlasProject, path, endpoint);
        } catch (LinkgateException e) {
            return Optional.empty();
        }
    }

    /** @throws dev.linkgate.kernel.LinkgateException {@code last-endpoint} if no other endpoint keeps the link alive */
    void requireAnother(AtlasProject atlasProject, LinkPath path, EndpointId endpoint) {
        Set<String> doomed = operations.unfinishedOn(path.project(), path.link()).stream()
                .filter(operation -> Replacement.takesAway(operation) || Settlement.maybeTookAway(operation))
                .map(Removal::endpointOf)
                .collect(Collectors.toSet());
        boolean another = atlasProject.link(path.link()).interfaceEndpointIds().stream()
                .filter(id -> !id.equals(endpoint.value()) && !doomed.contains(id))
                .anyMatch(id -> find(atlasProject, path, new EndpointId(id))
                        .filter(other -> !other.leaving())
                        .isPresent());
        if (!another) {
            throw Failure.of(
                            ProblemCode.LAST_ENDPOINT,
                            "This is the last endpoint of the link, and Atlas would remove the link with it. Repeat"
                                    + " with allowLinkRemoval=true if you want that.")
                    .toException();
        }
    }

    private static Optional<Endpoint> find(AtlasProject atlasProject, LinkPath path, EndpointId endpoint) {
        return EndpointObservation.of(() -> atlasProject.endpoint(path.link(), endpoint), 0)
                .found();
    }

    private static String endpointOf(Operation operation) {
        return String.valueOf(operation.target().interfaceEndpointId());
    }
}
