package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Rounds;
import dev.linkgate.gateway.trail.audit.AuditStore.Range;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Long reads of the trail for callers, in scans on the {@link ScanExecutors}. */
@Component
final class TrailScans {

    /** How long a count may take. */
    private static final Duration LONGEST_COUNT = Duration.ofSeconds(30);

    private final AuditStore store;
    private final ScanExecutors threads;
    private final Rounds<AuditQuery, Found> pages = new Rounds<>();
    private final Rounds<Selection, Long> counts = new Rounds<>();

    TrailScans(AuditStore store, ScanExecutors threads) {
        this.store = store;
        this.threads = threads;
    }

    /**
     * A page, and the number of records in its selection if it was asked for, and few have to be examined.
     *
     * @param total absent if unknown
     */
    record Found(AuditPage page, @Nullable Long total) {}

    /** The page of a query. Those who ask the same at the same time share it. */
    Found page(RequestContext context, AuditQuery query) {
        return pages.get(
                context,
                query,
                () -> threads.begin(context, () -> {
                    AuditPage page = store.newestFirst(query.selection(), query.after(), (int) query.limit());
                    Optional<Long> total = query.wantsCount() ? store.countIfFew(query.selection()) : Optional.empty();
                    return new Found(page, total.orElse(null));
                }));
    }

    /**
     * The number of selected records, however many have to be examined. Those who ask the same at the same time share it.
     *
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code overloaded} if it takes too long
     */
    long count(RequestContext context, Selection selection) {
        return counts.get(context, selection, () -> counted(context, selection));
    }

    private long counted(RequestContext context, Selection selection) {
        long end = System.nanoTime() + LONGEST_COUNT.toNanos();
        long total = 0;
        Scan scan = threads.begin(context, () -> store.scan(selection));
        Range left = store.range();
        while (!left.isEmpty()) {
            if (System.nanoTime() - end >= 0) {
                throw Failure.of(
                                ProblemCode.OVERLOADED,
                                "Counting the records takes too long. Narrow the selection, or leave out includeCount.")
                        .toException();
            }
            Range part = store.part(scan, left);
            total += threads.proceed(context, () -> store.count(scan, part));
            left = left.after(part.last());
        }
        return total;
    }

    /**
     * All selected records, oldest first, in chunks that are read when they are needed.
     *
     * @param after only records behind this sequence
     * @param last only records up to this sequence, so that there is an end
     * @param chunk the maximum number of records in a chunk
     */
    Iterator<List<AuditRecord>> oldestFirst(
            RequestContext context, Selection selection, long after, long last, int chunk) {
        Scan scan = threads.begin(context, () -> store.scan(selection));
        return new SelectedRecords(
                range -> {
                    Range part = store.part(scan, range);
                    List<AuditRecord> found = threads.proceed(context, () -> store.oldestFirst(scan, part, chunk));
                    return new SelectedRecords.Part(
                            found,
                            found.size() < chunk ? part.last() : found.getLast().sequence());
                },
                store.range().behind(after).until(last));
    }

    /** The records of a long read in chunks, none of which is empty. A chunk is read when it is needed. For one thread. */
    static final class SelectedRecords implements Iterator<List<AuditRecord>> {

        private final Function<Range, Part> read;
        private Range left;
        private List<AuditRecord> chunk = List.of();

        /**
         * @param read reads the first chunk of a range
         * @param all the range of all records
         */
        SelectedRecords(Function<Range, Part> read, Range all) {
            this.read = read;
            this.left = all;
        }

        /**
         * A part of the read.
         *
         * @param last the sequence that it ends with
         */
        record Part(List<AuditRecord> records, long last) {}

        @Override
        public boolean hasNext() {
            while (chunk.isEmpty() && !left.isEmpty()) {
                Part part = read.apply(left);
                chunk = part.records();
                left = left.after(part.last());
            }
            return !chunk.isEmpty();
        }

        @Override
        public List<AuditRecord> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            List<AuditRecord> taken = chunk;
            chunk = List.of();
            return taken;
        }
    }
}
