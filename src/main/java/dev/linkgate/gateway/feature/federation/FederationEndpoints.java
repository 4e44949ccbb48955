package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.endpoints.provisioning.DryRun;
import dev.linkgate.gateway.core.endpoints.provisioning.WriteHooks;
import dev.linkgate.gateway.core.endpoints.provisioning.WritePipeline;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedProject;
import dev.linkgate.gateway.core.platform.concurrency.Rounds;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.feature.waiting.Polls;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** What teams may do with the endpoints of a project's Data Federation and Online Archive. */
@Service
public class FederationEndpoints {

    /** More pages than any project has. */
    private static final int MOST_PAGES = 50;

    /** How long Atlas may not show what it has added. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final SharedAtlas atlas;
    private final AuditTrail trail;
    private final WritePipeline pipeline;
    private final EndpointStore store;
    private final Polls polls;
    private final TransactionTemplate transactions;
    private final InstantSource clock;
    private final Rounds<Subject, Aged<List<FederationEndpoint>>> rounds = new Rounds<>();

    FederationEndpoints(
            SharedAtlas atlas,
            AuditTrail trail,
            WritePipeline pipeline,
            EndpointStore store,
            Polls polls,
            TransactionTemplate transactions,
            InstantSource clock) {
        this.atlas = atlas;
        this.trail = trail;
        this.pipeline = pipeline;
        this.store = store;
        this.polls = polls;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What callers share. */
    private record Subject(ProjectId project, Freshness freshness) {}

    /** All endpoints of a project, by id. */
    public Aged<List<FederationEndpoint>> list(RequestContext context, ProjectId project, Freshness freshness) {
        return trail.read(
                context,
                FederationWords.FEDERATION_ENDPOINT_LIST,
                Target.project(project),
                () -> read(context, project, freshness));
    }

    /** All endpoints of a project, by id; the caller records it. */
    public Aged<List<FederationEndpoint>> read(RequestContext context, ProjectId project, Freshness freshness) {
        return rounds.get(context, new Subject(project, freshness), () -> all(context, project, freshness));
    }

    private Aged<List<FederationEndpoint>> all(RequestContext context, ProjectId project, Freshness freshness) {
        SharedProject atlasProject = atlas.project(context, project);
        Instant asked = clock.instant();
        List<Aged<FederationPage>> pages = new ArrayList<>();
        do {
            pages.add(atlasProject.resource(FederationEndpoint.page(pages.size() + 1), freshness));
        } while (!pages.getLast().value().isLast() && pages.size() < MOST_PAGES);
        Map<EndpointId, KnownEndpoint> known = known(context, project);
        List<FederationEndpoint> endpoints = pages.stream()
                .flatMap(page -> page.value().endpoints().stream())
                .map(endpoint -> endpoint.as(known.get(endpoint.interfaceEndpointId())))
                .sorted(Comparator.comparing(
                        endpoint -> endpoint.interfaceEndpointId().canonical()))
                .toList();
        if (pages.getLast().value().isLast() && pages.stream().allMatch(page -> page.age() == null)) {
            pages.forEach(page -> page.value().endpoints().forEach(endpoint -> note(project, endpoint, known)));
            known.keySet().forEach(gone -> forget(project, gone, asked));
        }
        return pages.getFirst().map(first -> endpoints).noNewerThan(pages);
    }

    /** Notes an endpoint as Atlas has just shown it, and takes it off what is known. */
    private void note(ProjectId project, FederationEndpoint endpoint, Map<EndpointId, KnownEndpoint> known) {
        EndpointId id = endpoint.interfaceEndpointId();
        store.seen(LinkPath.ofProject(project), id, known.remove(id), endpoint.connectionStatus(), endpoint);
    }

    /** Forgets an endpoint that Atlas does not show, unless it was added a moment ago. */
    private void forget(ProjectId project, EndpointId id, Instant asked) {
        store.gone(LinkPath.ofProject(project), id, asked.minus(GRACE));
    }

    private Map<EndpointId, KnownEndpoint> known(RequestContext context, ProjectId project) {
        Map<EndpointId, KnownEndpoint> known = new HashMap<>();
        trail.ask(context, () -> store.of(project)).stream()
                .filter(each -> each.place().isOfProject())
                .forEach(each -> known.put(new EndpointId(each.interfaceEndpointId()), each));
        return known;
    }

