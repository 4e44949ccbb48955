package dev.linkgate.transparency;

import dev.linkgate.kernel.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a record that are hashed. Fields are added in their order, then the hash is taken.
 *
 * <pre>
 * hash      = SHA-256( canonical previous ), shown as lower-case hex
 * previous  = the 64 ASCII hex digits of the hash of the record before; of the first record, 64 zeros
 *
 * canonical = layout fields sequence
 * layout    = 0x03                         tells the layouts apart
 * fields    = time phase requestId kind team keyId subject remoteAddress action projectId linkId
 *             interfaceEndpointId credential credentialVersion result status code atlasStatus attempts
 *             durationMicros attempted count dryRun operationId target change
 *
 * time, credentialVersion, status, atlasStatus, attempts, durationMicros, count, dryRun, sequence = number
 * all others = text
 *
 * text      = length bytes                 the length in bytes, then so many bytes of UTF-8
 * number    = 0x00000008 int64             time in microseconds since 1970-01-01T00:00:00Z; dryRun 0 or 1
 * absent    = 0xFFFFFFFF                   in the place of a text or number that is null
 * length    = int32                        all integers are big-endian and signed
 * </pre>
 *
 * <p>Every field's length stands before it, so no two records share their canonical bytes. The layout comes first, so
 * no record can be passed off as one of another layout. The sequence comes last, so that the bytes before it can be
 * prepared while the end of the chain is still unknown.
 *
 * <p>The target is its kind, a colon and its name; the change is JSON as it stands in an export.
 *
 * <p>An export has the layout as the field {@code layout} behind the sequence, so that older readers see that they cannot
 * check a record. Smaller numbers were never released.
 */
public final class CanonicalForm {

    /** The layout of all records so far. */
    public static final int LAYOUT = 3;

    /** The previous hash of the first record. */
    public static final String GENESIS = "0".repeat(64);

    private static final int ABSENT = -1;
    private static final int NUMBER = Integer.BYTES + Long.BYTES;
    private static final int TYPICAL_SIZE = 448;

    private ByteBuffer bytes = ByteBuffer.allocate(TYPICAL_SIZE);

    /** The form of a record of which no field is added yet. */
    public CanonicalForm() {
        bytes.put((byte) LAYOUT);
    }

    /** Adds a text, or its absence. */
    public CanonicalForm text(@Nullable String text) {
        if (text == null) {
            return absent();
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        space(Integer.BYTES + utf8.length).putInt(utf8.length).put(utf8);
        return this;
    }

    /** Adds a number. */
    public CanonicalForm number(long number) {
        space(NUMBER).putInt(Long.BYTES).putLong(number);
        return this;
    }

    /** Adds the absence of a text or number. */
    public CanonicalForm absent() {
        space(Integer.BYTES).putInt(ABSENT);
        return this;
    }

    /** The bytes from the layout to the field that was added last. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /**
     * The hash of the record at this place of the chain, 32 bytes.
     *
     * @param sequence the record's number, from 1
     * @param previousHash the hash of the record before, {@link #GENESIS} for the first
     */
    public byte[] hash(long sequence, String previousHash) {
        MessageDigest sha256 = Sha256.digest();
        sha256.update(bytes.array(), 0, bytes.position());
        sha256.update(
                ByteBuffer.allocate(NUMBER).putInt(Long.BYTES).putLong(sequence).array());
        sha256.update(previousHash.getBytes(StandardCharsets.US_ASCII));
        return sha256.digest();
    }

    private ByteBuffer space(int length) {
        if (bytes.remaining() < length) {
            int size = Math.max(2 * bytes.capacity(), bytes.position() + length);
            bytes = ByteBuffer.allocate(size).put(bytes.flip());
        }
        return bytes;
    }
}
