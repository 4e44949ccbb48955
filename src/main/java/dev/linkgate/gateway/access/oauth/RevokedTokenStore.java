package dev.linkgate.gateway.access.oauth;

import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.gateway.platform.store.Snapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table of revoked tokens: when each would have expired, by its id. */
@Repository
class RevokedTokenStore implements Snapshot.Source<PMap<String, Instant>> {

    /** The subject of a removal of expired tokens. The id of a token is no word. */
    static final String EXPIRED = "expired";

    private final JdbcClient jdbc;
    private final InstantSource clock;

    RevokedTokenStore(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public PMap<String, Instant> load() {
        return HashTreePMap.from(read(" WHERE expires_at > ?", Micros.of(clock.instant())));
    }

    @Override
    public PMap<String, Instant> reread(PMap<String, Instant> ends, String subject) {
        if (!subject.equals(EXPIRED)) {
            return ends.plusAll(read(" WHERE id = ?", subject));
        }
        Instant now = clock.instant();
        return ends.minusAll(ends.entrySet().stream()
                .filter(end -> !now.isBefore(end.getValue()))
                .map(Map.Entry::getKey)
                .toList());
    }

    private Map<String, Instant> read(String condition, Object value) {
        return jdbc
                .sql("SELECT id, expires_at FROM revoked_token" + condition)
                .param(value)
                .query((row, n) -> Map.entry(row.getString(1), Micros.toInstant(row.getLong(2))))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    long countOf(String keyId, Instant now) {
        return jdbc.sql("SELECT COUNT(*) FROM revoked_token WHERE key_id = ? AND expires_at > ?")
                .params(keyId, Micros.of(now))
                .query(Long.class)
                .single();
    }

    void add(AccessToken token) {
        jdbc.sql("INSERT INTO revoked_token (id, key_id, expires_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING")
                .params(token.id(), token.keyId(), Micros.of(token.expiresAt()))
                .update();
    }

    int removeExpired(Instant now) {
        return jdbc.sql("DELETE FROM revoked_token WHERE expires_at <= ?")
                .param(Micros.of(now))
                .update();
    }
}
