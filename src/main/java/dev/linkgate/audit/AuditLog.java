package dev.linkgate.audit;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.Receipt;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The way into the chain: one writer takes whatever has gathered and commits it at once, and each caller goes on when
 * its own record is durable. A thousand requests at a time so cost tens of commits.
 *
 * <p>Invariants: (1) a receipt is handed out only after the commit; (2) the writer outlives every failure, so a store
 * that comes back works again by itself; (3) a caller never waits longer than it said; (4) what was let in before
 * the log was closed is stored.
 */
@Component
final class AuditLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private final ChainWriter chain;
    private final AuditSettings settings;
    private final Inbox<Pending> inbox;
    private final Thread writer;
    private boolean failing;

    AuditLog(ChainWriter chain, AuditSettings settings) {
        this.chain = chain;
        this.settings = settings;
        this.inbox = new Inbox<>(settings.queue());
        // A platform thread, because SQLite's driver would pin a virtual one for every commit.
        this.writer = Thread.ofPlatform().name("audit-writer").daemon().start(this::write);
    }

    /**
     * Makes an entry durable.
     *
     * @throws dev.linkgate.kernel.LinkgateException with {@link ProblemCode#AUDIT_UNAVAILABLE} if that failed or took
     *     too long. The entry is then withdrawn; it may still be stored if its commit was already under way
     */
    Receipt record(Entry entry) {
        Pending pending = new Pending(entry);
        Receipt receipt = inbox.offer(pending) ? await(pending, settings.timeout()) : null;
        if (receipt == null) {
            pending.receipt().cancel(false);
            throw Failure.of(
                            ProblemCode.AUDIT_UNAVAILABLE,
                            "The audit record of this request could not be stored, and without one the gateway neither"
                                    + " does nor shows anything. Try again.")
                    .toException();
        }
        return receipt;
    }

    /**
     * Stores an entry whose time has come whether or not it can be stored: it goes on waiting for its commit when the caller has gone on.
     *
     * @return absent if it was not durable in time
     */
    Optional<Receipt> record(Entry entry, Duration patience) {
        Pending pending = new Pending(entry);
        return inbox.offer(pending) ? Optional.ofNullable(await(pending, patience)) : Optional.empty();
    }

    /** {@link AuditSettings#timeout()}. */
    Duration timeout() {
        return settings.timeout();
    }

    /** Takes no more entries, and returns when those let in are stored or the timeout is up. */
    @Override
    public void close() {
        inbox.close();
        try {
            if (!writer.join(settings.timeout())) {
                log.error("{} audit records were not stored before the shutdown", inbox.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits without heeding interrupts: it is short, and what the record tells of happens or has happened. */
    private static @Nullable Receipt await(Pending pending, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return pending.receipt().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            return null;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write() {
        List<Pending> batch = new ArrayList<>(settings.batch());
        while (inbox.take(batch, settings.batch())) {
            batch.removeIf(pending -> pending.receipt().isDone());
            if (!batch.isEmpty()) {
                commit(batch);
            }
            batch.clear();
        }
    }

    private void commit(List<Pending> batch) {
        try {
            List<Receipt> receipts = chain.append(batch);
            if (failing) {
                failing = false;
                log.info("Audit records are stored again");
            }
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).receipt().complete(receipts.get(i));
            }
        } catch (SQLException | RuntimeException | Error e) {
            if (!failing) {
                failing = true;
                log.error("Audit records cannot be stored; what needs one is refused until they can", e);
            }
            batch.forEach(pending -> pending.receipt().completeExceptionally(e));
        }
    }
}
