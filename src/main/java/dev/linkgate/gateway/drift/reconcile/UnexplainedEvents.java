package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.atlas.AtlasEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the trail does not explain of the events, and the events of the trail.
 *
 * @param ledger without the events that are explained now
 * @param explained the events that are explained now
 * @param doubtful the events of a removal that no write is sure to have done, but one may have done besides its own; what
 *     Atlas has decides
 * @param settling the doubtful ones whose removal should be seen by now
 * @param strangers the events that nothing explains, and nothing can explain any more
 * @param unconfirmed the writes whose event has not come in time
 */
record UnexplainedEvents(
        RememberedEvents ledger,
        List<Matching.Pair> explained,
        List<Matching.Pair> doubtful,
        List<Matching.Pair> settling,
        List<AtlasEvent> strangers,
        List<ReconciledWrite> unconfirmed) {

    /** The most that the clocks of the gateway and of Atlas may differ by. */
    static final Duration SKEW = Duration.ofMinutes(2);

    /**
     * Judges a ledger whose events and records are read. A write's intent is on record before its event can happen, so an event
     * that nothing explains when the clocks cannot matter any more was not done here. An event that a write under way may
     * explain waits for its end. A doubtful one waits for the grace, because Atlas shows for a while what it removes.
     *
     * @param grace how long after a write's end its events may happen
     */
    static UnexplainedEvents of(RememberedEvents ledger, Instant now, Duration grace) {
        List<ReconciledWrite> over = ledger.writes().stream()
                .filter(write -> write.standing() != ReconciledWrite.Standing.UNDER_WAY)
                .toList();
        List<ReconciledWrite> underWay = ledger.writes().stream()
                .filter(write -> write.standing() == ReconciledWrite.Standing.UNDER_WAY)
                .toList();
        List<Matching.Pair> pairs = Matching.of(ledger.pending(), over, ledger.publicKeys(), now, SKEW, grace);
        List<Matching.Pair> doubtful =
                pairs.stream().filter(Matching.Pair::isDoubtful).toList();
        List<Matching.Pair> explained =
                pairs.stream().filter(pair -> !pair.isDoubtful()).toList();
        List<Matching.Pair> settling = doubtful.stream()
                .filter(pair -> pair.event().created().plus(grace).isBefore(now))
                .toList();
        RememberedEvents after = ledger.with(
                spending(explained, ledger.writes()).stream()
                        .map(write -> write.begun().isBefore(ledger.from().plus(SKEW)) ? write.asJudged() : write)
                        .toList(),
                without(ids(explained), ledger.pending()));
        List<AtlasEvent> left = without(ids(doubtful), after.pending());
        Set<String> open = ids(Matching.of(left, underWay, ledger.publicKeys(), now, SKEW, grace));
        List<AtlasEvent> strangers = left.stream()
                .filter(event -> event.created().plus(SKEW).isBefore(now) && !open.contains(event.id()))
                .toList();
        Instant readUntil = ledger.checkedUntil();
        List<ReconciledWrite> unconfirmed = after.writes().stream()
                .filter(ReconciledWrite::lacksEvent)
                .filter(write -> readUntil != null
                        && write.ended() != null
                        && write.ended().plus(grace).isBefore(readUntil))
                .toList();
        return new UnexplainedEvents(after, explained, doubtful, settling, strangers, unconfirmed);
    }

    private static List<ReconciledWrite> spending(List<Matching.Pair> pairs, List<ReconciledWrite> writes) {
        Map<Long, List<Matching.Pair>> byWrite = pairs.stream()
                .collect(Collectors.groupingBy(pair -> pair.write().sequence()));
        return writes.stream()
                .map(write -> {
                    ReconciledWrite spent = write;
                    for (Matching.Pair pair : byWrite.getOrDefault(write.sequence(), List.of())) {
                        spent = spent.spending(pair.trace());
                    }
                    return spent;
                })
                .toList();
    }

    private static List<AtlasEvent> without(Set<String> ids, List<AtlasEvent> events) {
        return events.stream().filter(event -> !ids.contains(event.id())).toList();
    }

    private static Set<String> ids(List<Matching.Pair> pairs) {
        return pairs.stream().map(pair -> pair.event().id()).collect(Collectors.toSet());
    }

    /** Whether Atlas must be asked what the project has. */
    boolean needsLook() {
        return ledger.picture() == null || !settling.isEmpty() || !strangers.isEmpty() || !unconfirmed.isEmpty();
    }

    /**
     * The events that were not done here: the strangers, and as many of the doubtful ones as places have vanished that the
     * strangers' do not account for.
     *
     * @param differences of what Atlas has from the trail; absent if Atlas was not asked before, so that nothing is known of
     *     what has vanished
     */
    List<AtlasEvent> outside(@Nullable ProjectChanges differences) {
        List<AtlasEvent> outside = new ArrayList<>(strangers);
        if (differences != null) {
            for (EventKind kind : EventKind.REMOVALS) {
                long removed = strangers.stream().filter(kind::isOf).count();
                long more = differences.of(kind).vanished().size() - removed;
                doubtful.stream()
                        .map(Matching.Pair::event)
                        .filter(kind::isOf)
                        .limit(Math.max(0, more))
                        .forEach(outside::add);
            }
        }
        return outside;
    }

    /** The doubtful events that are explained, because Atlas has what it should. */
    List<Matching.Pair> settled(List<AtlasEvent> outside) {
        return settling.stream().filter(pair -> !outside.contains(pair.event())).toList();
    }

    /** The ledger when the doubtful events, those from outside and the unconfirmed writes are dealt with. */
    RememberedEvents ledgerAfter(List<AtlasEvent> outside) {
        List<Matching.Pair> settled = settled(outside);
        Set<String> reported = outside.stream().map(AtlasEvent::id).collect(Collectors.toSet());
        Set<Long> judged = unconfirmed.stream().map(ReconciledWrite::sequence).collect(Collectors.toSet());
        List<ReconciledWrite> writes = spending(settled, ledger.writes()).stream()
                .map(write -> judged.contains(write.sequence()) ? write.asJudged() : write)
                .toList();
        return ledger.with(writes, without(ids(settled), without(reported, ledger.pending())));
    }

    /** The events before this time about which only Atlas could tell more. */
    List<AtlasEvent> openBefore(Instant time) {
        return Stream.concat(strangers.stream(), settling.stream().map(Matching.Pair::event))
                .filter(event -> event.created().isBefore(time))
                .toList();
    }

    /**
     * The unconfirmed writes of which Atlas shows nothing either. What a later write has changed cannot be seen, nor a new
     * link whose id is not on record.
     */
    List<ReconciledWrite> unseenIn(ExpectedState now) {
        return unconfirmed.stream()
                .filter(write -> write.link() != null && !ledger.isFollowed(write) && !now.shows(write))
                .toList();
    }
}
