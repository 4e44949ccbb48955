package dev.linkgate.transparency;

import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the records of a chain one after the other, and grows their tree. After a break it stays at the last record
 * before it. Not safe for several threads.
 */
public final class ChainCheck {

    private final @Nullable Frontier frontier;
    private long sequence;
    private String hash;

    private ChainCheck(@Nullable Frontier frontier, long sequence, String hash) {
        this.frontier = frontier;
        this.sequence = sequence;
        this.hash = hash;
    }

    /** The check of a whole chain, from its first record on. */
    public static ChainCheck ofWhole() {
        return after(new Frontier(), CanonicalForm.GENESIS);
    }

    /**
     * The check of a chain behind records that were checked before.
     *
     * @param frontier of those records; this check continues it
     * @param hash of the last of them
     */
    public static ChainCheck after(Frontier frontier, String hash) {
        return new ChainCheck(frontier, frontier.size(), hash);
    }

    /**
     * The check of a part of a chain, of which the records before it are not known.
     *
     * @param sequence of the record before the part
     * @param hash of that record
     */
    public static ChainCheck ofPart(long sequence, String hash) {
        return new ChainCheck(null, sequence, hash);
    }

    /**
     * Checks the next record.
     *
     * @param previousHash as the record says it, 64 hex digits
     * @param hash as the record says it, 64 hex digits
     * @param canonical all fields of the record but the sequence
     */
    public Optional<ChainBreak> add(long sequence, CanonicalForm canonical, String previousHash, String hash) {
        long expected = this.sequence + 1;
        if (sequence > expected) {
            return broken(expected, "the record is missing");
        }
        if (sequence < expected) {
            return broken(sequence, "the record has no place in the chain");
        }
        if (!previousHash.equals(this.hash)) {
            return broken(sequence, "its previousHash is not the hash of the record before it");
        }
        byte[] computed = canonical.hash(sequence, this.hash);
        if (!hash.equals(HexFormat.of().formatHex(computed))) {
            return broken(sequence, "its hash is not that of its content");
        }
        if (frontier != null) {
            frontier.append(computed);
        }
        this.sequence = sequence;
        this.hash = hash;
        return Optional.empty();
    }

    private static Optional<ChainBreak> broken(long sequence, String reason) {
        return Optional.of(new ChainBreak(sequence, reason));
    }

    /** The sequence of the last record that was checked. */
    public long sequence() {
        return sequence;
    }

    /** The hash of the last record that was checked. */
    public String hash() {
        return hash;
    }

    /** The tree of all records up to the last that was checked; empty if this is the check of a part. */
    public Optional<Frontier> frontier() {
        return Optional.ofNullable(frontier);
    }
}
