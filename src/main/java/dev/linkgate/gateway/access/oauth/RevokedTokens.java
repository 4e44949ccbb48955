package dev.linkgate.gateway.access.oauth;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.gateway.platform.store.Snapshot;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.gateway.platform.task.EveryMinute;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The tokens that were revoked and have not expired. A revocation takes effect here at once, and on other replicas
 * after their next poll. Each key and identity has at most {@value #MAX_OF_KEY}, so that no caller fills the memory of
 * all replicas.
 */
@Repository
class RevokedTokens implements EveryMinute {

    static final int MAX_OF_KEY = 1_000;

    private final JdbcClient jdbc;
    private final Snapshot<Map<String, Instant>> ends;
    private final InstantSource clock;

    RevokedTokens(JdbcClient jdbc, Snapshots snapshots, InstantSource clock) {
        this.jdbc = jdbc;
        this.ends = snapshots.of("revoked-tokens", this::load);
        this.clock = clock;
    }

    private Map<String, Instant> load() {
        return jdbc
                .sql("SELECT id, expires_at FROM revoked_token WHERE expires_at > ?")
                .param(Micros.of(clock.instant()))
                .query((row, n) -> Map.entry(row.getString(1), Micros.toInstant(row.getLong(2))))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    boolean contains(String id) {
        return ends.get().containsKey(id);
    }

    /** Whether revocations on other replicas are known here. They are not while the database cannot be read. */
    boolean isCurrent() {
        return ends.isCurrent();
    }

    /**
     * Whether revocations on other replicas are known here, after a look at the database if the last one was too long
     * ago.
     */
    boolean confirm() {
        return ends.confirm();
    }

    /** @throws LinkgateException {@code overloaded} if the token's key has {@value #MAX_OF_KEY} */
    void add(AccessToken token) {
        ends.change(() -> {
            if (countOf(token.share()) >= MAX_OF_KEY) {
                throw Failure.of(
                                ProblemCode.OVERLOADED,
                                "The client has revoked " + MAX_OF_KEY
                                        + " tokens that would not have expired yet. This one is still valid.")
                        .toException();
            }
            return jdbc.sql("INSERT INTO revoked_token (id, key_id, expires_at) VALUES (?, ?, ?)"
                            + " ON CONFLICT (id) DO NOTHING")
                    .params(token.id(), token.share(), Micros.of(token.expiresAt()))
                    .update();
        });
    }

    private long countOf(String share) {
        return jdbc.sql("SELECT COUNT(*) FROM revoked_token WHERE key_id = ? AND expires_at > ?")
                .params(share, Micros.of(clock.instant()))
                .query(Long.class)
                .single();
    }

    /** Forgets the tokens that have expired in the meantime. */
    @Override
    public void everyMinute() {
        Instant now = clock.instant();
        if (ends.get().values().stream().anyMatch(end -> !now.isBefore(end))) {
            ends.change(() -> jdbc.sql("DELETE FROM revoked_token WHERE expires_at <= ?")
                    .param(Micros.of(now))
                    .update());
        }
    }
}
