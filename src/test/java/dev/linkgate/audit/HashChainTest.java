package dev.linkgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HashChainTest {

    private static final Entry ENTRY = new Entry(
            Instant.parse("1970-01-01T00:00:01.000002Z"),
            "EVENT",
            new Entry.Origin("é", new Entry.Who("admin", null, "", null), "::1"),
            "link.get",
            new Entry.Subject("p", null, null),
            new Entry.Facts(null, 3L, "SUCCEEDED", 200L, null, -1L, 0L, Long.MAX_VALUE),
            new Entry.Details("GET /", 7L, true, null));

    /** Written out by hand from the grammar, so that neither can change without the other. */
    private static final String FACTS = String.join(
            "",
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
            "000000087fffffffffffffff");

    private static final String CANONICAL = String.join(
            "",
            "02",
            FACTS,
            "00000005" + ascii("GET /"),
            "000000080000000000000007",
            "000000080000000000000001",
            "ffffffff");

    @Test
    void theCanonicalBytesFollowTheGrammar() {
        assertThat(HexFormat.of().formatHex(HashChain.canonical(ENTRY))).isEqualTo(CANONICAL);
    }

    @Test
    void layout1HasTheSameFactsAndNoDetails() {
        Entry old = new Entry(
                ENTRY.time(), ENTRY.phase(), ENTRY.origin(), ENTRY.action(), ENTRY.subject(), ENTRY.facts(), null);
        assertThat(HexFormat.of().formatHex(HashChain.canonical(old))).isEqualTo("01" + FACTS);
    }

    @Test
    void aHashCoversTheContentThePlaceAndTheHashBefore() throws Exception {
        String previous = "ab".repeat(32);
        byte[] hashed = HexFormat.of().parseHex(CANONICAL + "000000080000000000000007" + ascii(previous));

        assertThat(HashChain.hash(HashChain.canonical(ENTRY), 7, previous))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(hashed)));
    }

    /** Texts that run over into each other, and absent or empty ones, are where a sloppy grammar meets itself. */
    @Property
    void differentEntriesHaveDifferentBytes(@ForAll("entries") Entry one, @ForAll("entries") Entry other) {
        Assume.that(!one.equals(other));
        assertThat(HashChain.canonical(one)).isNotEqualTo(HashChain.canonical(other));
    }

    @Property
    void aTimeSurvivesItsColumn(@ForAll long micros) {
        assertThat(HashChain.micros(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)))
                .isEqualTo(micros);
    }

    @Provide
    Arbitrary<Entry> entries() {
        Arbitrary<String> text = Arbitraries.of("", "a", "aa");
        Arbitrary<String> some = text.injectNull(0.3);
        Arbitrary<Long> number = Arbitraries.of(0L, 1L).injectNull(0.3);
        return Combinators.combine(text, some, some, some, number, some, number, number)
                .as((requestId, team, project, link, version, result, status, count) -> new Entry(
                        Instant.EPOCH,
                        "EVENT",
                        new Entry.Origin(requestId, new Entry.Who("team", team, null, null), ""),
                        "",
                        new Entry.Subject(project, link, null),
                        new Entry.Facts(null, version, result, status, null, null, null, null),
                        count == null ? null : new Entry.Details(team, count, count == 1, project)));
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
