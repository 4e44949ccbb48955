package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.trail.record.Entry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

/**
 * Appends to the chain. One writer commits all gathered records at once, and each caller continues when its own record
 * is durable. A thousand concurrent requests so cost tens of commits.
 *
 * <p>Invariants: (1) a receipt is returned only after the commit; (2) the writer survives every failure, so that
 * records are stored again as soon as the store works again; (3) a caller waits no longer than its patience and a tick
 * of the timer; (4) every record admitted before the log was closed, and not withdrawn, gets a commit; (5) the
 * administrator's records are admitted and stored first, even if many others wait or the disk is full.
 */
@Component
@DependsOnDatabaseInitialization // its thread asks for the tables
final class AuditLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    /** While no record can be stored, this often an empty commit shows whether one can. */
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(500);

    /** While no record comes, this often the database is asked whether it answers. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    /** How much longer than its patience a caller may wait. */
    private static final Duration TICK = Duration.ofMillis(100);

    /**
     * Ends the waits of all callers, also while a log is closed. The JDK's own timer would be woken twice for each record,
     * which takes a twentieth of the processor time of a shared read.
     */
    private static final HashedWheelTimer TIMER =
            new HashedWheelTimer(new DefaultThreadFactory("audit-waits", true), TICK.toMillis(), TimeUnit.MILLISECONDS);

    private final ChainWriter chain;
    private final Duration timeout;
    private final int batch;
    private final DiskSpace space;
    private final BatchQueue queue;
    private final Counter stored;
    private final Counter failed;
    private final Counter refused;
    private final Timer commits;
    private final Thread writer;

    /** Whether the last commit failed, or the database did not answer since. */
    private volatile boolean failing;

    /** When the commit that is under way began, or the look, if one is. */
    private volatile @Nullable Long begunNanos;

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
        this.timeout = settings.timeout();
        this.batch = bounds.batch();
        this.space = space;
        this.queue = new BatchQueue(bounds);
        this.stored = records(meters, "stored");
        this.failed = records(meters, "failed");
        this.refused = records(meters, "refused");
        this.commits = Metric.AUDIT_COMMITS.timer().register(meters);
        Metric.AUDIT_QUEUE.gauge(queue, BatchQueue::size).register(meters);
        Metric.AUDIT_STORING.gauge(this, now -> now.isStoring() ? 1 : 0).register(meters);
        TIMER.start(); // a caller that started it would lose its interrupt
        // A platform thread, because SQLite's driver would pin a virtual one for every commit.
        this.writer = Thread.ofPlatform().name("audit-writer").daemon().start(this::write);
    }

    private static Counter records(MeterRegistry meters, String result) {
        return Metric.AUDIT_RECORDS.counter().tag("result", result).register(meters);
    }

    /**
     * Makes a record durable.
     *
     * @throws LinkgateException {@link ProblemCode#AUDIT_UNAVAILABLE} if that failed or took longer than
     *     {@code linkgate.audit.timeout}, {@link ProblemCode#RATE_LIMITED} if too many records of the same team wait.
     *     The record is then withdrawn; it may still be stored if its commit was already under way
     */
    Receipt record(PendingRecord record) {
        return recordIf(record).orElseThrow(() -> failure(BatchQueue.OfferResult.ADMITTED));
    }

    /**
     * Makes a record durable, as {@link #record} does, if its condition holds.
     *
     * @return absent if its condition does not hold; it was not stored then
     */
    Optional<Receipt> recordIf(PendingRecord record) {
        BatchQueue.OfferResult result = offer(record);
        boolean inTime = await(record, timeout);
        if (inTime && record.receipt().isPresent()) {
            return record.receipt();
        }
        if (inTime && result == BatchQueue.OfferResult.ADMITTED && !record.mayBeStored()) {
            return Optional.empty();
        }
        record.withdraw();
        throw failure(result);
    }

    /**
     * Makes an intent durable, as {@link #record} does. If it is stored although its caller was refused, because its
     * commit was under way, it gets an outcome at once.
     *
     * @param notBegun makes the outcome of a write that was not begun
     */
    Receipt recordIntent(PendingRecord intent, Supplier<Entry> notBegun) {
        try {
            return record(intent);
        } catch (LinkgateException e) {
            intent.whenEnded(
                    end -> end.ifPresent(late -> add(PendingRecord.closingIfOpen(late.sequence(), notBegun.get()))));
            throw e;
        }
    }

    /**
     * Adds a record and waits for its commit. Unlike {@link #record}, it stays in the queue when the patience is over.
     *
     * @return absent if it was not durable in time; it may be later
     */
    Optional<Receipt> add(PendingRecord record, Duration patience) {
        boolean unused = await(add(record), patience);
        return record.receipt();
    }

    /** Waits until it is certain whether a record was stored; returns false if that took too long. */
    boolean await(PendingRecord record, Duration patience) {
        return record.await(patience, TIMER);
    }

    /**
     * Adds a record without waiting for its commit.
     *
     * @return the record; it has ended if it was not admitted
     */
    PendingRecord add(PendingRecord record) {
        BatchQueue.OfferResult unused = offer(record);
        return record;
    }

    private BatchQueue.OfferResult offer(PendingRecord record) {
        BatchQueue.OfferResult result = space.admits(record) ? queue.offer(record) : BatchQueue.OfferResult.NO_SPACE;
        if (result != BatchQueue.OfferResult.ADMITTED) {
            refused.increment();
            record.end(Optional.empty());
        }
        return result;
    }

    private static LinkgateException failure(BatchQueue.OfferResult result) {
        Failure failure = switch (result) {
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
        return failure.toException();
    }

    /** Whether records can be stored, as the last commit or look shows, or the one under way if it takes too long. */
    boolean isStoring() {
        Long begun = begunNanos;
        return !failing && (begun == null || System.nanoTime() - begun < timeout.toNanos());
    }

    /** Closes the log, and returns when all admitted records are stored, or after some seconds. */
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
        List<PendingRecord> taken = new ArrayList<>(batch);
        while (queue.take(taken, batch, failing ? BETWEEN_PROBES : BETWEEN_LOOKS)) {
            taken.removeIf(PendingRecord::isWithdrawn);
            if (!taken.isEmpty() || failing) {
                commit(taken);
            } else {
                look();
            }
            taken.clear();
        }
        chain.release();
    }

    /** An outage must be known even without requests. */
    private void look() {
        begunNanos = System.nanoTime();
        try {
            chain.probe();
            begunNanos = null;
        } catch (SQLException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void commit(List<PendingRecord> records) {
        long began = System.nanoTime();
        begunNanos = began;
        try {
            List<Optional<Receipt>> receipts = chain.append(records);
            stored.increment(Math.toIntExact(
                    receipts.stream().filter(Optional::isPresent).count()));
            commits.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            if (failing) {
                log.info("Audit records are stored again");
            }
            failing = false;
            begunNanos = null;
            for (int i = 0; i < records.size(); i++) {
                records.get(i).end(receipts.get(i));
            }
        } catch (SQLException | RuntimeException | Error e) {
            fail(e);
            failed.increment(records.size());
            records.forEach(record -> record.end(Optional.empty()));
        }
    }

    private void fail(Throwable cause) {
        if (!failing) {
            log.error("Audit records cannot be stored; requests that need one are refused until they can be", cause);
        }
        failing = true;
        begunNanos = null;
    }
}
