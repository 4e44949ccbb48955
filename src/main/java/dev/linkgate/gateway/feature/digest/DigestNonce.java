package dev.linkgate.gateway.feature.digest;

import java.util.Comparator;

/**
 * A nonce of a Digest challenge, in the order of issue.
 *
 * @param issuedMicros since the epoch, by the clock of the replica that issued it
 * @param random distinguishes nonces of the same time
 */
record DigestNonce(long issuedMicros, long random) implements Comparable<DigestNonce> {

    /** Before all others. */
    static final DigestNonce NONE = new DigestNonce(Long.MIN_VALUE, Long.MIN_VALUE);

    private static final Comparator<DigestNonce> ORDER =
            Comparator.comparingLong(DigestNonce::issuedMicros).thenComparingLong(DigestNonce::random);

    @Override
    public int compareTo(DigestNonce other) {
        return ORDER.compare(this, other);
    }
}
