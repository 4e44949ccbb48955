package dev.linkgate.endpoint;

import dev.linkgate.audit.Action;
import dev.linkgate.audit.Intent;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.link.Aged;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.EndpointObservation;
import dev.linkgate.link.LinkPath;
import dev.linkgate.operation.Operation;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds out what it takes to have a healthy endpoint, and does or begins it. */
@Component
class Ensuring {

    private final Removal removal;
    private final Replacement replacement;
    private final Settlement settlement;

    Ensuring(Removal removal, Replacement replacement, Settlement settlement) {
        this.removal = removal;
        this.replacement = replacement;
        this.settlement = settlement;
    }

    /** Only while the intent is on record. */
    EnsureResult ensure(
            RequestContext context,
            Intent intent,
            AtlasProject atlasProject,
            LinkPath path,
            EndpointId endpoint,
            boolean allowLinkRemoval) {
        Optional<Operation> underWay = replacement.underWay(path, endpoint);
        if (underWay.isPresent()) {
            return new EnsureResult.Replacing(underWay.get());
        }
        try {
            Optional<Endpoint> found = find(atlasProject, path, endpoint);
            if (found.isEmpty()) {
                return new EnsureResult.Added(Aged.now(settlement.settling(
                        context,
                        Action.ENDPOINT_ADD,
                        path,
                        endpoint,
                        () -> atlasProject.add(intent, path.link(), endpoint))));
            }
            return keepOrReplace(context, atlasProject, path, endpoint, found.get(), allowLinkRemoval);
        } catch (LinkgateException e) {
            if (e.failure().code() != ProblemCode.ENDPOINT_EXISTS) {
                throw e;
            }
            return keepOrReplace(
                    context,
                    atlasProject,
                    path,
                    endpoint,
                    atlasProject.endpoint(path.link(), endpoint),
                    allowLinkRemoval);
        }
    }

    private EnsureResult keepOrReplace(
            RequestContext context,
            AtlasProject atlasProject,
            LinkPath path,
            EndpointId endpoint,
            Endpoint found,
            boolean allowLinkRemoval) {
        if (!found.leaving() && !found.failed()) {
            return new EnsureResult.Present(Aged.now(found));
        }
        if (!found.leaving() && !allowLinkRemoval) {
            removal.requireAnother(atlasProject, path, endpoint);
        }
        return new EnsureResult.Replacing(replacement.start(context, path, endpoint, allowLinkRemoval));
    }

    /** @throws LinkgateException {@code link-not-found}, for nothing can be added to a link that is not there */
    private static Optional<Endpoint> find(AtlasProject atlasProject, LinkPath path, EndpointId endpoint) {
        EndpointObservation observation = EndpointObservation.of(() -> atlasProject.endpoint(path.link(), endpoint), 0);
        if (observation instanceof EndpointObservation.Absent absent && absent.isOfLink()) {
            throw absent.refusal();
        }
        return observation.found();
    }
}
