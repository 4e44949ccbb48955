package dev.linkgate.endpoint;

import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.Target;
import dev.linkgate.link.Aged;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.EndpointWrite;
import dev.linkgate.link.Freshness;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkPath;
import dev.linkgate.link.WriteResult;
import dev.linkgate.operation.Operation;
import dev.linkgate.operation.Operations;
import dev.linkgate.reads.FanOut;
import dev.linkgate.reads.SharedAtlas;
import dev.linkgate.reads.SharedProject;
import dev.linkgate.watch.EndpointWait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;

/** What teams may do with the interface endpoints of a link. */
@Service
public class Endpoints {

    private static final Set<ProblemCode> MAY_BE_GONE =
            EnumSet.of(ProblemCode.OUTCOME_UNKNOWN, ProblemCode.ENDPOINT_NOT_FOUND, ProblemCode.LINK_NOT_FOUND);

    private final SharedAtlas atlas;
    private final AuditTrail trail;
    private final EndpointWait endpointWait;
    private final WritePipeline pipeline;
    private final Replacements replacements;
    private final Operations operations;
    private final FanOut fanOut = new FanOut();

    Endpoints(
            SharedAtlas atlas,
            AuditTrail trail,
            EndpointWait endpointWait,
            WritePipeline pipeline,
            Replacements replacements,
            Operations operations) {
        this.atlas = atlas;
        this.trail = trail;
        this.endpointWait = endpointWait;
        this.pipeline = pipeline;
        this.replacements = replacements;
        this.operations = operations;
    }

    /**
     * One page of a link's endpoints. Atlas cannot list endpoints: the link names them, and each is read separately.
     *
     * @param paged cuts the page out of all ids, given the function that turns ids into endpoints
     * @return as old as its oldest part
     */
    public <T> Aged<T> list(
            RequestContext context, ProjectId project, LinkId link, Freshness freshness, Pager<T> paged) {
        return trail.read(context, Action.ENDPOINT_LIST, Target.link(project, link), () -> {
            SharedProject atlasProject = atlas.project(context, project);
            Aged<Link> named = atlasProject.link(link, freshness);
            List<Aged<Endpoint>> parts = new ArrayList<>();
            T page = paged.page(named.value().interfaceEndpointIds(), ids -> {
                parts.addAll(endpoints(context, atlasProject, link, ids, freshness));
                return parts.stream().map(Aged::value).toList();
            });
            Aged<T> aged = named.map(whole -> page);
            for (Aged<Endpoint> part : parts) {
                aged = aged.noNewerThan(part);
            }
            return aged;
        });
    }

