package dev.linkgate.gateway.core.endpoints.reads;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Cluster;
import dev.linkgate.gateway.core.endpoints.link.Clusters;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.ProjectDescription;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.port.PlannedRequest;
import dev.linkgate.gateway.core.endpoints.port.ProjectResource;
import dev.linkgate.gateway.core.endpoints.port.ResourceWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.RetryWindow;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One Atlas project whose reads may be shared with other requests. When it is used as a plain {@link AtlasProject}, it
 * asks Atlas for each read, because decisions about writes need fresh answers.
 */
public final class SharedProject implements AtlasProject {

    private final AtlasProject inner;
    private final CoalescedReads reads;
    private final ErrorHistory errors;
    private final SharedAtlas.Knowledge known;
    private final RequestContext context;
    private final ProjectId project;

    SharedProject(
            AtlasProject inner,
            CoalescedReads reads,
            ErrorHistory errors,
            SharedAtlas.Knowledge known,
            RequestContext context,
            ProjectId project) {
        this.inner = inner;
        this.reads = reads;
        this.errors = errors;
        this.known = known;
        this.context = context;
        this.project = project;
    }

    /** The links to one cloud. */
    public Aged<List<Link>> links(Provider provider, Freshness freshness) {
        return shared(provider, freshness, () -> inner.links(provider));
    }

    public Aged<Link> link(LinkId link, Freshness freshness) {
        return retrying(() -> reads(link).link().get(context, freshness, () -> inner.link(link)));
    }

    public Aged<Endpoint> endpoint(LinkId link, EndpointId endpoint, Freshness freshness) {
        return retrying(() ->
                reads(link).endpoint(endpoint, read -> read.get(context, freshness, () -> judged(link, endpoint))));
    }

    /** The project's clusters. */
    public Aged<Clusters> clusters(Freshness freshness) {
        return shared(Clusters.class, freshness, inner::clusters);
    }

    /** What Atlas tells of the project itself. */
    public Aged<ProjectDescription> description(Freshness freshness) {
        return shared(ProjectDescription.class, freshness, inner::description);
    }

    /** A resource that a feature knows. */
    public <T extends Record> Aged<T> resource(ProjectResource<T> resource, Freshness freshness) {
        return shared(resource.path(), freshness, () -> inner.resource(resource));
    }

    private <T> Aged<T> shared(Object what, Freshness freshness, Supplier<T> read) {
        return retrying(() -> reads.project(project).<T>read(what, known -> known.get(context, freshness, read)));
    }

    /** The endpoint, if a shared answer is recent enough. */
    public @Nullable Aged<Endpoint> recentEndpoint(LinkId link, EndpointId endpoint) {
        CoalescedRead<Endpoint> read = reads(link).known(endpoint);
        return read == null ? null : read.recent(context);
    }

    /**
     * Waits outside of the shared read, so that a request with a {@link RetryWindow} delays no other one that shares
     * it.
     */
    private <T> T retrying(Supplier<T> read) {
        return context.waiting().retrying(inner::timeLeft, read);
    }

    private CoalescedReads.OfLink reads(LinkId link) {
        return reads.link(new LinkPath(project, link));
    }

    @Override
    public Duration timeLeft() {
        return inner.timeLeft();
    }

    @Override
    public Set<Provider> providers() {
        return inner.providers();
    }

    @Override
    public List<Link> links(Provider provider) {
        return retrying(() -> inner.links(provider));
    }

    @Override
    public Provider providerOf(LinkId link) {
        return retrying(() -> inner.providerOf(link));
    }

    @Override
    public <T extends Record> T resource(ProjectResource<T> resource) {
        return retrying(() -> inner.resource(resource));
    }

    @Override
    public ProjectDescription description() {
        return retrying(inner::description);
    }

    @Override
    public Clusters clusters() {
        return retrying(inner::clusters);
    }

    @Override
    public Cluster cluster(String name) {
        return retrying(() -> inner.cluster(name));
    }

    @Override
    public PlannedRequest request(AtlasWrite write) {
        return inner.request(write);
    }

    @Override
    public Link link(LinkId link) {
        return retrying(() -> inner.link(link));
    }

    @Override
    public Endpoint endpoint(LinkId link, EndpointId endpoint) {
        return retrying(() -> judged(link, endpoint));
    }

    private Endpoint judged(LinkId link, EndpointId endpoint) {
        LinkPath path = new LinkPath(project, link);
        UnaryOperator<Endpoint> withKnown = known.of(context, path, endpoint);
        return withKnown.apply(errors.judge(path, endpoint, () -> inner.endpoint(link, endpoint)));
    }

    @Override
    public WriteResult<Endpoint> send(Intent intent, EndpointWrite write) {
        return inner.send(intent, write);
    }

    @Override
    public WriteResult<Link> send(Intent intent, LinkWrite write) {
        return inner.send(intent, write);
    }

    @Override
    public <T extends Record> WriteResult<T> send(Intent intent, ResourceWrite<T> write) {
        return inner.send(intent, write);
    }
}
