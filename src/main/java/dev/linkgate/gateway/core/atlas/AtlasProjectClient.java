package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.endpoints.link.Cluster;
import dev.linkgate.gateway.core.endpoints.link.Clusters;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
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
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/**
 * One project on Atlas for one request of a caller. All its requests to Atlas share a deadline. The time begins with
 * the first request, or the first question about the time left, and not while the caller's request still waits for its
 * audit record.
 */
final class AtlasProjectClient implements AtlasProject {

    private final Dialect dialect;
    private final Duration time;
    private final ProjectReads reads;
    private final ProjectWrites writes;
    private volatile @Nullable Deadline started;

    /**
     * The ends of the time for reads and for writes, both as {@link System#nanoTime()}: a write leaves time to read it
     * back.
     */
    private record Deadline(long nanos, long ofWritesNanos) {

        static Deadline in(Duration time) {
            long now = System.nanoTime();
            return new Deadline(now + time.toNanos(), now + time.toNanos() / 3 * 2);
        }
    }

    AtlasProjectClient(
            ResilientClient client,
            Dialect dialect,
            KnownProviders known,
            Duration time,
            RequestContext context,
            AtlasCredential credential,
            ProjectId project) {
        this.dialect = dialect;
        this.time = time;
        this.reads = new ProjectReads(
                client,
                dialect,
                known,
                project,
                (uri, accept) -> AtlasRequest.read(
                        uri, accept, credential, context, deadline().nanos()));
        ProjectReads readBacks = new ProjectReads(
                client,
                dialect,
                known,
                project,
                (uri, accept) -> AtlasRequest.readBack(
                        uri, accept, credential, context, deadline().nanos()));
        this.writes = new ProjectWrites(
                client,
                dialect,
                project,
                reads,
                readBacks,
                (intent, planned) -> AtlasRequest.write(
                        intent,
                        HttpMethod.valueOf(planned.method()),
                        planned.path(),
                        dialect.accept(),
                        planned.body() == null ? null : planned.body().toString(),
                        credential,
                        context,
                        deadline().ofWritesNanos()));
    }

    private Deadline deadline() {
        Deadline deadline = started;
        if (deadline == null) {
            deadline = Deadline.in(time); // if two threads are first, either value is right
            started = deadline;
        }
        return deadline;
    }

    @Override
    public Duration timeLeft() {
        return Duration.ofNanos(Math.max(0, deadline().nanos() - System.nanoTime()));
    }

    @Override
    public Set<Provider> providers() {
        return dialect.providers();
    }

    @Override
    public List<Link> links(Provider provider) {
        return reads.links(provider);
    }

    @Override
    public Link link(LinkId link) {
        return reads.link(link);
    }

    @Override
    public Provider providerOf(LinkId link) {
        return reads.providerOf(link);
    }

    @Override
    public Endpoint endpoint(LinkId link, EndpointId endpoint) {
        return reads.endpoint(link, endpoint);
    }

    @Override
    public <T extends Record> T resource(ProjectResource<T> resource) {
        return reads.resource(resource);
    }

    @Override
    public ProjectDescription description() {
        return reads.description();
    }

    @Override
    public Clusters clusters() {
        return reads.clusters();
    }

    @Override
    public Cluster cluster(String name) {
        return reads.cluster(name);
    }

    @Override
    public PlannedRequest request(AtlasWrite write) {
        return writes.planned(write);
    }

    @Override
    public WriteResult<Endpoint> send(Intent intent, EndpointWrite write) {
        return writes.send(intent, write);
    }

    @Override
    public WriteResult<Link> send(Intent intent, LinkWrite write) {
        return writes.send(intent, write);
    }

    @Override
    public <T extends Record> WriteResult<T> send(Intent intent, ResourceWrite<T> write) {
        return writes.send(intent, write);
    }
}
