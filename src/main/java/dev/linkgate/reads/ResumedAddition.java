package dev.linkgate.reads;

import dev.linkgate.audit.Intent;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.EndpointObservation;
import java.util.Optional;

/**
 * The addition of an endpoint that an earlier try may have carried out, or may be carrying out while this one looks: no
 * write is repeated blindly, and what an earlier try has added counts as added now.
 */
final class ResumedAddition {

    private final AtlasProject atlasProject;
    private final LinkId link;
    private final EndpointId endpoint;

    ResumedAddition(AtlasProject atlasProject, LinkId link, EndpointId endpoint) {
        this.atlasProject = atlasProject;
        this.link = link;
        this.endpoint = endpoint;
    }

    /** @throws LinkgateException {@code outcome-unknown} if nobody can say what the earlier try came to */
    Endpoint carryOut(Intent intent) {
        return look().orElseGet(() -> add(intent));
    }

    private Endpoint add(Intent intent) {
        try {
            return atlasProject.add(intent, link, endpoint);
        } catch (LinkgateException e) {
            if (e.failure().code() != ProblemCode.ENDPOINT_EXISTS) {
                throw e;
            }
            return look().orElseThrow(() -> e);
        }
    }

    /** The endpoint, if it is there to stay. A look that fails leaves open what the earlier try came to. */
    private Optional<Endpoint> look() {
        return EndpointObservation.afterWrite(() -> atlasProject.endpoint(link, endpoint))
                .found()
                .filter(seen -> !seen.leaving());
    }
}
