package dev.linkgate.gateway.feature.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.feature.history.PastAccess.Gap;
import dev.linkgate.gateway.feature.history.PastAccess.HeldKey;
import dev.linkgate.gateway.feature.history.PastAccess.HeldRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What records of every age tell, and what they leave open. */
class AccessReplayTest {

    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
    private static final String PROJECT = "5df264b8f10fab7d2cad2f0a";

    private final List<AuditRecord> records = new ArrayList<>();

    @Test
    void aKeyIsValidUntilItsEnd() {
        add(
                "key.create",
                "key",
                "k1",
                "{\"after\":{\"owner\":\"payments\",\"label\":\"ci\",\"expiresAt\":\"%s\"}}".formatted(hour(9)));

        assertThat(at(hour(0)).keys()).isEmpty();
        assertThat(at(hour(1)).keys()).extracting(HeldKey::expiresAt).containsExactly(hour(9));
        assertThat(at(hour(9).minusNanos(1_000)).keys()).hasSize(1);
        assertThat(at(hour(9)).keys()).isEmpty();
    }

    @Test
    void aRoleHoldsUntilItsEnd() {
        add("grant.put", "grant", "payments", "{\"after\":{\"role\":\"editor\",\"until\":\"%s\"}}".formatted(hour(9)));

        assertThat(at(hour(8)).grants()).containsExactly(new HeldRole("payments", PROJECT, "editor", hour(1), hour(9)));
        assertThat(at(hour(9)).grants()).isEmpty();
    }

    /** What was there before says so itself. */
    @Test
    void whatALaterRecordFindsIsThereSinceNobodyKnowsWhen() {
        add("grant.put", "grant", "payments", "{\"before\":{\"role\":\"editor\"},\"after\":{\"role\":\"editor\"}}");

        assertThat(at(hour(1)).grants()).extracting(HeldRole::since).containsOnlyNulls();
    }

    @Test
    void whatRecordsDoNotTellIsAGap() {
        records.add(record("grant.put", "SUCCEEDED", null, Entry.About.NOTHING)); // tampered with
        add("grant.put", "grant", "payments", "{}"); // tampered with
        records.add(
                record("key.create", "UNKNOWN", null, new Entry.About(new Entry.About.Thing("key", "k", null), null)));
        records.add(record("key.create", "REFUSED", "last-administrator", Entry.About.NOTHING));
        records.add(record("key.create", "FAILED", "audit-unavailable", Entry.About.NOTHING));

        assertThat(at(hour(9)).gaps())
                .containsExactly(new Gap(Gap.Reason.NOT_TOLD, 2, 2), new Gap(Gap.Reason.OUTCOME_UNKNOWN, 1, 3));
        AccessReplay behindArchives = new AccessReplay(hour(9), 1_042);
        assertThat(behindArchives.result().gaps()).containsExactly(new Gap(Gap.Reason.ARCHIVED, 1_042, 1_042));
    }

    /** Records of that time are not in the trail any more. */
    @Test
    void timeThatARollbackHasLostIsAGap() {
        AuditRecord told = record(
                "audit.accept-rollback",
                "SUCCEEDED",
                null,
                new Entry.About(
                        new Entry.About.Thing("checkpoint", "9", null),
                        "{\"after\":{\"lostSince\":\"%s\"}}".formatted(hour(3))));
        AuditRecord notTold = record(
                "audit.accept-rollback",
                "SUCCEEDED",
                null,
                new Entry.About(new Entry.About.Thing("checkpoint", "9", null), "{\"after\":{}}"));

        assertThat(gaps(hour(2), told)).isEmpty();
        assertThat(gaps(hour(4), told)).containsExactly(new Gap(Gap.Reason.ROLLED_BACK, 1, 1));
        assertThat(gaps(hour(2), notTold))
                .as("of a rollback of which nobody knows what it has lost")
                .containsExactly(new Gap(Gap.Reason.ROLLED_BACK, 1, 1));
    }

    private static List<Gap> gaps(Instant at, AuditRecord acceptance) {
        AccessReplay replay = new AccessReplay(at, 0);
        replay.addLost(acceptance);
        return replay.result().gaps();
    }

    private PastAccess at(Instant at) {
        AccessReplay replay = new AccessReplay(at, 0);
        records.forEach(replay::add);
        return replay.result();
    }

    /** The n-th record is of the n-th hour. */
    private void add(String action, String kind, String name, String change) {
        records.add(
                record(action, "SUCCEEDED", null, new Entry.About(new Entry.About.Thing(kind, name, null), change)));
    }

    private AuditRecord record(String action, String result, @Nullable String code, Entry.About about) {
        long sequence = records.size() + 1;
        return new AuditRecord(
                sequence,
                new Entry(
                        hour(sequence),
                        "OUTCOME",
                        new Entry.Origin("r", new Entry.Who("admin", null, null, null), "192.0.2.7"),
                        action,
                        new Entry.Subject(PROJECT, null, null),
                        Entry.Facts.NONE.ended(result, 200L, code),
                        Entry.Details.USUAL,
                        about),
                "",
                "");
    }

    private static Instant hour(long number) {
        return START.plus(Duration.ofHours(number));
    }
}
