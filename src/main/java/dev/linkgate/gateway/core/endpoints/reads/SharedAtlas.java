package dev.linkgate.gateway.core.endpoints.reads;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.port.Atlas;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Atlas behind shared reads. The primary bean for Atlas, so that nothing bypasses it. */
public final class SharedAtlas implements Atlas {

    private final Atlas inner;
    private final CoalescedReads reads;
    private final ErrorHistory errors;
    private final Knowledge known;

    /** Adds to an endpoint that is read for a request what the gateway knows of it. */
    @FunctionalInterface
    interface Knowledge {

        /**
         * Begins to look, while Atlas is asked.
         *
         * @return adds it to what Atlas has shown; throws a
         *     {@link dev.linkgate.gateway.core.platform.request.LinkgateException} if the database does not tell it in time
         */
        UnaryOperator<Endpoint> of(RequestContext context, LinkPath link, EndpointId endpoint);
    }

    SharedAtlas(Atlas inner, CoalescedReads reads, ErrorHistory errors, Knowledge known) {
        this.inner = inner;
        this.reads = reads;
        this.errors = errors;
        this.known = known;
    }

    @Override
    public SharedProject project(RequestContext context, ProjectId project) {
        return new SharedProject(inner.project(context, project), reads, errors, known, context, project);
    }

    @Override
    public Optional<Provider> knownProviderOf(LinkPath link) {
        return inner.knownProviderOf(link);
    }
}
