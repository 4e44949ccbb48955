package dev.linkgate.gateway.core.trail.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Samples;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HashChainTest {

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
}
