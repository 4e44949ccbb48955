package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.gateway.trail.record.Entry;
import dev.linkgate.gateway.trail.record.Phase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * An entry on its way to the chain, and the caller waiting for it to be durable. It sets no timer, which would cost as
 * much as the rest of its wait; {@link #expire} must be called now and then to check whether it has waited long enough.
 */
final class PendingAppend {

    private static final String ADMINISTRATOR = Actor.Kind.ADMIN.word();

    private final PreparedEntry prepared;
    private final long startedNanos = System.nanoTime();
    private final long patienceNanos;
    private final boolean withdrawnOnTimeout;
    private final Consumer<Boolean> whenCertain;
    private final Consumer<Receipt> whenTooLate;
    private final boolean outcome;
    private final String owner;
    private final CompletableFuture<Optional<Receipt>> end = new CompletableFuture<>();
    private volatile boolean gone;

    /**
     * @param withdrawnOnTimeout whether the entry is withdrawn when its caller gives up
     * @param whenCertain is told whether the entry was stored, unless its caller withdrew it; must be quick
     */
    PendingAppend(
            PreparedEntry prepared, Duration patience, boolean withdrawnOnTimeout, Consumer<Boolean> whenCertain) {
        this(prepared, patience, withdrawnOnTimeout, whenCertain, receipt -> {});
    }

    private PendingAppend(
            PreparedEntry prepared,
            Duration patience,
            boolean withdrawnOnTimeout,
            Consumer<Boolean> whenCertain,
            Consumer<Receipt> whenTooLate) {
        this.prepared = prepared;
        this.patienceNanos = patience.toNanos();
        this.withdrawnOnTimeout = withdrawnOnTimeout;
        this.whenCertain = whenCertain;
        this.whenTooLate = whenTooLate;
        this.outcome = prepared.entry().phase().equals(Phase.OUTCOME.name());
        this.owner = owner(prepared);
    }

    /**
     * An entry that its caller withdraws on giving up.
     *
     * @param whenTooLate gets the receipt if the entry was stored although the caller had given up, because its commit
     *     was under way; must be quick
     */
    static PendingAppend withdrawable(PreparedEntry prepared, Duration patience, Consumer<Receipt> whenTooLate) {
        return new PendingAppend(prepared, patience, true, stored -> {}, whenTooLate);
    }

    private static String owner(PreparedEntry prepared) {
        Entry.Who actor = prepared.entry().origin().actor();
        if (actor.kind().equals(ADMINISTRATOR)) {
            return prepared.hasReserve() ? ADMINISTRATOR : "administrator " + actor.subject();
        }
        return actor.team() == null ? actor.kind() : "team " + actor.team();
    }

    PreparedEntry prepared() {
        return prepared;
    }

    /** The owner of the entry's share of the queue: a team, an administrator with a name, or all callers of a kind. */
    String owner() {
        return owner;
    }

    boolean hasReserve() {
        return prepared.hasReserve();
    }

    boolean isOutcome() {
        return outcome;
    }

    /**
     * Waits without heeding interrupts, because it is short and the recorded work happens or has happened.
     *
     * @return absent if the entry could not be stored, or not in time
     */
    Optional<Receipt> await() {
        return end.join();
    }

    /** Whether the entry was withdrawn. */
    boolean isGone() {
        return gone;
    }

    void stored(Receipt receipt) {
        boolean inTime = end.complete(Optional.of(receipt));
        whenCertain.accept(true);
        if (!inTime) {
            whenTooLate.accept(receipt);
        }
    }

    /** The entry will not be stored. */
    void lost() {
        end.complete(Optional.empty());
        whenCertain.accept(false);
    }

    /** Ends the wait if the patience is over. */
    void expire(long nanos) {
        if (nanos - startedNanos >= patienceNanos) {
            gone = withdrawnOnTimeout;
            end.complete(Optional.empty());
        }
    }
}
