package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.atlas.AtlasEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Explains events by writes. An event is explained by a write that {@linkplain ExpectedEvent leaves} events of its kind and was done
 * at about its time, if it can be of the gateway's own credential: it names a key that was the project's, or nobody. An event
 * of another key or of a person is never explained.
 *
 * <p>Each event is explained by one write, and each trace of a write explains one event. As many events as possible are
 * explained: where an event could have either of two writes, it leaves the other one the write that it needs (augmenting paths
 * in a bipartite graph). Traces that are certain are used first, and among them those of the latest write: the earlier ones can
 * also explain earlier events, which may come later.
 */
final class Matching {

    private static final Comparator<Offer> BEST_FIRST = Comparator.comparingInt(
                    (Offer offer) -> offer.certain() ? 0 : 1)
            .thenComparing(offer -> offer.write().begun(), Comparator.reverseOrder())
            .thenComparing(offer -> offer.write().sequence(), Comparator.reverseOrder());

    private final Map<EventKind, List<Offer>> offers = new EnumMap<>(EventKind.class);
    private final Map<Offer, AtlasEvent> taken = new HashMap<>();
    /** The offers that are taken, by the ids of the events. */
    private final Map<String, Offer> held = new HashMap<>();
    /** The offers from which no path leads to a free one, and to a free certain one, so that it is not searched again. */
    private final Set<Offer> exhausted = new HashSet<>();

    private final Set<Offer> exhaustedOfCertain = new HashSet<>();

    private final Set<String> keys;
    private final Instant now;
    private final Duration skew;
    private final Duration grace;

    /** A trace of a write that has no event yet. */
    private record Offer(ReconciledWrite write, int trace, boolean certain) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Offer offer && write.sequence() == offer.write.sequence() && trace == offer.trace;
        }

        @Override
        public int hashCode() {
            return Objects.hash(write.sequence(), trace);
        }
    }

    /** An event, and the write that explains it with one of its traces. */
    record Pair(AtlasEvent event, ReconciledWrite write, int trace) {

        /** Whether the write may have removed it, but not surely, so that an outsider may have removed something else. */
        boolean isDoubtful() {
            ExpectedEvent left = write.traces().get(trace);
            return write.standing() == ReconciledWrite.Standing.APPLIED && !left.certain() && left.isRemoval();
        }
    }

    private Matching(List<ReconciledWrite> writes, Set<String> keys, Instant now, Duration skew, Duration grace) {
        this.keys = keys;
        this.now = now;
        this.skew = skew;
        this.grace = grace;
        for (ReconciledWrite write : writes) {
            List<ExpectedEvent> traces = write.traces();
            for (int i = 0; i < traces.size(); i++) {
                if (!write.spent().contains(i)) {
                    boolean certain = traces.get(i).certain() && write.standing() == ReconciledWrite.Standing.APPLIED;
                    Offer offer = new Offer(write, i, certain);
                    traces.get(i)
                            .kinds()
                            .forEach(kind -> offers.computeIfAbsent(kind, none -> new ArrayList<>())
                                    .add(offer));
                }
            }
        }
        offers.values().forEach(list -> list.sort(BEST_FIRST));
    }

    /**
     * Explains as many events as possible.
     *
     * @param keys the public keys that were the project's
     * @param skew the most that the clocks of the gateway and of Atlas differ by
     * @param grace how long after a write's end its events may happen
     */
    static List<Pair> of(
            List<AtlasEvent> events,
            List<ReconciledWrite> writes,
            Set<String> keys,
            Instant now,
            Duration skew,
            Duration grace) {
        Matching matching = new Matching(writes, keys, now, skew, grace);
        events.stream()
                .sorted(Comparator.comparing(AtlasEvent::created).thenComparing(AtlasEvent::id))
                .forEach(matching::explain);
        return matching.taken.entrySet().stream()
                .map(each -> new Pair(
                        each.getValue(), each.getKey().write(), each.getKey().trace()))
                .toList();
    }

    private void explain(AtlasEvent event) {
        if (isOwn(event) && !takesOffer(event, true, exhaustedOfCertain)) {
            takesOffer(event, false, exhausted);
        }
    }

    private boolean isOwn(AtlasEvent event) {
        return !event.byAtlas()
                && event.username() == null
                && Optional.ofNullable(event.publicKey()).map(keys::contains).orElse(true);
    }

    private boolean takesOffer(AtlasEvent event, boolean certain, Set<Offer> dead) {
        Map<Offer, AtlasEvent> reachedBy = new HashMap<>();
        Deque<AtlasEvent> next = new ArrayDeque<>(List.of(event));
        while (!next.isEmpty()) {
            AtlasEvent reached = next.remove();
            for (Offer offer : fitting(reached, certain)) {
                if (dead.contains(offer) || reachedBy.putIfAbsent(offer, reached) != null) {
                    continue;
                }
                AtlasEvent owner = taken.get(offer);
                if (owner == null) {
                    shift(offer, reachedBy);
                    return true;
                }
                next.add(owner);
            }
        }
        dead.addAll(reachedBy.keySet());
        return false;
    }

    /** Gives a free offer to the event that reached it, and what that one had to the event that reached this, and so on. */
    private void shift(Offer free, Map<Offer, AtlasEvent> reachedBy) {
        Offer offer = free;
        while (offer != null) {
            AtlasEvent event = Objects.requireNonNull(reachedBy.get(offer));
            taken.put(offer, event);
            offer = held.put(event.id(), offer);
        }
    }

    private List<Offer> fitting(AtlasEvent event, boolean certain) {
        return EventKind.of(event.type()).map(kind -> offers.getOrDefault(kind, List.of())).orElse(List.of()).stream()
                .filter(offer -> offer.certain() || !certain)
                .filter(offer -> offer.write().covers(event.created(), now, skew, grace))
                .toList();
    }
}
