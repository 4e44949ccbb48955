package dev.linkgate.gateway.feature.history;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.read.TrailReader.RecordBatch;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads from the trail what held at a moment of the past. */
@Component
class AccessHistory {

    private static final TrailFilter CHANGES = TrailFilter.ALL.outcomes().rareActions(AccessReplay.actions());

    private static final TrailFilter ACCEPTANCES = TrailFilter.ALL.successes().rareActions(Action.AUDIT_ACCEPT);

    /** The records of changes that are read at once. */
    private static final int MOST = 1_000;

    /** Records are made in the order of their times, but for moments. */
    private static final Duration MOMENTS = Duration.ofMinutes(1);

    /** What a role or a key takes in memory, and in the answer. */
    private static final long BYTES = 1_024;

    private final TrailReader reader;
    private final TrailBase base;
    private final ScanExecutors threads;

    AccessHistory(TrailReader reader, TrailBase base, ScanExecutors threads) {
        this.reader = reader;
        this.base = base;
        this.threads = threads;
    }

    /** @throws LinkgateException {@code invalid-request} if the trail begins after the moment */
    PastAccess at(RequestContext context, Instant at) {
        RecordBatch first = threads.begin(context, () -> reader.after(0, TrailFilter.ALL, 1));
        long archived = base.sequence();
        requireBegun(first.records(), archived, at);
        AccessReplay replay = new AccessReplay(at, archived);
        TrailFilter filter = CHANGES.until(reader.before(at.plus(MOMENTS)));
        RecordBatch part = RecordBatch.behind(archived);
        int counted = 0;
        while (!part.atEnd()) {
            long position = part.last();
            part = threads.proceed(context, () -> reader.after(position, filter, MOST));
            part.records().forEach(replay::add);
            int more = Math.max(0, replay.size() - counted);
            context.answer().takes(more * BYTES);
            counted += more;
        }
        addLost(context, replay, at);
        return replay.result();
    }

    /** The time that a rollback has lost ends with the record that accepts it. */
    private void addLost(RequestContext context, AccessReplay replay, Instant at) {
        long before = Math.max(reader.before(at), base.sequence());
        RecordBatch part = RecordBatch.behind(before);
        while (!part.atEnd()) {
            long position = part.last();
            part = threads.proceed(context, () -> reader.after(position, ACCEPTANCES, MOST));
            part.records().stream()
                    .filter(record -> record.entry().time().isAfter(at))
                    .forEach(replay::addLost);
        }
    }

    private static void requireBegun(List<AuditRecord> first, long archived, Instant at) {
        if (first.isEmpty() || at.isBefore(first.getFirst().entry().time())) {
            String begin = first.isEmpty()
                    ? "The trail has no record yet."
                    : "The trail begins at " + first.getFirst().entry().time() + ".";
            throw Failure.invalid(
                            "at",
                            "must not be before the trail. " + begin
                                    + (archived == 0
                                            ? ""
                                            : " Earlier records are archived; what they gave is not known here."))
                    .toException();
        }
    }
}