    /** The link's endpoints that still exist. Only endpoints that must be read from Atlas take a thread. */
    private List<Aged<Endpoint>> endpoints(
            RequestContext context, SharedProject atlasProject, LinkId link, List<String> ids, Freshness freshness) {
        Map<String, Aged<Endpoint>> found = new ConcurrentHashMap<>();
        if (freshness == Freshness.SHARED) {
            for (String id : ids) {
                Aged<Endpoint> recent = atlasProject.recentEndpoint(link, new EndpointId(id));
                if (recent != null) {
                    found.put(id, recent);
                }
            }
        }
        List<String> missing = ids.stream().filter(id -> !found.containsKey(id)).toList();
        fanOut.map(
                context,
                missing,
                id -> find(() -> atlasProject.endpoint(link, new EndpointId(id), freshness))
                        .map(aged -> found.put(id, aged)));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    /** Cuts a page out of a list whose entries are expensive to read. */
    @FunctionalInterface
    public interface Pager<T> {
        T page(List<String> ids, Function<List<String>, List<Endpoint>> read);
    }

    /** @param patience how long to hold the answer until the endpoint has settled or is gone; zero does not wait */
    public Aged<Endpoint> get(
            RequestContext context,
            ProjectId project,
            LinkId link,
            EndpointId endpoint,
            Freshness freshness,
            Duration patience) {
        return trail.read(context, Action.ENDPOINT_GET, target(project, link, endpoint), () -> {
            Aged<Endpoint> first = atlas.project(context, project).endpoint(link, endpoint, freshness);
            return endpointWait.afterReading(context, new LinkPath(project, link), endpoint, first, patience);
        });
    }

    /** @param patience how long to hold the answer until the endpoint has settled; zero does not wait */
    public Aged<Endpoint> add(
            RequestContext context, ProjectId project, LinkId link, EndpointId endpoint, Duration patience) {
        LinkPath path = new LinkPath(project, link);
        EndpointWrite.Cause cause =
                context.isResumed() ? EndpointWrite.Cause.RESUMED_REQUEST : EndpointWrite.Cause.REQUEST;
        WriteResult result = pipeline.run(
                context,
                atlas.project(context, project),
                new EndpointWrite.Add(path, endpoint, cause),
                WriteHooks.NONE);
        return endpointWait.afterAdding(context, path, endpoint, result.endpointOrThrow(), patience);
    }

    /**
     * Ensures that a link has a healthy endpoint. An absent endpoint is added, and a failed one is replaced. An
     * endpoint that is being removed is added again once it is gone. A healthy endpoint is left alone.
     *
     * @param allowLinkRemoval whether a failed endpoint may be replaced although it is the link's last one, at the risk
     *     of losing the link
     * @param patience how long to hold the answer until the endpoint has settled; zero does not wait
     */
    public EnsureResult ensure(
            RequestContext context,
            ProjectId project,
            LinkId link,
            EndpointId endpoint,
            boolean allowLinkRemoval,
            Duration patience) {
        LinkPath path = new LinkPath(project, link);
        WriteResult result = pipeline.run(
                context,
                atlas.project(context, project),
                new EndpointWrite.Ensure(path, endpoint, allowLinkRemoval),
                WriteHooks.NONE);
        if (result instanceof WriteResult.Deferred deferred) {
            Operation operation = operations.find(deferred.operationId()).orElseThrow(Operations::notFound);
            return new EnsureResult.Replacing(operations.awaitEnd(context, operation, patience));
        }
        Aged<Endpoint> seen = endpointWait.afterAdding(context, path, endpoint, result.endpointOrThrow(), patience);
        return result instanceof WriteResult.Unneeded ? new EnsureResult.Present(seen) : new EnsureResult.Added(seen);
    }

    /**
     * Asks Atlas to remove an endpoint. This ends an unfinished replacement of it.
     *
     * @param allowLinkRemoval whether the endpoint may be the link's last one, which removes the link too
     * @param patience how long to hold the answer until the endpoint is gone; zero does not wait
     * @return the endpoint as last read after Atlas accepted the request
     */
    public Aged<Endpoint> remove(
            RequestContext context,
            ProjectId project,
            LinkId link,
            EndpointId endpoint,
            boolean allowLinkRemoval,
            Duration patience) {
        LinkPath path = new LinkPath(project, link);
        SharedProject atlasProject = atlas.project(context, project);
        WriteHooks hooks = WriteHooks.afterwards(result -> {
            if (mayBeGone(result)) {
                replacements.endFor(context, path, endpoint);
            }
        });
        Endpoint removing = pipeline.run(
                        context, atlasProject, new EndpointWrite.Remove(path, endpoint, allowLinkRemoval), hooks)
                .endpointOrThrow();
        Endpoint latest = latest(atlasProject, link, endpoint).orElse(removing);
        return endpointWait.afterRemoving(context, path, endpoint, latest, patience);
    }

    /** Whether a replacement could undo the removal. A replacement whose endpoint certainly stays goes on. */
    private static boolean mayBeGone(WriteResult result) {
        return result.failure().isEmpty()
                || MAY_BE_GONE.contains(result.failure().get().code());
    }

    /** The removal is accepted and recorded, so a failed read does not make it fail. */
    private static Optional<Endpoint> latest(SharedProject project, LinkId link, EndpointId endpoint) {
        try {
            return Optional.of(project.endpoint(link, endpoint));
        } catch (LinkgateException e) {
            return Optional.empty();
        }
    }

    /** Reads an endpoint that may have vanished. */
    private static <T> Optional<T> find(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (LinkgateException e) {
            return switch (e.failure().code()) {
                case ENDPOINT_NOT_FOUND, LINK_NOT_FOUND -> Optional.empty();
                default -> throw e;
            };
        }
    }

    private static Target target(ProjectId project, LinkId link, EndpointId endpoint) {
        return Target.endpoint(project, link, endpoint.value());
    }
}
