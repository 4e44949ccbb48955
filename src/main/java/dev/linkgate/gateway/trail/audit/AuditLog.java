package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.observability.Metric;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.gateway.trail.record.Entry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Appends to the chain. One writer commits all gathered entries at once, and each caller continues when its own record
 * is durable. A thousand concurrent requests so cost tens of commits.
 *
 * <p>Invariants: (1) a receipt is returned only after the commit; (2) the writer survives every failure, so that
 * records are stored again as soon as the store works again; (3) a caller waits at most {@code WATCH} longer than its
 * patience; (4) every entry admitted before the log was closed is stored; (5) the administrator's entries are admitted
 * and stored first, even if many other entries wait or the disk is full.
 */
@Component
final class AuditLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private static final Duration WATCH = Duration.ofMillis(20);

    /** Looks for impatient callers that find nobody, before the watch rests until there is something to commit. */
    private static final int LOOKS_BEFORE_REST = 50;

    /** While no record can be stored, this often an empty commit shows whether one can. */
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(500);

    private static final Duration UNLIMITED = Duration.ofDays(1);

    private final ChainWriter chain;
    private final AuditSettings settings;
    private final BatchQueue.Bounds bounds;
    private final DiskSpace space;
    private final BatchQueue queue;
    private final AuditMetrics metrics;
    private final Thread writer;
    private final Thread watch;
    private volatile List<PendingAppend> underWay = List.of();
    private volatile boolean resting;
    private final CommitState state;

    @Autowired
    AuditLog(ChainWriter chain, AuditSettings settings, DiskSpace space, MeterRegistry meters) {
        this(chain, settings, BatchQueue.Bounds.USUAL, space, meters);
    }

    AuditLog(
            ChainWriter chain,
            AuditSettings settings,
            BatchQueue.Bounds bounds,
            DiskSpace space,
            MeterRegistry meters) {
        this.chain = chain;
        this.settings = settings;
        this.bounds = bounds;
        this.space = space;
        this.queue = new BatchQueue(bounds);
        this.state = new CommitState(settings.timeout(), System::nanoTime);
        this.metrics = new AuditMetrics(meters, queue, state);
        // Platform threads, because SQLite's driver would pin a virtual one for every commit.
        this.writer = Thread.ofPlatform().name("audit-writer").daemon().start(this::write);
        this.watch = Thread.ofPlatform().name("audit-watch").daemon().start(this::watch);
    }

    /**
     * Makes an entry durable.
     *
     * @throws dev.linkgate.gateway.platform.request.LinkgateException with {@link ProblemCode#AUDIT_UNAVAILABLE} if that failed or took
     * too long, with {@link ProblemCode#RATE_LIMITED} if too many entries of the same team wait. The entry is then
     * withdrawn; it may still be stored if its commit was already under way
     */
    Receipt record(Entry entry) {
        return record(new PreparedEntry(entry));
    }

    /** Makes an entry durable, as {@link #record(Entry)} does. */
    Receipt record(PreparedEntry prepared) {
        return record(PendingAppend.withdrawable(prepared, settings.timeout(), receipt -> {}));
    }

    /**
     * Makes an intent durable, as {@link #record(Entry)} does. If it is stored too late for its caller, who was refused,
     * it gets an outcome at once.
     *
     * @param notBegun makes the outcome of a write that was not begun
     */
    Receipt recordIntent(PreparedEntry intent, Supplier<Entry> notBegun) {
        return record(PendingAppend.withdrawable(
                intent, settings.timeout(), receipt -> recordIfOpen(notBegun.get(), receipt.sequence(), stored -> {})));
    }

    private Receipt record(PendingAppend append) {
        BatchQueue.OfferResult result = admit(append);
        return append.await().orElseThrow(() -> failure(result).toException());
    }

    /**
     * Makes the entry of a read durable, as {@link #record(Entry)} does, if a condition holds when all earlier writes are
     * known.
     *
     * @param condition false for good once it is false
     * @param whenStored gets the receipt
     * @return false if the condition does not hold; nothing was stored
     */
    boolean recordIf(BooleanSupplier condition, PreparedEntry prepared, Consumer<Receipt> whenStored) {
        PendingAppend append = new PendingAppend(prepared.onlyIf(condition), settings.timeout(), true, stored -> {});
        BatchQueue.OfferResult result = admit(append);
        Optional<Receipt> receipt = append.await();
        if (receipt.isPresent()) {
            whenStored.accept(receipt.get());
            return true;
        }
        boolean inTime = result == BatchQueue.OfferResult.ADMITTED && !append.isGone();
        if (inTime && !condition.getAsBoolean()) {
            return false;
        }
        throw failure(result).toException();
    }

    /** Whether records can be stored, as far as is known. */
    boolean isStoring() {
        return state.isStoring();
    }

    /**
     * Stores an entry without withdrawing it: the entry keeps waiting for its commit after the caller has given up.
     *
     * @return absent if it was not durable in time
     */
    Optional<Receipt> record(Entry entry, Duration patience) {
        return record(entry, patience, stored -> {});
    }

    /**
     * Stores the outcome of a write, which closes its intent.
     *
     * @param intent the sequence of the intent
     * @return absent if it was not durable in time; it may be later
     */
    Optional<Receipt> recordOutcome(Entry outcome, long intent) {
        return record(PreparedEntry.closing(intent, outcome), settings.timeout(), stored -> {});
    }

    /**
     * Stores an outcome without waiting, unless the intent has got one in the meantime.
     *
     * @param whenCertain is told whether it was stored
     */
    void recordIfOpen(Entry outcome, long intent, Consumer<Boolean> whenCertain) {
        admit(new PendingAppend(PreparedEntry.closingIfOpen(intent, outcome), Duration.ZERO, false, whenCertain));
    }

    /** @param whenCertain is told, by this thread or another, whether the entry was stored */
    Optional<Receipt> record(Entry entry, Duration patience, Consumer<Boolean> whenCertain) {
        return record(new PreparedEntry(entry), patience, whenCertain);
    }

    private Optional<Receipt> record(PreparedEntry prepared, Duration patience, Consumer<Boolean> whenCertain) {
        PendingAppend append = new PendingAppend(prepared, patience, false, whenCertain);
        admit(append);
        return append.await();
    }

    /** Stores an entry without waiting. */
    void recordLater(Entry entry, Consumer<Boolean> whenCertain) {
        admit(new PendingAppend(new PreparedEntry(entry), Duration.ZERO, false, whenCertain));
    }

    private BatchQueue.OfferResult admit(PendingAppend append) {
        BatchQueue.OfferResult result = space.admits(append) ? queue.offer(append) : BatchQueue.OfferResult.NO_SPACE;
        if (result != BatchQueue.OfferResult.ADMITTED) {
            metrics.refused();
            append.lost();
        }
        return result;
    }

    private static Failure failure(BatchQueue.OfferResult result) {
        return switch (result) {
            case ADMITTED, FULL ->
                Failure.of(
                        ProblemCode.AUDIT_UNAVAILABLE,
                        "The audit record of this request could not be stored, so the gateway has done and shown"
                                + " nothing. Try again.");
            case NO_SPACE ->
                Failure.of(
                        ProblemCode.AUDIT_UNAVAILABLE,
                        "There is no space left for audit records, so the gateway has done and shown"
                                + " nothing. The platform team must act.");
            case SHARE_FULL ->
                Failure.of(
                        ProblemCode.RATE_LIMITED,
                        "Too many of your team's requests are waiting for their audit records. Try again.");
        };
    }

    /** Closes the log, and returns when all admitted entries are stored, or after some seconds. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!writer.join(AuditSettings.AT_SHUTDOWN)) {
                log.error("{} audit records were not stored before the shutdown", queue.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<PendingAppend> batch = new ArrayList<>(bounds.batch());
        while (queue.take(batch, bounds.batch(), state.hasFailed() ? BETWEEN_PROBES : UNLIMITED)) {
            batch.removeIf(PendingAppend::isGone);
            if (!batch.isEmpty() || state.hasFailed()) {
                underWay = List.copyOf(batch);
                commit(underWay);
                underWay = List.of();
            }
            batch.clear();
        }
        chain.release();
        LockSupport.unpark(watch); // also if it is only about to rest
    }

    private void commit(List<PendingAppend> batch) {
        long began = System.nanoTime();
        state.begins();
        if (resting) {
            LockSupport.unpark(watch);
        }
        try {
            List<Optional<Receipt>> receipts =
                    chain.append(batch.stream().map(PendingAppend::prepared).toList());
            int stored = Math.toIntExact(
                    receipts.stream().filter(Optional::isPresent).count());
            metrics.stored(stored, System.nanoTime() - began);
            if (state.succeeds()) {
                log.info("Audit records are stored again");
            }
            for (int i = 0; i < batch.size(); i++) {
                PendingAppend append = batch.get(i);
                receipts.get(i).ifPresentOrElse(append::stored, append::lost);
            }
        } catch (SQLException | RuntimeException | Error e) {
            if (state.fails()) {
                log.error("Audit records cannot be stored; requests that need one are refused until they can be", e);
            }
            metrics.failed(batch.size());
            batch.forEach(PendingAppend::lost);
        }
    }

    /** Releases callers whose patience is over, until no caller can wait any more. */
    private void watch() {
        int quietLooks = 0;
        while (writer.isAlive()) {
            if (quietLooks < LOOKS_BEFORE_REST) {
                LockSupport.parkNanos(WATCH.toNanos());
            } else {
                rest();
                quietLooks = 0;
            }
            long now = System.nanoTime();
            queue.forEach(append -> append.expire(now));
            underWay.forEach(append -> append.expire(now));
            quietLooks = isQuiet() ? quietLooks + 1 : 0;
        }
    }

    /** Who comes while it is quiet is taken by the writer at once, which ends the rest with its commit. */
    private void rest() {
        resting = true;
        if (isQuiet()) {
            LockSupport.park(this);
        }
        resting = false;
    }

    private boolean isQuiet() {
        return !state.isUnderWay() && queue.size() == 0;
    }

    /** Whether the watch rests, as it does a second after the last commit. */
    boolean isResting() {
        return resting;
    }

    /** Whether records can be stored, as the last commit shows, or the one under way if it takes too long. */
    static final class CommitState {

        private final long timeoutNanos;
        private final LongSupplier nanoTime;
        private volatile boolean failed;
        private volatile boolean underWay;
        private volatile long begunNanos;

        /**
         * @param timeout how long a commit may take
         * @param nanoTime monotonic, as {@link System#nanoTime()}
         */
        CommitState(Duration timeout, LongSupplier nanoTime) {
            this.timeoutNanos = timeout.toNanos();
            this.nanoTime = nanoTime;
        }

        /** A commit begins. */
        void begins() {
            begunNanos = nanoTime.getAsLong();
            underWay = true;
        }

        /** @return whether the one before had failed */
        boolean succeeds() {
            boolean before = failed;
            failed = false;
            underWay = false;
            return before;
        }

        /** @return whether the one before had not failed */
        boolean fails() {
            boolean before = failed;
            failed = true;
            underWay = false;
            return !before;
        }

        /** Whether a commit has begun and not ended. */
        boolean isUnderWay() {
            return underWay;
        }

        /** Whether the last commit failed. */
        boolean hasFailed() {
            return failed;
        }

        boolean isStoring() {
            return !failed && !(underWay && nanoTime.getAsLong() - begunNanos >= timeoutNanos);
        }
    }

    /** Counts the records, and times their commits. */
    static final class AuditMetrics {

        private final Counter stored;
        private final Counter failed;
        private final Counter refused;
        private final Timer commits;

        AuditMetrics(MeterRegistry meters, BatchQueue queue, CommitState state) {
            this.stored = records(meters, "stored");
            this.failed = records(meters, "failed");
            this.refused = records(meters, "refused");
            this.commits = Metric.AUDIT_COMMITS.timer().register(meters);
            Metric.AUDIT_QUEUE.gauge(queue, BatchQueue::size).register(meters);
            Metric.AUDIT_STORING.gauge(state, now -> now.isStoring() ? 1 : 0).register(meters);
        }

        private static Counter records(MeterRegistry meters, String result) {
            return Metric.AUDIT_RECORDS.counter().tag("result", result).register(meters);
        }

        /** Notes a commit of so many records. */
        void stored(int records, long nanos) {
            stored.increment(records);
            commits.record(nanos, TimeUnit.NANOSECONDS);
        }

        /** Notes a commit that failed. */
        void failed(int records) {
            failed.increment(records);
        }

        /** Notes a record that was not admitted. */
        void refused() {
            refused.increment();
        }
    }
}
