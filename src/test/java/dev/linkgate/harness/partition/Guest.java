package dev.linkgate.harness.partition;

import dev.linkgate.Patience;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.harness.partition.Calls.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An administrator and a team that use the affected replica, and whose rights another one takes away. What is shown or
 * made there five seconds later is a violation.
 */
final class Guest {

    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration BETWEEN_KEYS = Duration.ofMillis(500);
    private static final Pattern KEY = Pattern.compile("\"id\":\"([^\"]+)\".*\"key\":\"([^\"]+)\"");

    private final Bed bed;
    private final String name;
    private final String administrator;
    private final String administratorKey;
    private final String administratorKeyId;
    private final String team;
    private final String teamKey;
    private final String grant;
    private final String link;
    private volatile Instant bound = Instant.MAX;

    /** @param place that the team may see */
    Guest(Bed bed, String name, Place place) {
        this.bed = bed;
        this.name = name;
        this.administrator = "/admin/administrators/" + name;
        this.team = "/admin/teams/" + name;
        this.grant = team + "/grants/" + place.project();
        this.link = place.linkPath();
        bed.administrate(caller -> caller.put(administrator, "{\"description\":\"\",\"scopes\":[\"all\"]}"));
        bed.administrate(caller -> caller.put(team, "{\"description\":\"\"}"));
        bed.administrate(caller -> caller.put(grant, "{\"role\":\"viewer\"}"));
        Matcher own = key(administrator);
        administratorKeyId = own.group(1);
        administratorKey = own.group(2);
        teamKey = key(team).group(2);
        awaitWelcome();
    }

    private Matcher key(String owner) {
        Matcher key = KEY.matcher(bed.administrate(caller -> caller.post(owner + "/keys", "{\"label\":\"partition\"}"))
                .body());
        if (!key.find()) {
            throw new AssertionError("no key");
        }
        return key;
    }

    private void awaitWelcome() {
        long end = System.nanoTime() + Bed.LONG.toNanos();
        while (!(read().succeeded() && makeKey().succeeded())) {
            if (System.nanoTime() > end) {
                throw new AssertionError("the affected replica does not know its guests");
            }
            Bed.pause();
        }
    }

    private Reply read() {
        return bed.calls().call(Bed.AFFECTED, teamKey, Bed.LONG, caller -> caller.get(link));
    }

    private Reply makeKey() {
        return bed.calls()
                .call(
                        Bed.AFFECTED,
                        administratorKey,
                        Bed.LONG,
                        caller -> caller.post(team + "/keys", "{\"label\":\"a back door\"}"));
    }

    /** Takes the rights away, through a replica that nothing happens to. */
    void end() {
        bed.administrate(caller -> caller.delete(administrator + "/keys/" + administratorKeyId));
        bed.administrate(caller -> caller.delete(grant));
        bound = Instant.now().plus(BOUND);
    }

    String name() {
        return name;
    }

    /** Whether its rights must not be used any more at this time. */
    boolean hasEndedBefore(Instant time) {
        return time.isAfter(bound);
    }

    void readOn(BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean()) {
            if (read().succeeded() && hasEndedBefore(Instant.now())) {
                bed.findings().violated("ended right used", "read with " + grant);
            }
            Bed.pause();
        }
    }

    /**
     * Makes keys seldom, because each replica reads all keys again after each. The database says later when they were
     * made: an answer waits for its record.
     */
    void makeKeys(BooleanSupplier goesOn) {
        while (goesOn.getAsBoolean()) {
            makeKey();
            Patience.letPass(BETWEEN_KEYS);
        }
    }
}
