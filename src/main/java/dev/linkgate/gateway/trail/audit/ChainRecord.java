package dev.linkgate.gateway.trail.audit;

import dev.linkgate.transparency.CanonicalForm;

/**
 * A record as a check of the chain needs it. A value of a wrong type makes it a record that no gateway writes, because
 * its hash cannot be right.
 *
 * @param sequence {@link Long#MAX_VALUE} if it is no number
 * @param canonical {@link #NEVER_HASHED} if a value has a wrong type, or the layout is another
 */
record ChainRecord(long sequence, CanonicalForm canonical, String previousHash, String hash) {

    static final long NO_SEQUENCE = Long.MAX_VALUE;

    /** No hash begins with it. */
    static final String NO_HASH = "\0";

    /** The form of a record without any field. */
    static final CanonicalForm NEVER_HASHED = new CanonicalForm(CanonicalForm.NO_LAYOUT);
}
