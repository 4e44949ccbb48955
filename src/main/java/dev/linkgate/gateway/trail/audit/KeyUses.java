package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.RequestContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds in the trail whether a key was used. */
@Repository
public class KeyUses {

    /** The records of a scan, of which the team may have all. */
    private static final long EXAMINED = 50_000;

    private final JdbcClient jdbc;
    private final ScanExecutors threads;

    KeyUses(JdbcClient jdbc, ScanExecutors threads) {
        this.jdbc = jdbc;
        this.threads = threads;
    }

    /**
     * Whether a team's key has done anything that is on record. It examines what the team has done since then, in scans,
     * because that may be very much.
     *
     * @param after the sequence of a record before the first use
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code rate-limited} if too many others read the trail
     */
    public boolean areThere(RequestContext context, String team, String keyId, long after) {
        long last =
                jdbc.sql("SELECT sequence FROM audit_head").query(Long.class).single();
        boolean found = threads.begin(context, () -> isBetween(team, keyId, after, after + EXAMINED));
        for (long from = after + EXAMINED; !found && from < last; from += EXAMINED) {
            long examined = from;
            found = threads.proceed(context, () -> isBetween(team, keyId, examined, examined + EXAMINED));
        }
        return found;
    }

    private boolean isBetween(String team, String keyId, long after, long last) {
        ScanExecutors.requireScanThread();
        return jdbc.sql("SELECT 1 FROM audit_record WHERE actor_team = ? AND sequence > ? AND sequence <= ?"
                        + " AND actor_key_id = ? LIMIT 1")
                .params(team, after, last, keyId)
                .query(Integer.class)
                .optional()
                .isPresent();
    }
}
