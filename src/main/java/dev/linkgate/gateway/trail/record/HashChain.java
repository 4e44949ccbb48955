package dev.linkgate.gateway.trail.record;

import dev.linkgate.transparency.CanonicalForm;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The hashes that make a change to the trail visible. {@link CanonicalForm} says which bytes are hashed. */
public final class HashChain {

    private static final long MICROS_PER_SECOND = 1_000_000;

    private HashChain() {}

    /** All fields of an entry, in the order of the layout. */
    public static CanonicalForm canonical(Entry entry) {
        CanonicalForm form = new CanonicalForm(entry.layout())
                .number(micros(entry.time()))
                .text(entry.phase())
                .text(entry.origin().requestId())
                .text(entry.origin().actor().kind())
                .text(entry.origin().actor().team())
                .text(entry.origin().actor().keyId())
                .text(entry.origin().actor().subject())
                .text(entry.origin().remoteAddress())
                .text(entry.action())
                .text(entry.subject().projectId())
                .text(entry.subject().linkId())
                .text(entry.subject().interfaceEndpointId())
                .text(entry.facts().credential())
                .number(entry.facts().credentialVersion())
                .text(entry.facts().result())
                .number(entry.facts().status())
                .text(entry.facts().code())
                .number(entry.facts().atlasStatus())
                .number(entry.facts().attempts())
                .number(entry.facts().durationMicros())
                .text(entry.details().attempted())
                .number(entry.details().count())
                .flag(entry.details().dryRun())
                .text(entry.details().operationId());
        return entry.about() == null
                ? form
                : form.text(entry.about().storedTarget()).text(entry.about().change());
    }

    /** The hash of the record at this place of the chain, in lower-case hex. */
    public static String hash(CanonicalForm canonical, long sequence, String previous) {
        return HexFormat.of().formatHex(canonical.hash(sequence, previous));
    }

    /** Microseconds since 1970; wraps instead of failing on a time that only a forger writes. */
    public static long micros(Instant time) {
        return time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / 1_000;
    }

    /** A flag as it is stored. */
    static @Nullable Long number(@Nullable Boolean flag) {
        return flag == null ? null : flag ? 1L : 0L;
    }
}
