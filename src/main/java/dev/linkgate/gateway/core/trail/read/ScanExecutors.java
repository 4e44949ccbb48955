package dev.linkgate.gateway.core.trail.read;

import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.Futures;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The two threads that read many records of the trail: one for everybody, one more for administrators with a
 * {@linkplain dev.linkgate.gateway.core.platform.request.Actor#hasReserve() reserve}. SQLite's driver keeps the thread that
 * calls it, so a long read on a virtual thread would take one of the few processors from all other requests.
 *
 * <p>A long read consists of scans, each of which examines a limited number of records. Each takes its turn, one at a
 * time of a team, so a short read never waits for the end of a long one.
 */
@Component
public final class ScanExecutors implements AutoCloseable {

    /** How long a read waits for its first turn. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How long a read that has begun waits for its next turn. */
    private static final Duration PATIENCE_WITHIN = Duration.ofSeconds(30);

    private final Duration patience;
    private final Duration patienceWithin;
    private final FairTurns turns = new FairTurns("reads of the audit trail", 1, 1);
    private final ExecutorService common = thread("audit-scan");
    private final ExecutorService reserve = thread("audit-scan-reserve");

    @Autowired
    public ScanExecutors() {
        this(PATIENCE, PATIENCE_WITHIN);
    }

    public ScanExecutors(Duration patience, Duration patienceWithin) {
        this.patience = patience;
        this.patienceWithin = patienceWithin;
    }

    private static ExecutorService thread(String name) {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /**
     * Begins a long read with a first scan.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code rate-limited} if too many others wait
     */
    public <T> T begin(RequestContext context, Supplier<T> scan) {
        return run(context, patience, scan);
    }

    /**
     * Goes on with a long read, as long as its request may wait. The reserve may always.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code rate-limited} if the turn did not come in
     *     time, {@code overloaded} if the request may not wait any longer
     */
    public <T> T proceed(RequestContext context, Supplier<T> scan) {
        if (!context.actor().hasReserve() && !context.waiting().mayContinue()) {
            throw Failure.of(ProblemCode.OVERLOADED, "The gateway cannot go on with such a long read now.")
                    .toException();
        }
        return run(context, patienceWithin, scan);
    }

    private <T> T run(RequestContext context, Duration longest, Supplier<T> scan) {
        ExecutorService thread = context.actor().hasReserve() ? reserve : common;
        return turns.run(context, longest, () -> await(context, CompletableFuture.supplyAsync(scan, thread)));
    }

    private static <T> T await(RequestContext context, CompletableFuture<T> work) {
        try {
            return Futures.join(work, context.waiting()::mayContinue);
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * Fails on a virtual thread. Called by what reads many records.
     *
     * @throws IllegalStateException on a virtual thread
     */
    public static void requireScanThread() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a long read of the trail on a virtual thread");
        }
    }

    /** The number of reads that wait for a turn. */
    public int waiting() {
        return turns.waiting();
    }

    @Override
    public void close() {
        common.shutdownNow();
        reserve.shutdownNow();
    }
}
