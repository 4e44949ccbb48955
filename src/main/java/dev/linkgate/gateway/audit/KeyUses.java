package dev.linkgate.gateway.audit;

import dev.linkgate.gateway.request.RequestContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds in the trail whether a key was used. */
@Repository
public class KeyUses {

    private final JdbcClient jdbc;
    private final ScanThreads threads;

    KeyUses(JdbcClient jdbc, ScanThreads threads) {
        this.jdbc = jdbc;
        this.threads = threads;
    }

    /**
     * Whether a team's key has done anything that is on record. It examines what the team has done since then.
     *
     * @param after the sequence of a record before the first use
     * @throws dev.linkgate.gateway.request.LinkgateException {@code rate-limited} if too many others read the trail
     */
    public boolean areThere(RequestContext context, String team, String keyId, long after) {
        return threads.begin(context, () -> {
            ScanThreads.requireScanThread();
            return jdbc.sql(
                            "SELECT 1 FROM audit_record WHERE actor_team = ? AND sequence > ? AND actor_key_id = ? LIMIT 1")
                    .params(team, after, keyId)
                    .query(Integer.class)
                    .optional()
                    .isPresent();
        });
    }
}
