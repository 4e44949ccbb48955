package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.store.Snapshot;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.trail.audit.TableChange;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The approvals that are in force, held in memory. */
@Component
class Approvals implements EndpointApprovals {

    private static final Logger log = LoggerFactory.getLogger(Approvals.class);
    private static final String TOPIC = "access-requests";

    private final AccessRequestStore store;
    private final AccessRequests requests;
    private final Access access;
    private final Snapshot<Map<String, List<AccessRequest>>> snapshot;

    Approvals(AccessRequestStore store, AccessRequests requests, Access access, Snapshots snapshots) {
        this.store = store;
        this.requests = requests;
        this.access = access;
        this.snapshot = snapshots.of(TOPIC, this::load);
    }

    private Map<String, List<AccessRequest>> load() {
        return store.approvals().stream()
                .collect(Collectors.groupingBy(approval -> key(
                        approval.projectId(),
                        approval.holder(),
                        Objects.requireNonNull(approval.interfaceEndpointId()))));
    }

    private static String key(ProjectId project, String holder, EndpointId id) {
        return project + " " + holder + " " + id.canonical();
    }

    /** Changes approvals in a transaction, and tells all replicas. */
    <R> R change(Supplier<R> change) {
        return snapshot.change(change);
    }

    private static Optional<AccessRequest> find(
            Map<String, List<AccessRequest>> known, Actor caller, LinkPath link, EndpointId id, Instant now) {
        return known.getOrDefault(key(link.project(), AccessRequest.holder(caller), id), List.of()).stream()
                .filter(approval -> Objects.equals(approval.linkId(), link.linkId()))
                .filter(approval -> now.isBefore(approval.endsAt()))
                .findFirst();
    }

    @Override
    public boolean has(Actor caller, LinkPath link, EndpointId id) {
        return snapshot.isCurrent()
                && find(snapshot.get(), caller, link, id, access.now()).isPresent();
    }

    @Override
    public boolean hasNow(Actor caller, LinkPath link, EndpointId id) {
        Instant now = access.now();
        return find(snapshot.latest(), caller, link, id, now)
                .filter(approval -> store.isUnused(approval.id(), now))
                .isPresent();
    }

    @Override
    public TableChange using(Actor caller, LinkPath link, EndpointId id, TableChange addition) {
        // One that has expired meanwhile has let the endpoint be added, too.
        return find(snapshot.get(), caller, link, id, Instant.EPOCH)
                .map(approval -> addition.with("approval", approval.id().value())
                        .and(AccessRequestStore.USED)
                        .and(Snapshot.raising(TOPIC))
                        .removing(approval.place()))
                .orElse(addition);
    }

    @Override
    public Optional<String> ask(RequestContext context, LinkPath link, EndpointId id) {
        Wish wish = Wish.endpoint(link.linkId(), id, null);
        try {
            return Optional.of(find(snapshot.get(), context.actor(), link, id, access.now())
                    .orElseGet(() ->
                            requests.ask(context.part(), link.project(), wish).request())
                    .path());
        } catch (LinkgateException refused) {
            log.info(
                    "Request {} has not asked for an approval: {}",
                    context.requestId(),
                    refused.failure().code());
            return Optional.empty();
        }
    }

    @Override
    public List<String> end(ProjectId project) {
        return change(() -> {
            Instant now = access.now();
            return store.approvals().stream()
                    .filter(approval -> approval.projectId().equals(project) && now.isBefore(approval.endsAt()))
                    .filter(approval -> store.end(approval.at(RequestState.REVOKED, now), RequestState.APPROVED))
                    .map(approval -> Objects.requireNonNull(approval.interfaceEndpointId())
                            .value())
                    .toList();
        });
    }
}
