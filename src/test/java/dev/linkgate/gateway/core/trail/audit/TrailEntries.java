package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Entries as a gateway writes them, for measurements of long trails. One in a thousand is an administrator's, 5 in a
 * hundred belong to writes, 4 are refusals, the others reads. Half of them are of {@code team-0} and about project 0.
 */
final class TrailEntries {

    static final Duration APART = Duration.ofMillis(200);

    private static final String PROJECT_0 = "%024x".formatted(0);
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String LINK = "64b7f1d8a91d3e5f60718301";
    private static final String[] READS = {"endpoint.get", "endpoint.get", "endpoint.get", "endpoint.list", "link.list"
    };
    private static final String[] WRITES = {"endpoint.add", "endpoint.ensure", "endpoint.remove", "link.create"};
    private static final String[] ADMINISTRATION = {"key.create", "team.put", "grant.put", "credential.put"};

    private final Random random;
    private long made;

    /** @param before how many records the trail has */
    TrailEntries(long before) {
        this.random = new Random(before);
        this.made = before;
    }

    /** The only ones of the team {@code team-once} and the action {@code config.apply}. */
    List<Entry> rare() {
        return List.of(
                entry("EVENT", "team", "team-once", "endpoint.get", PROJECT_0, "SUCCEEDED", 200),
                entry("EVENT", "admin", null, "config.apply", null, "UNKNOWN", 502));
    }

    /** The outcome of a write; one in a hundred failed. */
    Entry outcome(Entry intent) {
        made++;
        return intent.endedBy(
                intent.time().plus(APART),
                random.nextInt(100) == 0 ? new Outcome(Result.FAILED, 502, null) : Outcome.succeeded(201));
    }

    Entry next() {
        int kind = random.nextInt(1_000);
        if (kind == 0) {
            return entry("EVENT", "admin", null, any(ADMINISTRATION), null, "SUCCEEDED", 200);
        }
        if (kind < 25) {
            return entry("INTENT", "team", team(), any(WRITES), project(), null, null);
        }
        if (kind < 65) {
            return next("request.refused", "REFUSED", 403);
        }
        return next(any(READS), "SUCCEEDED", 200);
    }

    Entry next(String action, String result, int status) {
        return entry("EVENT", "team", team(), action, project(), result, status);
    }

    private String team() {
        return "team-" + (random.nextBoolean() ? 0 : random.nextInt(200));
    }

    private String project() {
        return "%024x".formatted(random.nextBoolean() ? 0 : random.nextInt(100));
    }

    private String any(String[] words) {
        return words[random.nextInt(words.length)];
    }

    private Entry entry(
            String phase,
            String kind,
            @Nullable String team,
            String action,
            @Nullable String project,
            @Nullable String result,
            @Nullable Integer status) {
        boolean ofTeam = team != null;
        return new Entry(
                BEGIN.plus(APART.multipliedBy(made++)).plusNanos(random.nextInt(1_000_000) * 1_000L),
                phase,
                new Entry.Origin(
                        new UUID(random.nextLong(), random.nextLong()).toString(),
                        new Entry.Who(kind, team, ofTeam ? "k7d2m4q8" : null, null),
                        "192.0.2." + random.nextInt(256)),
                action,
                new Entry.Subject(
                        project,
                        project == null ? null : LINK,
                        action.startsWith("endpoint.") ? "vpce-0b9c5701325cb15dd" : null),
                new Entry.Facts(
                        project == null ? null : "default",
                        project == null ? null : 3L,
                        result,
                        status == null ? null : (long) status,
                        "REFUSED".equals(result) ? "forbidden" : null,
                        status == null ? null : 200L,
                        1L,
                        (long) random.nextInt(100_000)),
                Entry.Details.USUAL,
                new Entry.About(project == null ? null : new Entry.About.Thing("project", project, project), null));
    }
}
