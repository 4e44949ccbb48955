package dev.linkgate.audit;

import dev.linkgate.kernel.Receipt;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A caller who waits for its entry to be durable. It sets no timer of its own, which would cost as much as the rest of its
 * wait: somebody has to {@linkplain #look look} now and then whether it has waited long enough.
 */
final class Waiter {

    private final Pending pending;
    private final long startedNanos = System.nanoTime();
    private final long patienceNanos;
    private final boolean takesItsEntryAlong;
    private final CompletableFuture<Optional<Receipt>> end = new CompletableFuture<>();
    private volatile boolean gone;

    /** @param takesItsEntryAlong whether the entry is not to be stored any more when its caller has given up */
    Waiter(Pending pending, Duration patience, boolean takesItsEntryAlong) {
        this.pending = pending;
        this.patienceNanos = patience.toNanos();
        this.takesItsEntryAlong = takesItsEntryAlong;
    }

    Pending pending() {
        return pending;
    }

    /**
     * Waits without heeding interrupts: it is short, and what the record tells of happens or has happened.
     *
     * @return absent if the entry could not be stored, or not in time
     */
    Optional<Receipt> await() {
        return end.join();
    }

    /** Whether nobody wants the entry to be stored any more. */
    boolean isGone() {
        return gone;
    }

    void stored(Receipt receipt) {
        end.complete(Optional.of(receipt));
    }

    void failed() {
        end.complete(Optional.empty());
    }

    /** Ends the wait if it was long enough. */
    void look(long nanos) {
        if (nanos - startedNanos >= patienceNanos) {
            gone = takesItsEntryAlong;
            failed();
        }
    }
}
