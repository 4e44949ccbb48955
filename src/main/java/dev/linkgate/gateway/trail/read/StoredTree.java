package dev.linkgate.gateway.trail.read;

import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import java.util.Optional;

/**
 * What is stored beside the trail of the tree over it, and what the gateway has signed. A check of the chain compares
 * it with the records.
 */
public interface StoredTree {

    /** Where a check may begin instead of at the first record. */
    sealed interface Beginning {

        /** @param check of the records behind the checkpoint */
        record Behind(ChainCheck check) implements Beginning {}

        /** @param why the checkpoint, or the tree up to it, does not hold */
        record Broken(ChainBreak why) implements Beginning {}

        /** There is no such checkpoint. */
        record Unknown() implements Beginning {}
    }

    /** What is stored of a part of the trail. For one thread. */
    interface Part {

        /**
         * Compares it with the record that was checked last. Called after each record of the part, in their order.
         *
         * @return the first difference
         */
        Optional<ChainBreak> compare(ChainCheck check);

        /** The number of checkpoints that agreed. */
        long checkpoints();
    }

    /**
     * Begins behind the records of a checkpoint.
     *
     * @param size of the checkpoint
     * @param hash of the last of its records, as it is kept
     */
    Beginning behind(long size, String hash);

    /**
     * The same where the checkpoint must hold.
     *
     * @throws IllegalStateException if it does not, or there is none, with the reason as its message
     */
    default ChainCheck checkBehind(long size, String hash) {
        return switch (behind(size, hash)) {
            case Beginning.Behind behind -> behind.check();
            case Beginning.Broken broken -> throw refused(broken.why());
            case Beginning.Unknown unknown -> throw refused(new ChainBreak(size, "no checkpoint ends with it"));
        };
    }

    private static IllegalStateException refused(ChainBreak found) {
        return new IllegalStateException("record " + found.sequence() + ": " + found.reason());
    }

    /** Reads what is stored of a range of records. It needs one of the {@link ScanExecutors}. */
    Part read(long first, long last);

    /** Why the trail is another one than was signed, as far as that is known without its records. */
    Optional<ChainBreak> contradiction();

    /** Whether the gateway has signed a text. */
    boolean isSigned(String text, String note);
}
