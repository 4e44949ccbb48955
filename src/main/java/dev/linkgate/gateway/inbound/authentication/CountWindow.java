package dev.linkgate.gateway.inbound.authentication;

/**
 * The counts of one nonce that were used. Parallel requests arrive in any order, so the {@value #SIZE} counts up to the
 * highest are told apart; lower ones count as used.
 */
final class CountWindow {

    static final int SIZE = 64;

    private long highest;

    /** The lowest bit is the highest count, the next one the count before it. */
    private long used;

    /** Takes a count, of 1 or more; false if it was used. */
    boolean take(long count) {
        if (count > highest) {
            long ahead = count - highest;
            used = ahead >= SIZE ? 1 : used << ahead | 1;
            highest = count;
            return true;
        }
        long behind = highest - count;
        if (behind >= SIZE || (used >>> behind & 1) == 1) {
            return false;
        }
        used |= 1L << behind;
        return true;
    }
}
