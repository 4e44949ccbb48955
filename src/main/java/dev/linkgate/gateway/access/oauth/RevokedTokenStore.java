package dev.linkgate.gateway.access.oauth;

import dev.linkgate.gateway.platform.store.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of revoked tokens: when each would have expired, by its id. */
@Repository
class RevokedTokenStore {

    private final JdbcClient jdbc;
    private final InstantSource clock;

    RevokedTokenStore(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Map<String, Instant> load() {
        return jdbc
                .sql("SELECT id, expires_at FROM revoked_token WHERE expires_at > ?")
                .param(Micros.of(clock.instant()))
                .query((row, n) -> Map.entry(row.getString(1), Micros.toInstant(row.getLong(2))))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    long countOf(String share, Instant now) {
        return jdbc.sql("SELECT COUNT(*) FROM revoked_token WHERE key_id = ? AND expires_at > ?")
                .params(share, Micros.of(now))
                .query(Long.class)
                .single();
    }

    void add(AccessToken token) {
        jdbc.sql("INSERT INTO revoked_token (id, key_id, expires_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING")
                .params(token.id(), token.share(), Micros.of(token.expiresAt()))
                .update();
    }

    int removeExpired(Instant now) {
        return jdbc.sql("DELETE FROM revoked_token WHERE expires_at <= ?")
                .param(Micros.of(now))
                .update();
    }
}
