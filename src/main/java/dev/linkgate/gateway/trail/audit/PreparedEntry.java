package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.trail.record.Entry;
import dev.linkgate.gateway.trail.record.HashChain;
import dev.linkgate.gateway.trail.record.Phase;
import dev.linkgate.transparency.CanonicalForm;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An entry with everything prepared that does not depend on its place in the chain. */
final class PreparedEntry {

    private final Entry entry;
    private final @Nullable Long intent;
    private final boolean onlyIfOpen;
    private final boolean hasReserve;
    private final @Nullable BooleanSupplier condition;
    private final CanonicalForm canonical;

    PreparedEntry(Entry entry) {
        this(entry, isOfNamelessAdministrator(entry));
    }

    /** @param hasReserve whether its caller has a {@linkplain Actor#hasReserve() reserve} */
    PreparedEntry(Entry entry, boolean hasReserve) {
        this(entry, null, false, hasReserve, null);
    }

    private PreparedEntry(
            Entry entry,
            @Nullable Long intent,
            boolean onlyIfOpen,
            boolean hasReserve,
            @Nullable BooleanSupplier condition) {
        this.entry = entry;
        this.intent = intent;
        this.onlyIfOpen = onlyIfOpen;
        this.hasReserve = hasReserve;
        this.condition = condition;
        this.canonical = HashChain.canonical(entry);
    }

    /** @param intent the sequence of the intent that this outcome closes */
    static PreparedEntry closing(long intent, Entry outcome) {
        return new PreparedEntry(outcome, intent, false, isOfNamelessAdministrator(outcome), null);
    }

    /** An outcome that is stored only if its intent is still open. */
    static PreparedEntry closingIfOpen(long intent, Entry outcome) {
        return new PreparedEntry(outcome, intent, true, isOfNamelessAdministrator(outcome), null);
    }

    /** @param condition checked when all earlier writes are known; the entry is stored only if it holds */
    PreparedEntry onlyIf(BooleanSupplier condition) {
        return new PreparedEntry(entry, intent, onlyIfOpen, hasReserve, condition);
    }

    private static boolean isOfNamelessAdministrator(Entry entry) {
        Entry.Who actor = entry.origin().actor();
        return actor.kind().equals(Actor.Kind.ADMIN.word()) && actor.keyId() == null;
    }

    /** Whether it is admitted and stored before others, even if the disk is full. */
    boolean hasReserve() {
        return hasReserve;
    }

    /** Whether it is the intent or the outcome of a write. */
    boolean isOfWrite() {
        return !entry.phase().equals(Phase.EVENT.name());
    }

    boolean opensAnIntent() {
        return entry.phase().equals(Phase.INTENT.name());
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

    /** Whether it has a condition, which a write may end. */
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
}
