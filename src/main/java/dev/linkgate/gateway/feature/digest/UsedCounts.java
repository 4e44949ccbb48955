package dev.linkgate.gateway.feature.digest;

import java.util.TreeMap;

/**
 * The counts that were used on this replica, by nonce. It has a bounded number of nonces. It forgets the oldest nonces,
 * because they are too old or because there are too many. Nonces older than a forgotten one are not accepted any more:
 * their clients need a new one. So no count is accepted twice, and under load nonces live shorter.
 */
final class UsedCounts {

    /** About 6 MB. With that many new ones a minute, nonces still live for a minute. */
    static final int CAPACITY = 50_000;

    /** The counts of a nonce that are told apart. */
    static final int WINDOW = 64;

    private final int capacity;
    private final TreeMap<DigestNonce, CountWindow> windows = new TreeMap<>();
    private DigestNonce newestForgotten = DigestNonce.NONE;

    /** @param capacity the number of nonces, 1 or more */
    UsedCounts(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Takes a count of a nonce.
     *
     * @param oldestMicros the time of issue of the oldest nonce that is good
     * @return false if it was used, or may have been
     */
    synchronized boolean take(DigestNonce nonce, long count, long oldestMicros) {
        while (!windows.isEmpty() && windows.firstKey().issuedMicros() < oldestMicros) {
            forgetOldest();
        }
        CountWindow window = windows.get(nonce);
        if (window != null) {
            return window.take(count);
        }
        if (nonce.compareTo(newestForgotten) <= 0) {
            return false;
        }
        CountWindow first = new CountWindow();
        windows.put(nonce, first);
        if (windows.size() > capacity) {
            forgetOldest();
        }
        return first.take(count);
    }

    private void forgetOldest() {
        newestForgotten = windows.pollFirstEntry().getKey();
    }

    /**
     * The counts of one nonce that were used. Parallel requests arrive in any order, so the {@value #WINDOW} counts up
     * to the highest are told apart; lower ones count as used.
     */
    private static final class CountWindow {

        private long highest;

        /** The lowest bit is the highest count, the next one the count before it. */
        private long used;

        /** Takes a count, of 1 or more; false if it was used. */
        boolean take(long count) {
            if (count > highest) {
                long ahead = count - highest;
                used = ahead >= WINDOW ? 1 : used << ahead | 1;
                highest = count;
                return true;
            }
            long behind = highest - count;
            if (behind >= WINDOW || (used >>> behind & 1) == 1) {
                return false;
            }
            used |= 1L << behind;
            return true;
        }
    }
}
