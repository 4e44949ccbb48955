package dev.linkgate.gateway.feature.digest;

import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.feature.tasks.EveryMinute;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of the counts that writes have used on any replica. */
@Repository
public class UsedCountStore implements EveryMinute {

    /** How long a count is kept: longer than a nonce lives. */
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final InstantSource clock;

    UsedCountStore(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Takes a count of a nonce.
     *
     * @return false if it was used
     * @throws DataAccessException if that cannot be stored
     */
    boolean take(DigestNonce nonce, long count) {
        return jdbc.sql("INSERT INTO digest_count (issued_at, random, count) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                        .params(nonce.issuedMicros(), nonce.random(), count)
                        .update()
                == 1;
    }

    /** Removes those whose nonce no replica accepts any more. */
    @Override
    public void everyMinute() {
        jdbc.sql("DELETE FROM digest_count WHERE issued_at < ?")
                .param(Micros.of(clock.instant().minus(KEPT)))
                .update();
    }
}
