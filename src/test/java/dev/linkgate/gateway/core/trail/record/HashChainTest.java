package dev.linkgate.gateway.core.trail.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Samples;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HashChainTest {

    private static final Entry ENTRY = new Entry(
            Instant.parse("1970-01-01T00:00:01.000002Z"),
            "EVENT",
            new Entry.Origin("é", new Entry.Who("admin", null, "", null), "::1"),
            "link.get",
            new Entry.Subject("p", null, null),
            new Entry.Facts(null, 3L, "SUCCEEDED", 200L, null, -1L, 0L, Long.MAX_VALUE),
            new Entry.Details("GET /", 7L, true, null),
            Entry.About.NOTHING);

    private static final Entry OF_A_CHANGE = new Entry(
            ENTRY.time(),
            ENTRY.phase(),
            ENTRY.origin(),
            ENTRY.action(),
            ENTRY.subject(),
            ENTRY.facts(),
            ENTRY.details(),
            new Entry.About(new Entry.About.Thing("grant", "é", "p"), "{}"));

    /** Written out by hand from the grammar, so that neither can change without the other. */
    private static final String CANONICAL = String.join(
            "",
            "03",
            "0000000800000000000f4242",
            "00000005" + ascii("EVENT"),
            "00000002c3a9",
            "00000005" + ascii("admin"),
            "ffffffff",
            "00000000",
            "ffffffff",
            "00000003" + ascii("::1"),
            "00000008" + ascii("link.get"),
            "00000001" + ascii("p"),
            "ffffffff",
            "ffffffff",
            "ffffffff",
            "000000080000000000000003",
            "00000009" + ascii("SUCCEEDED"),
            "0000000800000000000000c8",
            "ffffffff",
            "00000008ffffffffffffffff",
            "000000080000000000000000",
            "000000087fffffffffffffff",
            "00000005" + ascii("GET /"),
            "000000080000000000000007",
            "000000080000000000000001",
            "ffffffff",
            "ffffffff",
            "ffffffff");

    @Test
    void theCanonicalBytesFollowTheGrammar() {
        assertThat(HexFormat.of().formatHex(HashChain.canonical(ENTRY).bytes())).isEqualTo(CANONICAL);
    }

    @Test
    void theyEndWithTargetAndChange() {
        assertThat(HexFormat.of().formatHex(HashChain.canonical(OF_A_CHANGE).bytes()))
                .isEqualTo(CANONICAL.substring(0, CANONICAL.length() - 16) + "00000008" + ascii("grant:") + "c3a9"
                        + "00000002" + ascii("{}"));
    }

    @Test
    void hashCoversContentPlaceAndPreviousHash() throws Exception {
        String previous = "ab".repeat(32);
        byte[] hashed = HexFormat.of().parseHex(CANONICAL + "000000080000000000000007" + ascii(previous));

        assertThat(HashChain.hash(HashChain.canonical(ENTRY), 7, previous))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(hashed)));
    }

    /** Texts that run over into each other, and absent or empty ones, are where a sloppy grammar meets itself. */
    @Test
    void differentEntriesHaveDifferentBytes() {
        Samples.check(
                1_000,
                HashChainTest::differentEntries,
                entries -> assertThat(HashChain.canonical(entries.getFirst()).bytes())
                        .isNotEqualTo(HashChain.canonical(entries.getLast()).bytes()));
    }

    @Test
    void aTimeSurvivesItsColumn() {
        List<Long> edges = List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE);
        Samples.check(
                1_000,
                random -> random.nextInt(20) == 0
                        ? Samples.oneOf(random, edges)
                        : random.nextLong() >> random.nextInt(Long.SIZE),
                micros -> assertThat(HashChain.micros(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)))
                        .isEqualTo(micros));
    }

    private static List<Entry> differentEntries(RandomGenerator random) {
        Entry one = entry(random);
        Entry other = entry(random);
        return one.equals(other) ? differentEntries(random) : List.of(one, other);
    }

    private static Entry entry(RandomGenerator random) {
        return new Entry(
                Instant.EPOCH,
                "EVENT",
                new Entry.Origin(
                        Samples.oneOf(random, List.of("", "a", "aa")),
                        new Entry.Who("team", text(random), null, null),
                        ""),
                "",
                new Entry.Subject(text(random), text(random), null),
                Entry.Facts.NONE.using(null, number(random)).ended(text(random), number(random), null),
                new Entry.Details(text(random), (long) random.nextInt(2), random.nextBoolean(), text(random)),
                random.nextBoolean() ? Entry.About.NOTHING : about(random));
    }

    private static Entry.About about(RandomGenerator random) {
        return new Entry.About(
                random.nextBoolean() ? null : new Entry.About.Thing("team", text(random) + "", null), text(random));
    }

    private static @Nullable String text(RandomGenerator random) {
        return Samples.oneOf(random, Arrays.asList("", "a", "aa", null));
    }

    private static @Nullable Long number(RandomGenerator random) {
        return Samples.oneOf(random, Arrays.asList(0L, 1L, null));
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
