package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.platform.concurrency.Rounds;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.read.Selection;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.read.TrailReader.Range;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Long reads of the trail for callers, in scans on the {@link ScanExecutors}. */
@Component
public final class TrailScans {

    /** How long a count may take. */
    private static final Duration LONGEST_COUNT = Duration.ofSeconds(30);

    private final TrailReader reader;
    private final ScanExecutors threads;
    private final Rounds<AuditQuery, Found> pages = new Rounds<>();
    private final Rounds<Selection, Long> counts = new Rounds<>();

    public TrailScans(TrailReader reader, ScanExecutors threads) {
        this.reader = reader;
        this.threads = threads;
    }

    /**
     * A page, and the number of records in its selection if it was asked for, and few have to be examined.
     *
     * @param total absent if unknown
     */
    public record Found(TrailReader.Page page, @Nullable Long total) {}

    /** The page of a query. Callers who ask for the same page at the same time share it. */
    public Found page(RequestContext context, AuditQuery query) {
        return pages.get(
                context,
                query,
                () -> threads.begin(context, () -> {
                    TrailReader.Page page = reader.newestFirst(query.selection(), query.after(), (int) query.limit());
                    Optional<Long> total = query.wantsCount() ? reader.countIfFew(query.selection()) : Optional.empty();
                    return new Found(page, total.orElse(null));
                }));
    }

    /**
     * The number of selected records, however many have to be examined. Callers who ask for the same number at the same
     * time share it.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code overloaded} if it takes too long
     */
    public long count(RequestContext context, Selection selection) {
        return counts.get(context, selection, () -> counted(context, selection));
    }

    private long counted(RequestContext context, Selection selection) {
        long end = System.nanoTime() + LONGEST_COUNT.toNanos();
        long total = 0;
        TrailFilter filter = filter(context, selection);
        Range left = reader.range();
        while (!left.isEmpty()) {
            if (System.nanoTime() - end >= 0) {
                throw Failure.of(
                                ProblemCode.OVERLOADED,
                                "Counting the records takes too long. Narrow the selection, or leave out includeCount.")
                        .toException();
            }
            Range part = reader.part(filter, left);
            total += threads.proceed(context, () -> reader.count(filter, part));
            left = left.after(part.last());
        }
        return total;
    }

    /**
     * Begins to read all records of a selection, oldest first.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code rate-limited} if too many others read
     */
    public TrailFilter filter(RequestContext context, Selection selection) {
        return threads.begin(context, () -> reader.filter(selection));
    }

    /** Reads the next part of them. */
    public TrailReader.RecordBatch after(RequestContext context, long position, TrailFilter filter, int most) {
        return threads.proceed(context, () -> reader.after(position, filter, most));
    }
}
