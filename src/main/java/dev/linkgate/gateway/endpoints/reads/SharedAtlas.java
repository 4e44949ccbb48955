package dev.linkgate.gateway.endpoints.reads;

import dev.linkgate.gateway.endpoints.link.Endpoint;
import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.port.Atlas;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.util.Optional;
import java.util.function.BiFunction;

/** Atlas behind shared reads. The primary bean for Atlas, so that nothing bypasses it. */
public final class SharedAtlas implements Atlas {

    private final Atlas inner;
    private final CoalescedReads reads;
    private final ErrorHistory errors;
    private final BiFunction<LinkPath, Endpoint, Endpoint> known;

    /** @param known adds to an endpoint that was just read what the gateway knows of it */
    SharedAtlas(
            Atlas inner, CoalescedReads reads, ErrorHistory errors, BiFunction<LinkPath, Endpoint, Endpoint> known) {
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
