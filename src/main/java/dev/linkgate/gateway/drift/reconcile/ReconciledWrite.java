package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.trail.audit.Action;
import dev.linkgate.gateway.trail.audit.Result;
import dev.linkgate.gateway.trail.audit.WriteRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A write of the gateway that may have left events at Atlas: an intent, and its outcome when there is one.
 *
 * @param sequence of its intent
 * @param receipt of its outcome, or of its intent before that
 * @param link the id of its link, if known
 * @param ended when its outcome was recorded; absent while it is under way
 * @param spent the places in {@link ExpectedEvent#of} whose events have come
 * @param judged whether its events are not waited for any more; one that comes late is still explained by it
 */
record ReconciledWrite(
        long sequence,
        String receipt,
        String requestId,
        Action action,
        @Nullable String link,
        @Nullable String endpoint,
        Instant begun,
        @Nullable Instant ended,
        Standing standing,
        Set<Integer> spent,
        boolean judged) {

    private static final long OK = 200;
    private static final long CREATED = 201;
    private static final long ACCEPTED = 202;

    /** What is known of a write's effect. */
    enum Standing {
        /** It is not over. */
        UNDER_WAY,
        /** Atlas has carried it out. */
        APPLIED,
        /** Atlas may have carried it out: the result is unknown, or its record does not tell whether anything changed. */
        UNSURE
    }

    static ReconciledWrite begun(WriteRecord intent) {
        return new ReconciledWrite(
                intent.receipt().sequence(),
                intent.receipt().toString(),
                intent.requestId(),
                intent.action(),
                intent.link(),
                intent.endpoint(),
                intent.time(),
                null,
                Standing.UNDER_WAY,
                Set.of(),
                false);
    }

    /**
     * Whether this may be the outcome of the write. Of a new link only the outcome has the id. An unknown result of an ensure
     * is resolved as that of an addition.
     */
    boolean isEndedBy(WriteRecord outcome) {
        boolean resolved = standing == Standing.UNSURE
                && action == Action.ENDPOINT_ENSURE
                && outcome.action() == Action.ENDPOINT_ADD;
        return requestId.equals(outcome.requestId())
                && (action == outcome.action() || resolved)
                && Objects.equals(endpoint, outcome.endpoint())
                && (link == null || link.equals(outcome.link()));
    }

    /** The write after its outcome; nothing if that shows that Atlas has not carried it out. */
    Optional<ReconciledWrite> endedBy(WriteRecord outcome) {
        return standing(outcome)
                .map(known -> new ReconciledWrite(
                        sequence,
                        outcome.receipt().toString(),
                        requestId,
                        action,
                        outcome.link(),
                        endpoint,
                        begun,
                        outcome.time(),
                        known,
                        spent,
                        judged));
    }

    /**
     * A success may be that nothing was needed (200) or was begun by an operation, which has records of its own (202 of an
     * ensure). An ensure whose process was killed has 200 without an answer of Atlas if its endpoint was there later. Of
     * the failures, an answer of Atlas below 500 shows that it did nothing.
     */
    private static Optional<Standing> standing(WriteRecord outcome) {
        long status = Objects.requireNonNullElse(outcome.status(), 0L);
        return switch (Objects.requireNonNullElse(outcome.result(), Result.UNKNOWN)) {
            case UNKNOWN -> Optional.of(Standing.UNSURE);
            case REFUSED -> Optional.empty();
            case FAILED -> {
                Long atlas = outcome.atlasStatus();
                yield atlas == null || atlas >= 500 ? Optional.of(Standing.UNSURE) : Optional.empty();
            }
            case SUCCEEDED ->
                switch (outcome.action()) {
                    case ENDPOINT_ENSURE -> {
                        boolean readBack = status == OK && outcome.atlasStatus() == null;
                        yield readBack
                                ? Optional.of(Standing.UNSURE)
                                : status == CREATED ? Optional.of(Standing.APPLIED) : Optional.empty();
                    }
                    case ENDPOINT_ADD, LINK_CREATE ->
                        status == CREATED ? Optional.of(Standing.APPLIED) : Optional.empty();
                    case ENDPOINT_REMOVE, LINK_REMOVE ->
                        status == ACCEPTED ? Optional.of(Standing.APPLIED) : Optional.empty();
                    default -> status == OK ? Optional.of(Standing.UNSURE) : Optional.empty();
                };
        };
    }

    List<ExpectedEvent> traces() {
        return ExpectedEvent.of(action);
    }

    /** Whether it left an event at Atlas that has not come. */
    boolean lacksEvent() {
        return standing == Standing.APPLIED && !judged && traces().getFirst().certain() && !spent.contains(0);
    }

    /** Whether a moment is one at which its events can happen. Those of what Atlas does by and by come later. */
    boolean covers(Instant moment, Instant now, Duration skew, Duration grace) {
        Instant end = Objects.requireNonNullElse(ended, now).plus(grace);
        return !moment.isBefore(begun.minus(skew)) && !moment.isAfter(end);
    }

    ReconciledWrite spending(int trace) {
        Set<Integer> more = new HashSet<>(spent);
        more.add(trace);
        return new ReconciledWrite(
                sequence, receipt, requestId, action, link, endpoint, begun, ended, standing, Set.copyOf(more), judged);
    }

    /** The same write, whose events are not waited for any more. */
    ReconciledWrite asJudged() {
        return new ReconciledWrite(
                sequence, receipt, requestId, action, link, endpoint, begun, ended, standing, spent, true);
    }
}
