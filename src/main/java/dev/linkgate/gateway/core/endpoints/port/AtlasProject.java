package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.endpoints.link.Cluster;
import dev.linkgate.gateway.core.endpoints.link.Clusters;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.ProjectDescription;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One Atlas project on behalf of one request.
 *
 * <p>Each read throws {@link dev.linkgate.gateway.core.platform.request.LinkgateException} with the problem for Atlas's
 * refusal, or with {@code atlas-unavailable} or {@code atlas-timeout} when no answer came. What the classic dialect
 * does not have throws {@code invalid-request}.
 */
public interface AtlasProject {

    /** The time left for calls to Atlas on behalf of this request. */
    Duration timeLeft();

    /** The clouds that links can connect to: in the classic dialect AWS only. */
    Set<Provider> providers();

    /** The links to one cloud. */
    List<Link> links(Provider provider);

    Link link(LinkId link);

    /** The cloud of a link. Atlas is asked only if the gateway has not seen the link yet. */
    Provider providerOf(LinkId link);

    /**
     * Reads an endpoint.
     *
     * @param endpoint in any case, for Azure
     */
    Endpoint endpoint(LinkId link, EndpointId endpoint);

    /** Reads a resource that a feature knows. */
    <T extends Record> T resource(ProjectResource<T> resource);

    /** What Atlas tells of the project itself. */
    ProjectDescription description();

    /**
     * The project's clusters. Atlas adds their connections through a private endpoint some time after it has become
     * available, when it has updated the clusters.
     */
    Clusters clusters();

    /**
     * One cluster, also of a kind that Atlas's list leaves out: of those it refuses the read, with a reason.
     *
     * @param name in the form of a cluster's name
     */
    Cluster cluster(String name);

    /**
     * The request that a write will send.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if the dialect does not
     *     have it
     */
    PlannedRequest request(AtlasWrite write);

    /**
     * Sends a write, again if that is safe, and reads back an unclear result.
     *
     * @return the result; never throws a {@link dev.linkgate.gateway.core.platform.request.LinkgateException}
     */
    WriteResult<Endpoint> send(Intent intent, EndpointWrite write);

    /** Sends a write, as {@link #send(Intent, EndpointWrite)} does. */
    WriteResult<Link> send(Intent intent, LinkWrite write);

    /** Sends a write, as {@link #send(Intent, EndpointWrite)} does. */
    <T extends Record> WriteResult<T> send(Intent intent, ResourceWrite<T> write);
}
