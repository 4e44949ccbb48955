package dev.linkgate.kernel;

/**
 * Where an audit record stands in the chain, for its caller to check later.
 *
 * @param sequence the record's number, from 1
 * @param hash the record's hash, 64 hex digits
 */
public record Receipt(long sequence, String hash) {

    /** As the {@code Audit-Receipt} header has it. */
    @Override
    public String toString() {
        return sequence + ":" + hash;
    }
}
