package dev.linkgate.gateway.inbound.authentication;

import dev.linkgate.gateway.platform.store.Micros;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;

/** The table of the counts that writes have used on any replica. */
@Repository
class UsedCountStore {

    private static final Logger log = LoggerFactory.getLogger(UsedCountStore.class);

    /** Longer than a nonce lives. */
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
    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
    void purge() {
        try {
            jdbc.sql("DELETE FROM digest_count WHERE issued_at < ?")
                    .param(Micros.of(clock.instant().minus(KEPT)))
                    .update();
        } catch (DataAccessException e) {
            log.warn("Could not remove old counts of nonces: {}", e.getMessage());
        }
    }
}
