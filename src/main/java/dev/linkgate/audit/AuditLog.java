package dev.linkgate.audit;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.Receipt;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The way into the chain: one writer takes whatever has gathered and commits it at once, and each caller goes on when
 * its own record is durable. A thousand requests at a time so cost tens of commits.
 *
 * <p>Invariants: (1) a receipt is handed out only after the commit; (2) the writer outlives every failure, so a store
 * that comes back works again by itself; (3) a caller hardly waits longer than it said: until the watch looks next; (4)
 * what was let in before the log was closed is stored; (5) however many entries of others wait, and however full the
 * disk is, the administrator's are let in and stored first.
 */
@Component
final class AuditLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private static final Duration WATCH = Duration.ofMillis(20);

    private final ChainWriter chain;
    private final AuditSettings settings;
    private final DiskSpace space;
    private final BatchQueue queue;
    private final Thread writer;
    private volatile List<PendingAppend> underWay = List.of();
    private boolean failing;

    AuditLog(ChainWriter chain, AuditSettings settings, DiskSpace space) {
        this.chain = chain;
        this.settings = settings;
        this.space = space;
        this.queue = new BatchQueue(settings);
        // Platform threads, because SQLite's driver would pin a virtual one for every commit.
        this.writer = Thread.ofPlatform().name("audit-writer").daemon().start(this::write);
        Thread.ofPlatform().name("audit-watch").daemon().start(this::watch);
    }

    /**
     * Makes an entry durable.
     *
     * @throws dev.linkgate.kernel.LinkgateException with {@link ProblemCode#AUDIT_UNAVAILABLE} if that failed or took
     *     too long, with {@link ProblemCode#RATE_LIMITED} if too many entries of the same team wait. The entry is then
     *     withdrawn; it may still be stored if its commit was already under way
     */
    Receipt record(Entry entry) {
        PendingAppend append = new PendingAppend(new PreparedEntry(entry), settings.timeout(), true, stored -> {});
        OfferResult result = admit(append);
        return append.await().orElseThrow(() -> failure(result).toException());
    }

    /**
     * Stores an entry whose time has come whether or not it can be stored: it goes on waiting for its commit when the
     * caller has gone on.
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
     * Stores an outcome that nobody waits for, unless the intent has got one meanwhile.
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

    /** Stores an entry that nobody waits for. */
    void recordLater(Entry entry, Consumer<Boolean> whenCertain) {
        admit(new PendingAppend(new PreparedEntry(entry), Duration.ZERO, false, whenCertain));
    }

    private OfferResult admit(PendingAppend append) {
        OfferResult result = space.admits(append) ? queue.offer(append) : OfferResult.NO_SPACE;
        if (result != OfferResult.ADMITTED) {
            append.lost();
        }
        return result;
    }

    private static Failure failure(OfferResult result) {
        return switch (result) {
            case ADMITTED, FULL ->
                Failure.of(
                        ProblemCode.AUDIT_UNAVAILABLE,
                        "The audit record of this request could not be stored, and without one the gateway neither"
                                + " does nor shows anything. Try again.");
            case NO_SPACE ->
                Failure.of(
                        ProblemCode.AUDIT_UNAVAILABLE,
                        "There is no space left for audit records, and without one the gateway neither does nor shows"
                                + " anything. The platform team must act.");
            case SHARE_FULL ->
                Failure.of(
                        ProblemCode.RATE_LIMITED,
                        "So many of your team's requests wait for their audit records that no more are let in. Try"
                                + " again.");
        };
    }

    /** Takes no more entries, and returns when those let in are stored or the timeout is up. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!writer.join(settings.timeout())) {
                log.error("{} audit records were not stored before the shutdown", queue.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        List<PendingAppend> batch = new ArrayList<>(settings.batch());
        while (queue.take(batch, settings.batch())) {
            batch.removeIf(PendingAppend::isGone);
            if (!batch.isEmpty()) {
                underWay = List.copyOf(batch);
                commit(underWay);
                underWay = List.of();
            }
            batch.clear();
        }
        chain.release();
    }

    private void commit(List<PendingAppend> batch) {
        try {
            List<Optional<Receipt>> receipts =
                    chain.append(batch.stream().map(PendingAppend::prepared).toList());
            if (failing) {
                failing = false;
                log.info("Audit records are stored again");
            }
            for (int i = 0; i < batch.size(); i++) {
                PendingAppend append = batch.get(i);
                receipts.get(i).ifPresentOrElse(append::stored, append::lost);
            }
        } catch (SQLException | RuntimeException | Error e) {
            if (!failing) {
                failing = true;
                log.error("Audit records cannot be stored; what needs one is refused until they can", e);
            }
            batch.forEach(PendingAppend::lost);
        }
    }

    /** Lets those go on who have waited long enough, for as long as anybody can wait. */
    private void watch() {
        while (writer.isAlive()) {
            LockSupport.parkNanos(WATCH.toNanos());
            long now = System.nanoTime();
            queue.forEach(append -> append.look(now));
            underWay.forEach(append -> append.look(now));
        }
    }
}
