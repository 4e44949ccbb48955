package dev.linkgate.gateway.platform.replica;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What this replica holds for as long as it renews it. */
public interface Leases {

    /**
     * Renews them all; logs a failure and leaves the rest to the next time. Called after each heartbeat, also after one
     * that could not be stored.
     *
     * @param connection the heartbeat's, which breaks after {@link Heartbeat#INTERVAL} without an answer
     */
    void renew(JdbcClient connection);
}
