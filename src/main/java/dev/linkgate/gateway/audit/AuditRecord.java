package dev.linkgate.gateway.audit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.linkgate.transparency.CanonicalForm;

/**
 * One record of the chain, as it is stored and shown.
 *
 * @param sequence from 1, without gaps
 * @param previousHash the hash of the record before, {@link CanonicalForm#GENESIS} for the first
 * @param hash see {@link CanonicalForm}
 */
record AuditRecord(long sequence, @JsonUnwrapped Entry entry, String previousHash, String hash) {}
