package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.EndpointReplacement;
import dev.linkgate.gateway.core.endpoints.port.EndpointWait;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.endpoints.reads.FanOut;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedProject;
import dev.linkgate.gateway.core.platform.concurrency.Rounds;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.RequiredDatabase;
import dev.linkgate.gateway.core.trail.record.Action;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** What teams may do with the interface endpoints of a link. */
@Service
public class Endpoints {

    private final SharedAtlas atlas;
    private final AuditTrail trail;
    private final EndpointWait endpointWait;
    private final WritePipeline pipeline;
    private final EndpointRules rules;
    private final EndpointReplacement replacement;
    private final FanOut fanOut;
    private final EndpointStore known;
    private final TransactionTemplate transactions;
    private final InstantSource clock;
    private final Rounds<LinkPath, Aged<Link>> linkRounds = new Rounds<>();
    private final Rounds<LinkRead, List<Aged<Endpoint>>> rounds = new Rounds<>();

    Endpoints(
            SharedAtlas atlas,
            AuditTrail trail,
            EndpointWait endpointWait,
            WritePipeline pipeline,
            EndpointRules rules,
            EndpointReplacement replacement,
            FanOut fanOut,
            EndpointStore known,
            TransactionTemplate transactions,
            InstantSource clock) {
        this.atlas = atlas;
        this.trail = trail;
        this.endpointWait = endpointWait;
        this.pipeline = pipeline;
        this.rules = rules;
        this.replacement = replacement;
        this.fanOut = fanOut;
        this.known = known;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * One page of a link's endpoints. Atlas cannot list endpoints: the link names them, and each is read separately.
     *
     * @param paged cuts the page out of all ids, given the function that turns ids into endpoints
     * @return as old as its oldest part
     */
    public <T> Aged<T> list(RequestContext context, LinkPath link, Freshness freshness, Pager<T> paged) {
        return trail.read(context, Action.ENDPOINT_LIST, link.target(), () -> {
            SharedProject atlasProject = atlas.project(context, link.project());
            Aged<Link> named = named(context, atlasProject, link, freshness);
            List<Aged<Endpoint>> parts = new ArrayList<>();
            T page = paged.page(named.value().interfaceEndpointIds(), ids -> {
                parts.addAll(endpoints(context, atlasProject, new LinkRead(link, List.copyOf(ids), freshness)));
                return parts.stream().map(Aged::value).toList();
            });
            return named.map(whole -> page).noNewerThan(parts);
        });
    }

    /**
     * The link, with its endpoints' ids, of which there can be very many: those who want a new answer share one, too.
     */
    private Aged<Link> named(RequestContext context, SharedProject atlasProject, LinkPath link, Freshness freshness) {
        return switch (freshness) {
            case SHARED -> atlasProject.link(link.link(), freshness);
            case NEW -> linkRounds.get(context, link, () -> atlasProject.link(link.link(), freshness));
        };
    }

    /** What callers share: a page of a link's endpoints. */
    private record LinkRead(LinkPath link, List<EndpointId> ids, Freshness freshness) {}

    /** The link's endpoints that still exist. Callers share the read, unless each endpoint was read a moment ago. */
    private List<Aged<Endpoint>> endpoints(RequestContext context, SharedProject atlasProject, LinkRead read) {
        Map<EndpointId, Aged<Endpoint>> recent = recent(atlasProject, read);
        return recent.size() == read.ids().size()
                ? read.ids().stream().map(recent::get).filter(Objects::nonNull).toList()
                : rounds.get(context, read, () -> read(context, atlasProject, read));
    }

    private static Map<EndpointId, Aged<Endpoint>> recent(SharedProject atlasProject, LinkRead read) {
        Map<EndpointId, Aged<Endpoint>> recent = new HashMap<>();
        if (read.freshness() == Freshness.SHARED) {
            for (EndpointId id : read.ids()) {
                Aged<Endpoint> known = atlasProject.recentEndpoint(read.link().link(), id);
                if (known != null) {
                    recent.put(id, known);
                }
            }
        }
        return recent;
    }

    /** Only endpoints that must be read from Atlas take a thread. */
    private List<Aged<Endpoint>> read(RequestContext context, SharedProject atlasProject, LinkRead read) {
        Map<EndpointId, Aged<Endpoint>> found = recent(atlasProject, read);
        List<EndpointId> missing =
                read.ids().stream().filter(id -> !found.containsKey(id)).toList();
        List<Optional<Aged<Endpoint>>> reads = fanOut.map(
                context,
                missing,
                id -> EndpointObservation.find(
                        () -> atlasProject.endpoint(read.link().link(), id, read.freshness())));
        for (int i = 0; i < missing.size(); i++) {
            EndpointId id = missing.get(i);
            reads.get(i).ifPresent(endpoint -> found.put(id, endpoint));
        }
        return read.ids().stream().map(found::get).filter(Objects::nonNull).toList();
    }

    /** Cuts a page out of a list whose entries are expensive to read. */
    @FunctionalInterface
    public interface Pager<T> {
        T page(List<EndpointId> ids, Function<List<EndpointId>, List<Endpoint>> read);
    }

    /** @param patience how long to hold the answer until the endpoint has settled or is gone; zero does not wait */
    public Aged<Endpoint> get(
            RequestContext context, LinkPath link, EndpointId endpoint, Freshness freshness, Duration patience) {
        Target target = Target.endpoint(link.project(), link.link(), endpoint.value());
        long began = System.nanoTime();
        return trail.read(context, Action.ENDPOINT_GET, target, () -> {
            Aged<Endpoint> first = atlas.project(context, link.project()).endpoint(link.link(), endpoint, freshness);
            Duration left = patience.minusNanos(System.nanoTime() - began);
            return endpointWait.afterReading(context, link, endpoint, first, left);
        });
    }

    /** @param wasThere whether it was there as asked for, because the request is a repeated one */
    public record Added(Aged<Endpoint> endpoint, boolean wasThere) {}

    /** @param patience how long to hold the answer until the endpoint has settled; zero does not wait */
    public Added add(RequestContext context, EndpointWrite.Add add, Duration patience) {
        WriteResult<Endpoint> result = run(context, add, WriteHooks.of(Precondition.NONE));
        Aged<Endpoint> seen = endpointWait.afterAdding(context, add.link(), add.id(), added(context, result), patience);
        return new Added(seen, result instanceof WriteResult.Unneeded<Endpoint>);
    }

    /** The result of ensuring a healthy endpoint. */
    public sealed interface EnsureResult {

        /** The endpoint was absent and was added. */
        record Added(Aged<Endpoint> endpoint) implements EnsureResult {}

        /** The endpoint existed and was healthy. */
        record Present(Aged<Endpoint> endpoint) implements EnsureResult {}

        /** The endpoint had failed or is being removed, and an operation replaces it. */
        record Replacing(EndpointReplacement.Progress progress) implements EnsureResult {}
    }

    /**
     * Ensures that a link has a healthy endpoint. An absent endpoint is added, and a failed one is replaced. An
     * endpoint that is being removed is added again once it is gone. A healthy endpoint is left alone.
     *
     * @param patience how long to hold the answer until the endpoint has settled; zero does not wait
     */
    public EnsureResult ensure(
            RequestContext context, EndpointWrite.Ensure ensure, Precondition precondition, Duration patience) {
        WriteResult<Endpoint> result = run(context, ensure, WriteHooks.of(precondition));
        if (result instanceof WriteResult.Deferred<Endpoint> deferred) {
            return new EnsureResult.Replacing(RequiredDatabase.during(
                    context, () -> replacement.await(context, deferred.operationId(), patience)));
        }
        Aged<Endpoint> seen =
                endpointWait.afterAdding(context, ensure.link(), ensure.id(), added(context, result), patience);
        return result instanceof WriteResult.Unneeded<Endpoint>
                ? new EnsureResult.Present(seen)
                : new EnsureResult.Added(seen);
    }

    /** The endpoint as Atlas has answered, and as its outcome was recorded; or as it was read, if it was there. */
    private static Endpoint added(RequestContext context, WriteResult<Endpoint> result) {
        Endpoint endpoint = result.resourceOrThrow();
        Owner owner = Owner.of(context);
        return result instanceof WriteResult.Unneeded<Endpoint>
                ? endpoint
                : endpoint.addedBy(owner.team(), context.facts().endedAt(), owner.changeReference());
    }

    /**
     * Hands an endpoint over to another team.
     *
     * @return the endpoint as it is now
     */
    public Endpoint handOver(RequestContext context, LinkPath link, EndpointId id, String team) {
        Target target = Target.endpoint(link.project(), link.link(), id.value());
        return trail.write(context, Action.ENDPOINT_TEAM_SET, target, 200, intent -> {
            Endpoint before = atlas.project(context, link.project()).endpoint(link.link(), id);
            intent.changed(
                    () -> new Change.Values().with("team", before.team()),
                    () -> new Change.Values().with("team", team));
            transactions.executeWithoutResult(status -> known.handOver(link, before.interfaceEndpointId(), team));
            return before.addedBy(team, before.addedAt(), before.changeReference());
        });
    }

    /**
     * Asks Atlas to remove an endpoint. This ends an unfinished replacement of it.
     *
     * @param patience how long to hold the answer until the endpoint is gone; zero does not wait
     * @return the endpoint as last read after Atlas accepted the request; empty if it was seen that it is gone
     */
    public Optional<Aged<Endpoint>> remove(
            RequestContext context, EndpointWrite.Remove remove, Precondition precondition, Duration patience) {
        LinkPath link = remove.link();
        Instant asked = clock.instant();
        Endpoint removing = run(
                        context, remove, WriteHooks.of(precondition, result -> ended(context, remove, asked, result)))
                .resourceOrThrow();
        Endpoint latest = latest(context, link, remove.id()).orElse(removing);
        return endpointWait.afterRemoving(context, link, remove.id(), latest, patience);
    }

    private WriteResult<Endpoint> run(RequestContext context, EndpointWrite write, WriteHooks<Endpoint> hooks) {
        return pipeline.run(context, atlas.project(context, write.link().project()), write, rules, hooks);
    }

    /** What a write would do. */
    public DryRun dryRun(RequestContext context, EndpointWrite write, Precondition precondition) {
        return pipeline.dryRun(context, atlas.project(context, write.link().project()), write, rules, precondition);
    }

    /**
     * Ends a replacement that could undo a removal, and forgets what was not there. A replacement whose endpoint
     * certainly stays goes on.
     */
    private void ended(
            RequestContext context, EndpointWrite.Remove remove, Instant asked, WriteResult<Endpoint> result) {
        ProblemCode code = result.failure().map(Failure::code).orElse(null);
        boolean absent = ProblemCode.ENDPOINT_NOT_FOUND.equals(code) || ProblemCode.LINK_NOT_FOUND.equals(code);
        if (code == null || absent || code.equals(ProblemCode.OUTCOME_UNKNOWN)) {
            boolean unused = trail.ask(context, () -> {
                replacement.endFor(context, remove.link(), remove.id());
                if (absent) {
                    known.gone(remove.link(), remove.id(), asked);
                }
                return true;
            });
        }
    }

    /** The removal is accepted and recorded, so a failed read does not make it fail. */
    private Optional<Endpoint> latest(RequestContext context, LinkPath link, EndpointId endpoint) {
        try {
            return Optional.of(RequiredDatabase.during(
                    context, () -> atlas.project(context, link.project()).endpoint(link.link(), endpoint)));
        } catch (LinkgateException e) {
            return Optional.empty();
        }
    }
}
