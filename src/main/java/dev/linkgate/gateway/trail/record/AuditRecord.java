package dev.linkgate.gateway.trail.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.linkgate.transparency.CanonicalForm;
import org.jspecify.annotations.Nullable;

/**
 * One record of the chain, as it is stored and shown.
 *
 * @param sequence from 1, without gaps
 * @param layout see {@link CanonicalForm}; absent from a record of the first one
 * @param previousHash the hash of the record before, {@link CanonicalForm#GENESIS} for the first
 * @param hash see {@link CanonicalForm}
 */
public record AuditRecord(
        long sequence,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer layout,
        @JsonUnwrapped Entry entry,
        String previousHash,
        String hash) {

    public AuditRecord(long sequence, Entry entry, String previousHash, String hash) {
        this(
                sequence,
                entry.layout() == CanonicalForm.FIRST_LAYOUT ? null : (Integer) entry.layout(),
                entry,
                previousHash,
                hash);
    }
}
