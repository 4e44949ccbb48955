package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.read.RightDifference;
import dev.linkgate.gateway.core.trail.read.RightsInForce;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.feature.checkpoints.RecordedSeals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Holds the rows that give rights against the records of their changes. A change is in force some milliseconds before
 * its outcome is on record, so only what is still different after a moment is a difference.
 */
@Component
public class ComparedRights {

    private static final Logger log = LoggerFactory.getLogger(ComparedRights.class);

    /** Until the next daily comparison. */
    private static final Duration STANDS = Duration.ofHours(26);

    /** The records that are read at once. */
    private static final int PART = 1_024;

    /** A change that was in force before it has its outcome after it, unless it was cut off. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final List<RightsInForce> rights;
    private final TrailReader reader;
    private final ScanExecutors threads;
    private final InstantSource clock;
    private volatile Found last = new Found(List.of(), Instant.MIN);

    private record Found(List<RightDifference> differences, Instant until) {}

    public ComparedRights(List<RightsInForce> rights, TrailReader reader, ScanExecutors threads, InstantSource clock) {
        this.rights = rights;
        this.reader = reader;
        this.threads = threads;
        this.clock = clock;
    }

    /** What the last comparison of this replica has found; nothing if it was more than a day ago. */
    public List<RightDifference> last() {
        Found found = last;
        return clock.instant().isBefore(found.until()) ? found.differences() : List.of();
    }

    /**
     * @param recorded has all records up to the last one
     * @param last the sequence of that
     */
    List<RightDifference> differences(RequestContext context, RecordedSeals recorded, long last) {
        List<RightDifference> found = compared(context, recorded, last);
        if (!found.isEmpty()) {
            log.error("Rights are not as the audit trail says: {}", found);
        }
        this.last = new Found(found, clock.instant().plus(STANDS));
        return found;
    }

    private List<RightDifference> compared(RequestContext context, RecordedSeals recorded, long last) {
        List<RightDifference> first = threads.proceed(context, () -> recorded.differences(rights));
        if (first.isEmpty()) {
            return first;
        }
        LockSupport.parkNanos(MOMENT.toNanos());
        return threads.proceed(context, () -> {
            addBehind(recorded, last);
            List<RightDifference> second = recorded.differences(rights);
            return second.stream().filter(first::contains).toList();
        });
    }

    private void addBehind(RecordedSeals recorded, long last) {
        TrailFilter filter =
                TrailFilter.ALL.until(reader.head().map(Receipt::sequence).orElse(last));
        TrailReader.RecordBatch part = TrailReader.RecordBatch.behind(last);
        while (!part.atEnd()) {
            part = reader.after(part.last(), filter, PART);
            part.records().forEach(record -> recorded.add(record.entry()));
        }
    }
}
