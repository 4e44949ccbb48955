package dev.linkgate.gateway.core.platform.request;

/**
 * The place and hash of an audit record, which a caller can check later.
 *
 * @param sequence the record's number, from 1
 * @param hash the record's hash, 64 hex digits
 */
public record Receipt(long sequence, String hash) {

    /** The form of the {@code Audit-Receipt} header. */
    @Override
    public String toString() {
        return sequence + ":" + hash;
    }
}
