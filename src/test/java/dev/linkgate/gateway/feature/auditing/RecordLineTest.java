package dev.linkgate.gateway.feature.auditing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.Samples;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.HashChain;
import dev.linkgate.transparency.MalformedLine;
import dev.linkgate.transparency.RecordLine;
import dev.linkgate.transparency.UnknownLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Lines of exports as {@link TrailExport} writes them, read without the gateway. */
class RecordLineTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TEXTS = Samples.range('\0', '\u007f') + "\u0080\u2028\uFFFDé€\"\\/{}:,";
    private static final List<Long> NUMBERS =
            Arrays.asList(null, 0L, -1L, 1L, 9L, 10L, 201L, Long.MAX_VALUE, Long.MIN_VALUE);

    private static final Entry USUAL = new Entry(
            Instant.parse("2026-02-28T13:24:00.123456Z"),
            "EVENT",
            new Entry.Origin("req-1", new Entry.Who("team", "payments", "k1", null), "192.0.2.7"),
            "link.get",
            new Entry.Subject(null, null, null),
            Entry.Facts.NONE.ended("SUCCEEDED", 200L, null).sent(0L, 200L).taking(97L),
            Entry.Details.USUAL,
            Entry.About.NOTHING);

    private static final Entry LAST = new Entry(
            USUAL.time(),
            "OUTCOME",
            USUAL.origin(),
            "grant.put",
            new Entry.Subject("5c3a1f1f1f1f1f1f1f1f1f1f", null, null),
            USUAL.facts(),
            USUAL.details(),
            new Entry.About(
                    new Entry.About.Thing("grant", "payments", "5c3a1f1f1f1f1f1f1f1f1f1f"),
                    "{\"before\":{\"role\":\"viewer\"},\"after\":{\"role\":\"owner\",\"list\":[\"}\\\"\"]}}"));

    @Test
    void everyRecordIsReadAsItIsWritten() throws Exception {
        Samples.check(500, RecordLineTest::record, record -> {
            RecordLine line = read(line(record));
            assertThat(line.sequence()).isEqualTo(record.sequence());
            assertThat(line.canonical().bytes())
                    .isEqualTo(HashChain.canonical(record.entry()).bytes());
            assertThat(line.previousHash()).isEqualTo(record.previousHash());
            assertThat(line.hash()).isEqualTo(record.hash());
        });
    }

    /** Another line, be it malformed or not, is another record. */
    @Test
    void noAlteredByteGoesUnnoticed() {
        Samples.check(4, RecordLineTest::record, record -> {
            byte[] written = line(record);
            for (int i = 0; i < written.length; i++) {
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    byte[] flipped = written.clone();
                    flipped[i] ^= (byte) (1 << bit);
                    assertThat(isSame(record, flipped))
                            .as("bit %d of byte %d", bit, i)
                            .isFalse();
                }
                assertThat(isSame(record, without(written, i))).isFalse();
                for (byte added : " \t0\"n".getBytes(StandardCharsets.US_ASCII)) {
                    assertThat(isSame(record, with(written, i, added))).isFalse();
                }
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "time":"2026-02-28T              | "time":"2026-02-30T
            13:24:00.123456Z                 | 13:24:60.123456Z
            13:24:00.123456Z                 | 24:24:00.123456Z
            13:24:00.123456Z                 | 13:24:00.123456+00:00
            13:24:00.123456Z                 | 13:24:00.12345Z
            "count":1                        | "count":01
            "count":1                        | "count":+1
            "count":1                        | "count":1.0
            "count":1                        | "count":1e0
            "count":1                        | "count":"1"
            "count":1                        | "count":1e40603027860
            "count":1                        | "count":9223372036854775808
            "count":1                        | "count":18446744073709551617
            "attempts":0                     | "attempts":-0
            "attempts":0                     | "attempts":-
            "attempts":0                     | "attempts":
            "dryRun":false                   | "dryRun":0
            "remoteAddress":"192.0.2.7"      | "remoteAddress":null
            "remoteAddress":"192.0.2.7"      | "remoteAddress":"192.0.2.\\u0037"
            "remoteAddress":"192.0.2.7"      | "remoteAddress":"192.0.2.7\\/"
            "remoteAddress":"192.0.2.7"      | "remoteAddress":"\\u000a"
            "remoteAddress":"192.0.2.7"      | "remoteAddress":"\\u001f"
            "remoteAddress":"192.0.2.7"      | "remoteAddress":"\\ud83d\\ude00"
            "remoteAddress":"192.0.2.7"      | "remoteAddress":"192.0.2.7
            {"kind":"team","team":"payments" | {"kind":"team","team":null
            {"kind":"team","team":"payments" | {"team":"payments","kind":"team"
            "kind":"team","team":"payments"  | "kind":"team","ueam":"payments"
            "hash":"ab                       | "hash":"AB
            "previousHash":"0                | "previousHash":"
            {"sequence":7                    | {"sequence": 7
            "action"                         | "projectId":null,"action"
            """)
    void aValueHasOneForm(String written, String other) {
        String line = text(line(new AuditRecord(7, USUAL, "0".repeat(64), "ab".repeat(32))));
        assertThat(line).contains(written);
        String changed = line.replace(written, other);

        assertThatExceptionOfType(MalformedLine.class)
                .isThrownBy(() -> read(bytes(changed)))
                .withMessageStartingWith("its line is malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "null", "[]", "{\"sequence\":", "{\"sequence\":1", "\u0000", "\r"})
    void whatIsNoRecordIsMalformed(String line) {
        assertThatExceptionOfType(MalformedLine.class).isThrownBy(() -> read(bytes(line)));
    }

    @Test
    void everyStartOfALineIsMalformed() {
        byte[] line = line(new AuditRecord(7, USUAL, "0".repeat(64), "ab".repeat(32)));
        for (int i = 0; i < line.length; i++) {
            byte[] start = Arrays.copyOf(line, i);
            assertThatExceptionOfType(MalformedLine.class).isThrownBy(() -> read(start));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "layout":3,                      | `"layout":03,`
            "target":{"kind":"grant"         | "target":{"kind":"g:rant"
            "target":{"kind":"grant"         | "target":{"kind":"Grant"
            "name":"payments","project":"5c3a1f1f1f1f1f1f1f1f1f1f" | "name":"payments"
            "name":"payments","project":"5c3a1f1f1f1f1f1f1f1f1f1f" | "name":"payments","project":"6c3a1f1f1f1f1f1f1f1f1f1f"
            "change":{"before"               | "change":["before"
            ,"change":{"before":             | ,"before":
            """)
    void aTargetHasOneForm(String written, String other) {
        String line = text(line(new AuditRecord(7, LAST, "0".repeat(64), "ab".repeat(32))));
        assertThat(line).contains(written);
        String changed = line.replace(written, other);

        assertThatExceptionOfType(MalformedLine.class).isThrownBy(() -> read(bytes(changed)));
    }

    @Test
    void anEarlierLayoutIsMalformed() {
        String line = text(line(new AuditRecord(7, USUAL, "0".repeat(64), "ab".repeat(32))));
        String named = line.replace("\"layout\":3", "\"layout\":2");

        assertThatExceptionOfType(MalformedLine.class).isThrownBy(() -> read(bytes(named)));
    }

    @Test
    void aLaterLayoutIsTold() {
        String line = text(line(new AuditRecord(7, USUAL, "0".repeat(64), "ab".repeat(32))));
        String later = line.replace("\"layout\":3", "\"layout\":4,\"witness\":[]");

        assertThatExceptionOfType(UnknownLayout.class)
                .isThrownBy(() -> read(bytes(later)))
                .withMessage("the record has layout 4, and this version knows only layout 3");
    }

    private static boolean isSame(AuditRecord record, byte[] line) {
        try {
            RecordLine read = read(line);
            return read.sequence() == record.sequence()
                    && read.previousHash().equals(record.previousHash())
                    && read.hash().equals(record.hash())
                    && Arrays.equals(
                            read.canonical().bytes(),
                            HashChain.canonical(record.entry()).bytes());
        } catch (MalformedLine | UnknownLayout e) {
            return false;
        }
    }

    private static RecordLine read(byte[] line) throws MalformedLine, UnknownLayout {
        return RecordLine.parse(line, 0, line.length);
    }

    private static byte[] line(AuditRecord record) {
        return JSON.writeValueAsBytes(record);
    }

    private static AuditRecord record(RandomGenerator random) {
        Entry.Subject subject = new Entry.Subject(any(random), any(random), any(random));
        Entry entry = new Entry(
                Instant.EPOCH.plus(
                        random.nextLong(-62_167_219_200_000_000L, 253_402_300_800_000_000L), ChronoUnit.MICROS),
                Samples.oneOf(random, List.of("INTENT", "OUTCOME", "EVENT")),
                new Entry.Origin(
                        text(random), new Entry.Who(text(random), any(random), any(random), any(random)), text(random)),
                text(random),
                subject,
                new Entry.Facts(
                        any(random),
                        Samples.oneOf(random, NUMBERS),
                        any(random),
                        Samples.oneOf(random, NUMBERS),
                        any(random),
                        Samples.oneOf(random, NUMBERS),
                        Samples.oneOf(random, NUMBERS),
                        Samples.oneOf(random, NUMBERS)),
                new Entry.Details(
                        any(random),
                        Samples.oneOf(random, NUMBERS),
                        Samples.oneOf(random, Arrays.asList(true, false, null)),
                        any(random)),
                random.nextBoolean() ? Entry.About.NOTHING : about(random, subject.projectId()));
        long sequence = random.nextLong(1, Long.MAX_VALUE);
        String previous = "%064x".formatted(random.nextLong(Long.MAX_VALUE));
        return new AuditRecord(
                sequence, entry, previous, HashChain.hash(HashChain.canonical(entry), sequence, previous));
    }

    private static Entry.About about(RandomGenerator random, @Nullable String project) {
        return new Entry.About(
                random.nextBoolean()
                        ? null
                        : new Entry.About.Thing(
                                Samples.oneOf(random, List.of("team", "access-request")), text(random), project),
                random.nextBoolean()
                        ? null
                        : JSON.writeValueAsString(Map.of("after", Map.of(text(random), List.of(text(random))))));
    }

    private static String text(RandomGenerator random) {
        return Samples.text(random, TEXTS, 0, 12) + Samples.oneOf(random, List.of("", "😀", "req-1"));
    }

    private static @Nullable String any(RandomGenerator random) {
        return random.nextBoolean() ? null : text(random);
    }

    private static byte[] without(byte[] bytes, int index) {
        return ByteBuffer.allocate(bytes.length - 1)
                .put(bytes, 0, index)
                .put(bytes, index + 1, bytes.length - index - 1)
                .array();
    }

    private static byte[] with(byte[] bytes, int index, byte added) {
        return ByteBuffer.allocate(bytes.length + 1)
                .put(bytes, 0, index)
                .put(added)
                .put(bytes, index, bytes.length - index)
                .array();
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }
}
