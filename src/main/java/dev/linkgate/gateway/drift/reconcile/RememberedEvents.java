package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.atlas.AtlasEvent;
import dev.linkgate.gateway.trail.audit.WriteRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one project from one check to the next. It is bounded: nothing in it is much older than the overlap
 * of two checks, and the picture has what a project can have.
 *
 * @param from since when all events are looked at
 * @param checkedUntil up to when all events were read; absent before the first time
 * @param window the time whose events are being read
 * @param trail the sequence up to which the trail was read
 * @param writes those whose events may still come
 * @param pending the events that are neither explained nor reported
 * @param seen the times of the events that were read, by their ids; none of other types than those that matter
 * @param keys when a public key was last the project's
 * @param picture absent until Atlas was asked once
 */
record RememberedEvents(
        Instant from,
        @Nullable Instant checkedUntil,
        @Nullable Window window,
        long trail,
        List<ReconciledWrite> writes,
        List<AtlasEvent> pending,
        Map<String, Instant> seen,
        Map<String, Instant> keys,
        @Nullable ExpectedState picture) {

    /** Atlas's times have whole seconds. */
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    /**
     * The time whose events are being read, newest first. It stays the same until all pages are read, so that what happens
     * meanwhile moves no event to another page.
     *
     * @param page the next one, from 1
     */
    record Window(Instant from, Instant to, int page) {
        Window next() {
            return new Window(from, to, page + 1);
        }
    }

    /** Begins to look at a project. */
    static RememberedEvents begin(Instant from, long trail) {
        return new RememberedEvents(from, null, null, trail, List.of(), List.of(), Map.of(), Map.of(), null);
    }

    /** The window to read now: the one that was begun, or one that overlaps with the last. */
    Window windowAt(Instant now, Duration overlap) {
        if (window != null) {
            return window;
        }
        Instant start = checkedUntil == null ? from : later(from, checkedUntil.minus(overlap));
        return new Window(start, now, 1);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Adds the events of the window's page that were not read before. */
    RememberedEvents read(Window read, List<AtlasEvent> page) {
        Map<String, Instant> ids = new HashMap<>(seen);
        List<AtlasEvent> more = new ArrayList<>(pending);
        for (AtlasEvent event : page) {
            if (EventKind.of(event.type()).isPresent() && ids.putIfAbsent(event.id(), event.created()) == null) {
                more.add(event);
            }
        }
        return new RememberedEvents(
                from, checkedUntil, read.next(), trail, writes, List.copyOf(more), Map.copyOf(ids), keys, picture);
    }

    /**
     * Ends the window. What is too old to be read once more is forgotten, and what is too old to explain an event: those of
     * this window are explained after it was closed, and others may wait.
     */
    RememberedEvents closed(Window complete, Duration overlap, Duration grace) {
        Instant oldest = pending.stream()
                .map(AtlasEvent::created)
                .filter(complete.from()::isAfter)
                .min(Comparator.naturalOrder())
                .orElse(complete.from())
                .minus(ROUNDING);
        List<ReconciledWrite> kept = writes.stream()
                .filter(write -> write.ended() == null
                        || write.lacksEvent()
                        || !write.ended().plus(grace).isBefore(oldest))
                .toList();
        return new RememberedEvents(
                from,
                complete.to(),
                null,
                trail,
                kept,
                pending,
                since(seen, complete.to().minus(overlap).minus(ROUNDING)),
                since(keys, oldest.minus(grace)),
                picture);
    }

    private static Map<String, Instant> since(Map<String, Instant> times, Instant oldest) {
        return times.entrySet().stream()
                .filter(each -> !each.getValue().isBefore(oldest))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Notes the key that the project has now. */
    RememberedEvents using(@Nullable String publicKey, Instant now) {
        if (publicKey == null) {
            return this;
        }
        Map<String, Instant> more = new HashMap<>(keys);
        more.put(publicKey, now);
        return new RememberedEvents(
                from, checkedUntil, window, trail, writes, pending, seen, Map.copyOf(more), picture);
    }

    /**
     * Adds what the trail says next.
     *
     * @param last the sequence up to which it was read
     */
    RememberedEvents read(List<WriteRecord> records, long last) {
        List<ReconciledWrite> all = new ArrayList<>(writes);
        ExpectedState seenNow = picture;
        for (WriteRecord record : records) {
            if (!record.isOutcome()) {
                all.add(ReconciledWrite.begun(record));
                continue;
            }
            int place = placeOf(record, all);
            if (place >= 0) {
                ReconciledWrite ended = all.remove(place).endedBy(record).orElse(null);
                if (ended != null) {
                    all.add(place, ended);
                    seenNow = seenNow == null ? null : seenNow.after(ended);
                }
            }
        }
        return new RememberedEvents(from, checkedUntil, window, last, List.copyOf(all), pending, seen, keys, seenNow);
    }

    /** The newest one that is under way, or whose result was unknown and is known now; -1 if there is none. */
    private static int placeOf(WriteRecord outcome, List<ReconciledWrite> all) {
        for (int i = all.size() - 1; i >= 0; i--) {
            ReconciledWrite write = all.get(i);
            if (write.standing() != ReconciledWrite.Standing.APPLIED && write.isEndedBy(outcome)) {
                return i;
            }
        }
        return -1;
    }

    RememberedEvents with(List<ReconciledWrite> changed, List<AtlasEvent> unexplained) {
        return new RememberedEvents(
                from, checkedUntil, window, trail, List.copyOf(changed), List.copyOf(unexplained), seen, keys, picture);
    }

    /**
     * What the project has now.
     *
     * @param readAt when it was read; what was written since then may be missing in it
     */
    ExpectedState current(ExpectedState read, Instant readAt) {
        ExpectedState now = read;
        for (ReconciledWrite write : writes) {
            if (write.ended() == null || !write.ended().isBefore(readAt)) {
                now = now.after(write);
            }
        }
        return now;
    }

    /** What the project should have, as far as that is clear; absent until Atlas was asked once. */
    @Nullable
    ExpectedState expected() {
        ExpectedState expected = picture;
        for (ReconciledWrite write : writes) {
            if (expected != null && write.standing() == ReconciledWrite.Standing.UNDER_WAY) {
                expected = expected.after(write);
            }
        }
        return expected;
    }

    /** Notes what the project has. */
    RememberedEvents with(ExpectedState now) {
        return new RememberedEvents(from, checkedUntil, window, trail, writes, pending, seen, keys, now);
    }

    /** The keys that were the project's when its remembered events happened. */
    Set<String> publicKeys() {
        return keys.keySet();
    }

    /** Whether a later write was done to the same link or endpoint, so that Atlas shows nothing of this one any more. */
    boolean isFollowed(ReconciledWrite write) {
        return writes.stream()
                .filter(other -> other.sequence() > write.sequence())
                .anyMatch(other -> isOfSamePlace(write, other));
    }

    /** A new link has an id of its own, and changes of regions or of the mode leave every place as it is. */
    private static boolean isOfSamePlace(ReconciledWrite write, ReconciledWrite other) {
        return switch (other.action()) {
            case LINK_CREATE, LINK_UPDATE, REGIONAL_MODE_SET -> false;
            default -> changesSamePlace(write, other);
        };
    }

    private static boolean changesSamePlace(ReconciledWrite write, ReconciledWrite other) {
        boolean sameLink =
                write.link() == null || other.link() == null || write.link().equals(other.link());
        boolean sameEndpoint = Stream.of(write, other)
                        .map(each -> ExpectedState.canonical(each.endpoint()))
                        .distinct()
                        .count()
                == 1;
        boolean ofLink = write.endpoint() == null || other.endpoint() == null;
        return sameLink && (sameEndpoint || ofLink);
    }
}
