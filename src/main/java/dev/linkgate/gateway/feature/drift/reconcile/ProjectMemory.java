package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.gateway.core.atlas.AtlasEvent;
import dev.linkgate.gateway.feature.drift.reconcile.Finding.Differences;
import dev.linkgate.gateway.feature.drift.reconcile.Finding.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one project from one look to the next.
 *
 * @param from since when all events are looked at
 * @param until up to when they were read; absent before the first time
 * @param seen the ids of the events that were read last
 * @param matched the number of events since {@code from} that can be the gateway's own
 * @param keys when a public key was last the project's
 * @param trail the sequence up to which the trail was read
 * @param places the links and endpoints that Atlas showed, and those that the gateway has added since; absent until
 *     Atlas was asked once
 * @param writes those that can still explain a change
 */
record ProjectMemory(
        Instant from,
        @Nullable Instant until,
        Set<String> seen,
        long matched,
        Map<String, Instant> keys,
        long trail,
        @Nullable Set<Place> places,
        List<OwnWrite> writes) {

    /** Begins to look at a project. */
    static ProjectMemory begin(Instant from, long trail) {
        return new ProjectMemory(from, null, Set.of(), 0, Map.of(), trail, null, List.of());
    }

    /** Notes the key that the project has now; absent if its credential has none. */
    ProjectMemory using(@Nullable String publicKey, Instant now) {
        if (publicKey == null) {
            return this;
        }
        Map<String, Instant> more = new HashMap<>(keys);
        more.put(publicKey, now);
        return new ProjectMemory(from, until, seen, matched, Map.copyOf(more), trail, places, writes);
    }

    /** The time from which on events are to be read. The overlap is read again for events that come late. */
    Instant readFrom(Duration overlap) {
        return until == null || until.minus(overlap).isBefore(from) ? from : until.minus(overlap);
    }

    /** The events that were not read before. */
    List<AtlasEvent> fresh(List<AtlasEvent> events) {
        return events.stream()
                .filter(event -> !seen.contains(event.id()) && EventKind.NAMES.contains(event.eventTypeName()))
                .distinct()
                .toList();
    }

    /** Whether an event can be of the gateway: its key is or was just the project's, or the event names no author. */
    boolean isOurs(AtlasEvent event) {
        return !event.isGlobalAdmin()
                && event.username() == null
                && (event.publicKey() == null
                        ? !EventKind.PROXY_PROTOCOL_FOR_PRIVATE_LINK_MODE_UPDATED.isOf(event)
                        : keys.containsKey(event.publicKey()));
    }

    /**
     * Notes that all events up to a moment were read. A key that was replaced stays the gateway's own for as long as an
     * event of its time can come.
     *
     * @param whole whether none was left out; otherwise the time that is looked at begins anew
     */
    ProjectMemory read(List<AtlasEvent> events, boolean whole, Instant to, Duration overlap) {
        Instant oldest = readFrom(overlap).minus(overlap);
        return new ProjectMemory(
                whole ? from : to,
                to,
                events.stream().map(AtlasEvent::id).collect(Collectors.toUnmodifiableSet()),
                (whole ? matched : 0)
                        + fresh(events).stream().filter(this::isOurs).count(),
                keys.entrySet().stream()
                        .filter(key -> !key.getValue().isBefore(oldest))
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)),
                trail,
                places,
                writes);
    }

    /**
     * Adds what the trail says next. A write that is done takes the place of the earlier ones that ended at its place.
     *
     * @param last the sequence up to which it was read
     */
    ProjectMemory read(List<WriteRecord> records, long last) {
        List<OwnWrite> all = new ArrayList<>(writes);
        Set<Place> expected = places == null ? null : new HashSet<>(places);
        for (WriteRecord record : records) {
            if (!record.isOutcome()) {
                all.add(OwnWrite.begun(record));
                continue;
            }
            OwnWrite begun = all.reversed().stream()
                    .filter(write -> write.isEndedBy(record))
                    .findFirst()
                    .orElseGet(() -> OwnWrite.begun(record)); // it was forgotten, and is resolved now
            all.remove(begun);
            OwnWrite ended = begun.endedBy(record).orElse(null);
            if (ended == null) {
                continue;
            }
            all.removeIf(ended::takesPlaceOf);
            all.add(ended);
            if (expected != null && ended.added() != null) {
                expected.add(ended.added());
            }
        }
        return new ProjectMemory(
                from,
                until,
                seen,
                matched,
                keys,
                last,
                expected == null ? null : Set.copyOf(expected),
                List.copyOf(all));
    }

    /**
     * What a look leads to.
     *
     * @param differences absent after the first look
     */
    record Compared(ProjectMemory after, @Nullable Differences differences) {}

    /**
     * Compares what Atlas shows with what was remembered, after the trail was read to its end.
     *
     * @param asked when Atlas was asked
     * @param grace how long Atlas may take to show what a write has done
     */
    Compared with(Set<Place> shown, Instant asked, Duration grace) {
        Set<Place> next = new HashSet<>(shown);
        List<Place> appeared = new ArrayList<>();
        List<Place> vanished = new ArrayList<>();
        Set<Place> before = places == null ? shown : places;
        Set<Place> either = new HashSet<>(before);
        either.addAll(shown);
        for (Place place : either) {
            boolean isShown = shown.contains(place);
            if (isShown == before.contains(place)) {
                continue;
            }
            List<OwnWrite> explaining = writes.stream()
                    .filter(write -> write.explains(place, isShown, asked, grace))
                    .toList();
            if (explaining.isEmpty()) {
                (isShown ? appeared : vanished).add(place);
            } else if (explaining.stream().allMatch(write -> write.isAwaited(isShown))) {
                if (isShown) {
                    next.remove(place);
                } else {
                    next.add(place);
                }
            }
        }
        List<OwnWrite> kept = writes.stream()
                .filter(write -> write.isKept(shown, asked, grace))
                .toList();
        return new Compared(
                new ProjectMemory(from, until, seen, matched, keys, trail, Set.copyOf(next), kept),
                places == null ? null : new Differences(List.copyOf(appeared), List.copyOf(vanished)));
    }

    /** The receipt of the addition of what has vanished, if that is one thing, and its addition is still remembered. */
    @Nullable
    String receiptOf(Differences differences) {
        return differences.vanished().size() != 1
                ? null
                : writes.stream()
                        .filter(write -> differences.vanished().getFirst().equals(write.added()))
                        .map(OwnWrite::receipt)
                        .findFirst()
                        .orElse(null);
    }
}
