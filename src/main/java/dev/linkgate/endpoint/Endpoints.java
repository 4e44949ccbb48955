package dev.linkgate.endpoint;

import dev.linkgate.audit.Action;
import dev.linkgate.audit.AuditTrail;
import dev.linkgate.audit.Intent;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.Target;
import dev.linkgate.link.Aged;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.Freshness;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkPath;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** What teams may do with the interface endpoints of a link. */
@Service
public class Endpoints {

    private static final Logger log = LoggerFactory.getLogger(Endpoints.class);

    private static final Set<ProblemCode> MAY_BE_GONE =
            EnumSet.of(ProblemCode.OUTCOME_UNKNOWN, ProblemCode.ENDPOINT_NOT_FOUND, ProblemCode.LINK_NOT_FOUND);

    private final SharedAtlas atlas;
    private final AuditTrail trail;
    private final EndpointWait endpointWait;
    private final Removal removal;
    private final Replacement replacement;
    private final Ensuring ensuring;
    private final Settlement settlement;
    private final LinkLock linkLock;
    private final Operations operations;
    private final FanOut fanOut = new FanOut();

    Endpoints(
            SharedAtlas atlas,
            AuditTrail trail,
            EndpointWait endpointWait,
            Removal removal,
            Replacement replacement,
            Ensuring ensuring,
            Settlement settlement,
            LinkLock linkLock,
            Operations operations) {
        this.atlas = atlas;
        this.trail = trail;
        this.endpointWait = endpointWait;
        this.removal = removal;
        this.replacement = replacement;
        this.ensuring = ensuring;
        this.settlement = settlement;
        this.linkLock = linkLock;
        this.operations = operations;
    }

    /**
     * A part of a link's endpoints. Atlas cannot list endpoints: the link names them, and each is read by itself.
     *
     * @param paged cuts the wanted part out of all ids, given what turns ids into endpoints
     * @return as old as its oldest part
     */
    public <T> Aged<T> list(
            RequestContext context, ProjectId project, LinkId link, Freshness freshness, Pager<T> paged) {
        return trail.read(context, Action.ENDPOINT_LIST, Target.link(project, link), () -> {
            SharedProject atlasProject = atlas.project(context, project);
            Aged<Link> named = atlasProject.link(link, freshness);
            List<Aged<Endpoint>> parts = new ArrayList<>();
            T page = paged.page(named.value().interfaceEndpointIds(), ids -> {
                parts.addAll(endpoints(atlasProject, link, ids, freshness));
                return parts.stream().map(Aged::value).toList();
            });
            Aged<T> aged = named.map(whole -> page);
            for (Aged<Endpoint> part : parts) {
                aged = aged.noNewerThan(part);
            }
            return aged;
        });
    }

    /**
     * Those of a link's endpoints that are still there; threads are made only for those that Atlas must be asked for.
     */
    private List<Aged<Endpoint>> endpoints(
            SharedProject atlasProject, LinkId link, List<String> ids, Freshness freshness) {
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
                missing,
                id -> find(() -> atlasProject.endpoint(link, new EndpointId(id), freshness))
                        .map(aged -> found.put(id, aged)));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    /** Cuts a page out of a list whose entries cost something. */
    @FunctionalInterface
    public interface Pager<T> {
        T page(List<String> ids, Function<List<String>, List<Endpoint>> read);
    }

    /** @param patience how long to hold the answer until the endpoint has settled or is gone; zero not to */
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

    /** @param patience how long to hold the answer until the endpoint has settled; zero not to */
    public Aged<Endpoint> add(
            RequestContext context, ProjectId project, LinkId link, EndpointId endpoint, Duration patience) {
        LinkPath path = new LinkPath(project, link);
        SharedProject atlasProject = atlas.project(context, project);
        Endpoint added = trail.write(
                context,
                Action.ENDPOINT_ADD,
                target(project, link, endpoint),
                201,
                intent -> settlement.settling(
                        context,
                        Action.ENDPOINT_ADD,
                        path,
                        endpoint,
                        () -> context.isResumed()
                                ? atlasProject.resumeAdding(intent, link, endpoint)
                                : atlasProject.add(intent, link, endpoint)));
        return endpointWait.afterAdding(context, path, endpoint, added, patience);
    }

    /**
     * Sees to it that a link has a healthy endpoint: adds it if it is absent, replaces it if it has failed, waits for
     * its end and adds it anew if it is being removed, and leaves it alone otherwise.
     *
     * @param allowLinkRemoval whether a failed endpoint may be replaced though it is the link's last one, at the risk
     *     of losing the link
     * @param patience how long to hold the answer until the endpoint has settled; zero not to
     */
    public EnsureResult ensure(
            RequestContext context,
            ProjectId project,
            LinkId link,
            EndpointId endpoint,
            boolean allowLinkRemoval,
            Duration patience) {
        LinkPath path = new LinkPath(project, link);
        AtlasProject atlasProject = atlas.project(context, project);
        EnsureResult result = trail.write(
                context,
                Action.ENDPOINT_ENSURE,
                target(project, link, endpoint),
                EnsureResult::status,
                intent -> ensuring.ensure(context, intent, atlasProject, path, endpoint, allowLinkRemoval));
        return result.after(
                known -> endpointWait.afterAdding(context, path, endpoint, known, patience),
                operation -> operations.awaitEnd(context, operation, patience));
    }

    /**
     * Asks Atlas to remove an endpoint. A replacement of it that is under way ends with that.
     *
     * @param allowLinkRemoval whether it may be the link's last one, which takes the link with it
     * @param patience how long to hold the answer until the endpoint is gone; zero not to
     * @return the endpoint as it was last seen after Atlas took the request
     */
    public Aged<Endpoint> remove(
            RequestContext context,
            ProjectId project,
            LinkId link,
            EndpointId endpoint,
            boolean allowLinkRemoval,
            Duration patience) {
        LinkPath path = new LinkPath(project, link);
        AtlasProject atlasProject = atlas.project(context, project);
        Endpoint removing = trail.write(
                context,
                Action.ENDPOINT_REMOVE,
                target(project, link, endpoint),
                202,
                intent -> linkLock.runLocked(
                        atlasProject,
                        path,
                        () -> remove(context, intent, atlasProject, path, endpoint, allowLinkRemoval)));
        return endpointWait.afterRemoving(context, path, endpoint, removing, patience);
    }

    /** A replacement must not undo what may have been removed; one whose endpoint surely stays goes on. */
    private Endpoint remove(
            RequestContext context,
            Intent intent,
            AtlasProject atlasProject,
            LinkPath path,
            EndpointId endpoint,
            boolean allowLinkRemoval) {
        boolean stays = false;
        try {
            return settlement.settling(
                    context,
                    Action.ENDPOINT_REMOVE,
                    path,
                    endpoint,
                    () -> removal.carryOut(intent, atlasProject, path, endpoint, allowLinkRemoval));
        } catch (LinkgateException e) {
            stays = !MAY_BE_GONE.contains(e.failure().code());
            throw e;
        } finally {
            if (!stays) {
                endReplacement(context, path, endpoint);
            }
        }
    }

    /** What the removal came to stands, whether or not this succeeds. */
    private void endReplacement(RequestContext context, LinkPath path, EndpointId endpoint) {
        try {
            replacement
                    .underWay(path, endpoint)
                    .ifPresent(operation -> operations.abandon(operation, "The endpoint was removed."));
        } catch (RuntimeException e) {
            log.error(
                    "A replacement may undo what request {} removed, for it could not be ended: {}",
                    context.requestId(),
                    e.getMessage());
        }
    }

    /** An endpoint that may have vanished since somebody named it. */
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
