package dev.linkgate.gateway.core.trail.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.linkgate.transparency.CanonicalForm;

/**
 * One record of the chain, as it is stored and shown.
 *
 * @param sequence from 1, without gaps
 * @param layout see {@link CanonicalForm}
 * @param previousHash the hash of the record before, {@link CanonicalForm#GENESIS} for the first
 * @param hash see {@link CanonicalForm}
 */
public record AuditRecord(
        long sequence, long layout, @JsonUnwrapped Entry entry, String previousHash, String hash) {

    public AuditRecord(long sequence, Entry entry, String previousHash, String hash) {
        this(sequence, CanonicalForm.LAYOUT, entry, previousHash, hash);
    }
}
