package dev.linkgate.link;

import dev.linkgate.audit.Action;
import dev.linkgate.audit.Intent;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.RequestContext;
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
    Ensured ensure(
            RequestContext context,
            Intent intent,
            AtlasProject there,
            LinkPath path,
            EndpointId endpoint,
            boolean allowLinkRemoval) {
        Optional<Operation> underWay = replacement.underWay(path, endpoint);
        if (underWay.isPresent()) {
            return new Ensured.Replacing(underWay.get());
        }
        try {
            Optional<Endpoint> found = find(there, path, endpoint);
            if (found.isEmpty()) {
                return new Ensured.Added(Seen.now(settlement.settling(
                        context, Action.ENDPOINT_ADD, path, endpoint, () -> there.add(intent, path.link(), endpoint))));
            }
            return keepOrReplace(context, there, path, endpoint, found.get(), allowLinkRemoval);
        } catch (LinkgateException e) {
            if (e.failure().code() != ProblemCode.ENDPOINT_EXISTS) {
                throw e;
            }
            return keepOrReplace(
                    context, there, path, endpoint, there.endpoint(path.link(), endpoint), allowLinkRemoval);
        }
    }

    private Ensured keepOrReplace(
            RequestContext context,
            AtlasProject there,
            LinkPath path,
            EndpointId endpoint,
            Endpoint found,
            boolean allowLinkRemoval) {
        if (!found.leaving() && !found.failed()) {
            return new Ensured.There(Seen.now(found));
        }
        if (!found.leaving() && !allowLinkRemoval) {
            removal.requireAnother(there, path, endpoint);
        }
        return new Ensured.Replacing(replacement.start(context, path, endpoint, allowLinkRemoval));
    }

    /** @throws LinkgateException {@code link-not-found}, for nothing can be added to a link that is not there */
    private static Optional<Endpoint> find(AtlasProject there, LinkPath path, EndpointId endpoint) {
        Sighting seen = Sighting.of(() -> there.endpoint(path.link(), endpoint), 0);
        if (seen instanceof Sighting.Gone gone && gone.isOfLink()) {
            throw gone.refusal();
        }
        return seen.found();
    }
}
