package dev.linkgate.gateway.feature.drift;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.gateway.feature.drift.WrittenEndpoint.Addition;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Reads from the trail what was done here to the endpoints of a project. */
@Repository
class EndpointWrites {

    private static final int CHUNK = 1_000;

    /**
     * The conditions are those of the index {@code audit_record_endpoint_write}; without it, every read is looked at.
     */
    static final TrailFilter OUTCOMES = TrailFilter.ALL
            .outcomes()
            .actions(Action.ENDPOINT_ADD, Action.ENDPOINT_ENSURE, Action.ENDPOINT_REMOVE, Action.LINK_REMOVE)
            .statusIsNot(200)
            .byIndex();

    private final TrailReader reader;
    private final TrailBase base;
    private final ScanExecutors threads;

    EndpointWrites(TrailReader reader, TrailBase base, ScanExecutors threads) {
        this.reader = reader;
        this.base = base;
        this.threads = threads;
    }

    /** What the trail says, without the records that are archived, whether they are removed already or not. */
    WrittenEndpoints of(RequestContext context, ProjectId project) {
        long archived;
        List<WrittenEndpoint> endpoints;
        do {
            archived = base.sequence();
            endpoints = after(context, project, archived);
        } while (base.sequence() != archived); // What was archived meanwhile may have been removed before it was read.
        return new WrittenEndpoints(endpoints, archived == 0);
    }

    private List<WrittenEndpoint> after(RequestContext context, ProjectId project, long archived) {
        // An intent that ends in between counts as under way.
        List<AuditRecord> openIntents = reader.openIntents(project);
        EndpointHistories histories = new EndpointHistories();
        TrailFilter outcomes = OUTCOMES.project(project);
        TrailReader.RecordBatch part = TrailReader.RecordBatch.behind(archived);
        while (!part.atEnd()) {
            long last = part.last();
            part = threads.proceed(context, () -> reader.after(last, outcomes, CHUNK));
            part.records().forEach(histories::ended);
        }
        openIntents.forEach(histories::underWay);
        return histories.all();
    }

    /**
     * Follows a project's endpoints through the records of their writes.
     *
     * <p>A success decides whether an endpoint counts as added. An unknown result makes that unclear, until the result
     * of the same request is resolved or a later write succeeds. Other failures change nothing.
     */
    static final class EndpointHistories {

        private static final Long ADDED = 201L;

        private final Map<Key, History> histories = new HashMap<>();

        private record Key(LinkId link, EndpointId endpoint) {}

        /**
         * @param decided whether a write succeeded
         * @param unclear the request whose write has no known result
         */
        private record History(
                @Nullable Addition addition,
                boolean decided,
                @Nullable String unclear,
                Instant changedAt) {}

        /** Follows an outcome. Outcomes come in their order. */
        void ended(AuditRecord outcome) {
            Entry entry = outcome.entry();
            if (!entry.action().equals(Action.LINK_REMOVE.word())) {
                key(entry.subject()).ifPresent(key -> ended(key, outcome));
            } else if (hasResult(entry, Result.SUCCEEDED)) {
                removedWith(entry.subject().linkId(), entry.time());
            }
        }

        private void removedWith(@Nullable String link, Instant time) {
            histories.replaceAll(
                    (key, history) -> key.link().value().equals(link) ? new History(null, true, null, time) : history);
        }

        private void ended(Key key, AuditRecord outcome) {
            Entry entry = outcome.entry();
            if (hasResult(entry, Result.SUCCEEDED)) {
                succeeded(key, outcome);
            } else if (hasResult(entry, Result.UNKNOWN)) {
                isUnclear(key, entry);
            } else {
                histories.computeIfPresent(
                        key,
                        (same, history) ->
                                entry.origin().requestId().equals(history.unclear()) ? clear(history) : history);
            }
        }

        /** The history without its unclear write. Nothing is known of an endpoint to which nothing else was done. */
        private static @Nullable History clear(History history) {
            return history.decided() ? new History(history.addition(), true, null, history.changedAt()) : null;
        }

        private void succeeded(Key key, AuditRecord outcome) {
            Entry entry = outcome.entry();
            if (entry.action().equals(Action.ENDPOINT_REMOVE.word())) {
                histories.put(key, new History(null, true, null, entry.time()));
            } else if (ADDED.equals(entry.facts().status())) {
                Addition addition = new Addition(entry.time(), new Receipt(outcome.sequence(), outcome.hash()));
                histories.put(key, new History(addition, true, null, entry.time()));
            }
        }

        /** Follows an intent without an outcome, after all outcomes. */
        void underWay(AuditRecord intent) {
            key(intent.entry().subject()).ifPresent(key -> isUnclear(key, intent.entry()));
        }

        private void isUnclear(Key key, Entry entry) {
            History before = histories.get(key);
            Addition addition = before == null ? null : before.addition();
            boolean decided = before != null && before.decided();
            histories.put(key, new History(addition, decided, entry.origin().requestId(), entry.time()));
        }

        /** A tampered record can have any subject. */
        private static Optional<Key> key(Entry.Subject subject) {
            String link = Objects.requireNonNullElse(subject.linkId(), "");
            String endpoint = Objects.requireNonNullElse(subject.interfaceEndpointId(), "");
            return LinkId.matches(link) && EndpointId.matches(endpoint)
                    ? Optional.of(new Key(new LinkId(link), new EndpointId(endpoint)))
                    : Optional.empty();
        }

        private static boolean hasResult(Entry entry, Result result) {
            return result.name().equals(entry.facts().result());
        }

        List<WrittenEndpoint> all() {
            return histories.entrySet().stream()
                    .map(each -> written(each.getKey(), each.getValue()))
                    .toList();
        }

        private static WrittenEndpoint written(Key key, History history) {
            return new WrittenEndpoint(
                    key.link(), key.endpoint(), history.addition(), history.unclear() != null, history.changedAt());
        }
    }
}