    /**
     * One endpoint.
     *
     * @param patience how long to hold the answer until the endpoint has settled; zero does not wait
     */
    public Aged<FederationEndpoint> get(
            RequestContext context, ProjectId project, EndpointId id, Freshness freshness, Duration patience) {
        long began = System.nanoTime();
        return trail.read(
                context,
                FederationWords.FEDERATION_ENDPOINT_GET,
                FederationEndpoint.target(project, id),
                () -> await(
                        context,
                        project,
                        one(context, project, id, freshness),
                        patience.minusNanos(System.nanoTime() - began)));
    }

    private Aged<FederationEndpoint> one(
            RequestContext context, ProjectId project, EndpointId id, Freshness freshness) {
        Instant asked = clock.instant();
        LinkPath place = LinkPath.ofProject(project);
        try {
            Aged<FederationEndpoint> found =
                    atlas.project(context, project).resource(FederationEndpoint.at(id), freshness);
            return found.map(endpoint -> trail.ask(context, () -> {
                KnownEndpoint row = store.find(place, id).orElse(null);
                store.seen(place, endpoint.interfaceEndpointId(), row, endpoint.connectionStatus(), endpoint);
                return endpoint.as(row);
            }));
        } catch (LinkgateException e) {
            if (e.failure().code().equals(ProblemCode.ENDPOINT_NOT_FOUND)) {
                forget(project, id, asked);
            }
            throw e;
        }
    }

    private Aged<FederationEndpoint> await(
            RequestContext context, ProjectId project, Aged<FederationEndpoint> first, Duration patience) {
        EndpointId id = first.value().interfaceEndpointId();
        return polls.until(
                context,
                FederationEndpoint.target(project, id),
                reader -> one(reader, project, id, Freshness.NEW),
                FederationEndpoint::settled,
                first,
                patience);
    }

    /** @param wasThere whether it was there as asked for */
    public record Written(Aged<FederationEndpoint> endpoint, boolean wasThere) {}

    /**
     * Adds an endpoint, or changes the comment of one that is there.
     *
     * @param patience how long to hold the answer until the endpoint has settled; zero does not wait
     */
    public Written write(RequestContext context, FederationWrite write, Precondition precondition, Duration patience) {
        FederationRules rules = new FederationRules(store, trail);
        FederationEndpoint endpoint = run(context, write, rules, precondition).resourceOrThrow();
        Owner owner = Owner.of(context);
        FederationEndpoint seen = rules.hasAdded()
                ? endpoint.addedBy(owner.team(), context.facts().endedAt(), owner.changeReference())
                : endpoint;
        return new Written(await(context, write.project(), Aged.fresh(seen), patience), !rules.hasAdded());
    }

    /** Removes an endpoint. Atlas answers when it is gone. */
    public void remove(RequestContext context, FederationWrite removal, Precondition precondition) {
        Instant asked = clock.instant();
        WriteResult<FederationEndpoint> unused = run(context, removal, new FederationRules(store, trail), precondition)
                .orThrow();
        store.gone(LinkPath.ofProject(removal.project()), removal.id(), asked);
    }

    private WriteResult<FederationEndpoint> run(
            RequestContext context, FederationWrite write, FederationRules rules, Precondition precondition) {
        return pipeline.run(
                context, atlas.project(context, write.project()), write, rules, WriteHooks.of(precondition));
    }

    /** What a write would do. */
    DryRun dryRun(RequestContext context, FederationWrite write, Precondition precondition) {
        return pipeline.dryRun(
                context,
                atlas.project(context, write.project()),
                write,
                new FederationRules(store, trail),
                precondition);
    }

    /**
     * Hands an endpoint over to another team.
     *
     * @return the endpoint as it is now
     */
    FederationEndpoint handOver(RequestContext context, ProjectId project, EndpointId id, String team) {
        Target target = FederationEndpoint.target(project, id);
        return trail.write(context, Action.ENDPOINT_TEAM_SET, target, 200, intent -> {
            FederationEndpoint before = one(context, project, id, Freshness.NEW).value();
            intent.changed(
                    () -> new Change.Values().with("team", before.team()),
                    () -> new Change.Values().with("team", team));
            transactions.executeWithoutResult(
                    status -> store.handOver(LinkPath.ofProject(project), before.interfaceEndpointId(), team));
            return before.addedBy(team, before.addedAt(), before.changeReference());
        });
    }
}
