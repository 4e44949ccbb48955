package dev.linkgate.gateway.audit;

import dev.linkgate.kernel.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The hashes that make a change to the trail visible.
 *
 * <pre>
 * hash      = lower-case hex of SHA-256( canonical previous )
 * previous  = the 64 ASCII hex digits of the hash of the record before; of the first record, 64 zeros
 *
 * canonical = layout fields sequence
 * layout    = 0x02                         tells this layout from later ones
 * fields    = time phase requestId kind team keyId subject remoteAddress action projectId linkId
 *             interfaceEndpointId credential credentialVersion result status code atlasStatus attempts
 *             durationMicros attempted count dryRun operationId
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
 */
final class HashChain {

    /** The previous hash of the first record. */
    static final String GENESIS = "0".repeat(64);

    /** The layout of all records. The one before it was never released. */
    static final int LAYOUT = 2;

    private static final int ABSENT = -1;
    private static final int TYPICAL_SIZE = 384;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private HashChain() {}

    /** The canonical bytes of a record up to its sequence. */
    static byte[] canonical(Entry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_SIZE);
        bytes.write(LAYOUT);
        number(bytes, micros(entry.time()));
        text(bytes, entry.phase());
        text(bytes, entry.origin().requestId());
        text(bytes, entry.origin().actor().kind());
        text(bytes, entry.origin().actor().team());
        text(bytes, entry.origin().actor().keyId());
        text(bytes, entry.origin().actor().subject());
        text(bytes, entry.origin().remoteAddress());
        text(bytes, entry.action());
        text(bytes, entry.subject().projectId());
        text(bytes, entry.subject().linkId());
        text(bytes, entry.subject().interfaceEndpointId());
        text(bytes, entry.facts().credential());
        number(bytes, entry.facts().credentialVersion());
        text(bytes, entry.facts().result());
        number(bytes, entry.facts().status());
        text(bytes, entry.facts().code());
        number(bytes, entry.facts().atlasStatus());
        number(bytes, entry.facts().attempts());
        number(bytes, entry.facts().durationMicros());
        text(bytes, entry.details().attempted());
        number(bytes, entry.details().count());
        number(bytes, number(entry.details().dryRun()));
        text(bytes, entry.details().operationId());
        return bytes.toByteArray();
    }

    /**
     * The hash of the record at this place of the chain.
     *
     * @param canonical from {@link #canonical}
     */
    static String hash(byte[] canonical, long sequence, String previous) {
        MessageDigest sha256 = Sha256.digest();
        sha256.update(canonical);
        sha256.update(number(sequence));
        sha256.update(previous.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Microseconds since 1970; wraps instead of failing on a time that only a forger writes. */
    static long micros(Instant time) {
        return time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / 1_000;
    }

    /** A flag as it is stored and hashed. */
    static @Nullable Long number(@Nullable Boolean flag) {
        return flag == null ? null : flag ? 1L : 0L;
    }

    private static void text(ByteArrayOutputStream bytes, @Nullable String text) {
        if (text == null) {
            bytes.writeBytes(int32(ABSENT));
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(int32(utf8.length));
        bytes.writeBytes(utf8);
    }

    private static void number(ByteArrayOutputStream bytes, @Nullable Long number) {
        bytes.writeBytes(number == null ? int32(ABSENT) : number(number));
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(Long.BYTES)
                .putLong(number)
                .array();
    }

    private static byte[] int32(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
