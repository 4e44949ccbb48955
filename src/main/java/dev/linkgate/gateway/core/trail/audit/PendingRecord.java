package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.HashChain;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.transparency.CanonicalForm;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record on its way to the chain: its entry, with everything prepared that does not depend on its place, when it may
 * be stored, and whether it was.
 */
final class PendingRecord {

    private static final Logger log = LoggerFactory.getLogger(PendingRecord.class);

    private static final String ADMINISTRATOR = Actor.Kind.ADMIN.word();

    private final Entry entry;
    private final CanonicalForm canonical;
    private final boolean hasReserve;
    private final @Nullable BooleanSupplier condition;
    private final @Nullable Long intent;
    private final boolean onlyIfOpen;
    private final @Nullable TableChange change;
    private final CompletableFuture<Optional<Receipt>> end = new CompletableFuture<>();
    private volatile boolean withdrawn;

    PendingRecord(Entry entry) {
        this(entry, isOfNamelessAdministrator(entry));
    }

    /** @param hasReserve whether its caller has a {@linkplain Actor#hasReserve() reserve} */
    PendingRecord(Entry entry, boolean hasReserve) {
        this(entry, HashChain.canonical(entry), hasReserve, null, null, false, null);
    }

    private PendingRecord(
            Entry entry,
            CanonicalForm canonical,
            boolean hasReserve,
            @Nullable BooleanSupplier condition,
            @Nullable Long intent,
            boolean onlyIfOpen,
            @Nullable TableChange change) {
        this.entry = entry;
        this.canonical = canonical;
        this.hasReserve = hasReserve;
        this.condition = condition;
        this.intent = intent;
        this.onlyIfOpen = onlyIfOpen;
        this.change = change;
    }

    /** @param intent the sequence of the intent that this outcome closes */
    static PendingRecord closing(long intent, Entry outcome) {
        return new PendingRecord(
                outcome, HashChain.canonical(outcome), isOfNamelessAdministrator(outcome), null, intent, false, null);
    }

    /** An outcome that is stored only if its intent is still open. */
    static PendingRecord closingIfOpen(long intent, Entry outcome) {
        return new PendingRecord(
                outcome, HashChain.canonical(outcome), isOfNamelessAdministrator(outcome), null, intent, true, null);
    }

    /**
     * A copy of this record with a condition, which a write may end.
     *
     * @param holds asked when all earlier writes are known; the record is stored only then. False for good once it is
     *     false
     */
    PendingRecord onlyIf(BooleanSupplier holds) {
        return new PendingRecord(entry, canonical, hasReserve, holds, intent, onlyIfOpen, change);
    }

    /**
     * A copy of this record with what it changes in another table, in its transaction, and with the seal of the row
     * there.
     */
    PendingRecord changing(@Nullable TableChange other, Seals seals) {
        if (other == null) {
            return this;
        }
        TableChange sealed = other.sealedBy(seals, Micros.of(entry.time()));
        Entry told = entry.with(sealed.rows());
        return new PendingRecord(told, HashChain.canonical(told), hasReserve, condition, intent, onlyIfOpen, sealed);
    }

    private static boolean isOfNamelessAdministrator(Entry entry) {
        Entry.Who actor = entry.origin().actor();
        return actor.kind().equals(ADMINISTRATOR) && actor.credentialId() == null;
    }

    /** Whether it is admitted and stored before others, even if the disk is full. */
    boolean hasReserve() {
        return hasReserve;
    }

    /** The owner of its share of the queue: a team, an administrator with a name, or all callers of a kind. */
    String owner() {
        Entry.Who actor = entry.origin().actor();
        if (actor.kind().equals(ADMINISTRATOR)) {
            return hasReserve ? ADMINISTRATOR : "administrator " + actor.subject();
        }
        return actor.team() == null ? actor.kind() : "team " + actor.team();
    }

    boolean isEvent() {
        return entry.phase().equals(Phase.EVENT.name());
    }

    boolean isIntent() {
        return entry.phase().equals(Phase.INTENT.name());
    }

    boolean isOutcome() {
        return entry.phase().equals(Phase.OUTCOME.name());
    }

    /** The sequence of the intent that it closes. */
    @Nullable
    Long closedIntent() {
        return intent;
    }

    /** Whether it is stored only if its intent is open. */
    boolean onlyIfOpen() {
        return onlyIfOpen;
    }

    /** What it changes in another table. */
    @Nullable
    TableChange change() {
        return change;
    }

    boolean isConditional() {
        return condition != null;
    }

    /** Whether its condition holds, if it has one. */
    boolean mayBeStored() {
        return condition == null || condition.getAsBoolean();
    }

    Entry entry() {
        return entry;
    }

    /** The bytes that are hashed, up to the sequence. */
    byte[] canonical() {
        return canonical.bytes();
    }

    String hash(long sequence, String previousHash) {
        return HashChain.hash(canonical, sequence, previousHash);
    }

    /** @param receipt absent if it was not and will not be stored */
    void end(Optional<Receipt> receipt) {
        end.complete(receipt);
    }

    /**
     * Waits until it is certain whether it was stored. It heeds no interrupts, because what is recorded happens or has
     * happened.
     *
     * @param timer ends the wait
     * @return false if that took too long
     */
    boolean await(Duration patience, Timer timer) {
        if (end.isDone()) {
            return true;
        }
        CompletableFuture<Boolean> inTime = end.thenApply(receipt -> true);
        Timeout timeout = timer.newTimeout(over -> inTime.complete(false), patience.toNanos(), TimeUnit.NANOSECONDS);
        boolean ended = inTime.join();
        boolean unused = timeout.cancel();
        return ended;
    }

    /** Absent if it was not stored, or if that is not certain yet. */
    Optional<Receipt> receipt() {
        return end.getNow(Optional.empty());
    }

    /** @param use gets the receipt when it is certain, absent if it was not stored, by any thread; must be quick */
    void whenEnded(Consumer<Optional<Receipt>> use) {
        CompletableFuture<Void> unused = end.thenAccept(use).exceptionally(e -> {
            log.error("What follows the storing of a record has failed", e);
            return null;
        });
    }

    /** Withdraws the record, because no caller waits for it any more: it is stored only if its commit is under way. */
    void withdraw() {
        withdrawn = true;
    }

    boolean isWithdrawn() {
        return withdrawn;
    }
}
