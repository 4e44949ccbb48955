package dev.linkgate.gateway.core.trail.record;

import dev.linkgate.transparency.CanonicalForm;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The hashes that make a change to the trail visible. {@link CanonicalForm} says which bytes are hashed. */
public final class HashChain {

    private static final long MICROS_PER_SECOND = 1_000_000;

    private HashChain() {}

    /** All fields of an entry, in the order of its layout. */
    public static CanonicalForm canonical(Entry entry) {
        CanonicalForm form = new CanonicalForm();
        for (Object field : entry.fields()) {
            if (field instanceof Long value) {
                form.number(value);
            } else {
                form.text((String) field);
            }
        }
        return form;
    }

    /** The hash of the record at this place of the chain, in lower-case hex. */
    public static String hash(CanonicalForm canonical, long sequence, String previous) {
        return HexFormat.of().formatHex(canonical.hash(sequence, previous));
    }

    /** Microseconds since 1970; wraps instead of failing on a time that only a forger writes. */
    static long micros(Instant time) {
        return time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / 1_000;
    }

    /** A flag as it is stored. */
    static @Nullable Long number(@Nullable Boolean flag) {
        return flag == null ? null : flag ? 1L : 0L;
    }
}
