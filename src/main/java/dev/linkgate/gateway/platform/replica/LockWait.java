package dev.linkgate.gateway.platform.replica;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** The wait of one caller for a lock. It is asked at once and then once a second whether it may wait any longer. */
final class LockWait {

    private static final Duration RECHECK = Duration.ofSeconds(1);

    private final long end;
    private final BooleanSupplier mayWait;
    private long recheckAt = System.nanoTime();

    LockWait(Duration patience, BooleanSupplier mayWait) {
        this.end = System.nanoTime() + patience.toNanos();
        this.mayWait = mayWait;
    }

    /** Whether to wait any longer. An exception of the question passes through. */
    boolean continues() {
        long now = System.nanoTime();
        if (now - recheckAt >= 0) {
            recheckAt = now + RECHECK.toNanos();
            if (!mayWait.getAsBoolean()) {
                return false;
            }
        }
        return end - now > 0;
    }

    /** Waits for an event, but not beyond the next question. */
    void await(CompletableFuture<?> event) throws InterruptedException {
        long now = System.nanoTime();
        try {
            event.get(Math.min(end - now, recheckAt - now), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // the caller decides whether to wait again
        } catch (ExecutionException | CancellationException e) {
            throw new IllegalStateException(e);
        }
    }
}
