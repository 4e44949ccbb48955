package dev.linkgate.audit;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An entry with everything prepared that does not depend on its place in the chain. */
final class PreparedEntry {

    private final Entry entry;
    private final @Nullable Long intent;
    private final boolean onlyIfOpen;
    private final BooleanSupplier condition;
    private final byte[] canonical;

    PreparedEntry(Entry entry) {
        this(entry, null, false, () -> true);
    }

    private PreparedEntry(Entry entry, @Nullable Long intent, boolean onlyIfOpen, BooleanSupplier condition) {
        this.entry = entry;
        this.intent = intent;
        this.onlyIfOpen = onlyIfOpen;
        this.condition = condition;
        this.canonical = HashChain.canonical(entry);
    }

    /** @param intent the sequence of the intent that this outcome closes */
    static PreparedEntry closing(long intent, Entry outcome) {
        return new PreparedEntry(outcome, intent, false, () -> true);
    }

    /** An outcome that is stored only if its intent is still open. */
    static PreparedEntry closingIfOpen(long intent, Entry outcome) {
        return new PreparedEntry(outcome, intent, true, () -> true);
    }

    /** @param condition checked when all earlier writes are known; the entry is stored only if it holds */
    static PreparedEntry onlyIf(BooleanSupplier condition, Entry entry) {
        return new PreparedEntry(entry, null, false, condition);
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

    /** Whether its condition holds. */
    boolean mayBeStored() {
        return condition.getAsBoolean();
    }

    Entry entry() {
        return entry;
    }

    String hash(long sequence, String previousHash) {
        return HashChain.hash(canonical, sequence, previousHash);
    }
}
