package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.Snapshot;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.feature.tasks.EveryMinute;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The tokens that were revoked and have not expired: single ones, and all that were issued to somebody until a moment. A
 * revocation takes effect here at once, and on other replicas after their next poll. Each key and identity has at most
 * {@value #MAX_OF_KEY}, so that no caller fills the memory of all replicas.
 */
@Repository
class RevokedTokens implements EveryMinute {

    static final int MAX_OF_KEY = 1_000;

    /** Marks the rows of selections, in the place of a key's id. */
    private static final String SELECTIONS = "";

    private final JdbcClient jdbc;
    private final Snapshot<Ends> ends;
    private final InstantSource clock;

    /**
     * What is revoked.
     *
     * @param tokens until when, by their ids
     */
    private record Ends(Map<String, Instant> tokens, List<EndedSelection> selections) {

        boolean hasAnyBefore(Instant now) {
            return Stream.concat(tokens.values().stream(), selections.stream().map(EndedSelection::expiresAt))
                    .anyMatch(end -> !now.isBefore(end));
        }
    }

    /** @param expiresAt when the last token has expired that was issued before */
    private record EndedSelection(TokenSelection selection, Instant expiresAt) {

        boolean includes(AccessToken token, Actor holder) {
            return !token.issuedAt().isAfter(expiresAt.minus(AccessTokens.MAX_LIFE)) && selection.includes(holder);
        }
    }

    RevokedTokens(JdbcClient jdbc, Snapshots snapshots, InstantSource clock) {
        this.jdbc = jdbc;
        this.ends = snapshots.of("revoked-tokens", this::load);
        this.clock = clock;
    }

    private Ends load() {
        Map<String, Instant> tokens = new HashMap<>();
        List<EndedSelection> selections = new ArrayList<>();
        jdbc.sql("SELECT id, expires_at FROM revoked_token WHERE expires_at > ?")
                .param(Micros.of(clock.instant()))
                .query(row -> {
                    String id = row.getString(1);
                    Instant end = Micros.toInstant(row.getLong(2));
                    TokenSelection.of(id)
                            .ifPresentOrElse(
                                    selection -> selections.add(new EndedSelection(selection, end)),
                                    () -> tokens.put(id, end));
                });
        return new Ends(Map.copyOf(tokens), List.copyOf(selections));
    }

    /** @param holder who has it */
    boolean contains(AccessToken token, Actor holder) {
        Ends now = ends.get();
        return now.tokens().containsKey(token.id())
                || now.selections().stream().anyMatch(ended -> ended.includes(token, holder));
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
        add(token.id(), token.share(), token.expiresAt());
    }

    /**
     * @param now ends what was issued until then
     * @throws LinkgateException {@code overloaded} if there are {@value #MAX_OF_KEY} others
     */
    void add(TokenSelection selection, Instant now) {
        add(selection.stored(), SELECTIONS, now.plus(AccessTokens.MAX_LIFE));
    }

    private void add(String id, String share, Instant expiresAt) {
        ends.change(() -> {
            if (countOf(share) >= MAX_OF_KEY) {
                throw Failure.of(
                                ProblemCode.OVERLOADED,
                                MAX_OF_KEY + " were revoked that would not have expired yet. This one is still valid.")
                        .toException();
            }
            return jdbc.sql("INSERT INTO revoked_token (id, key_id, expires_at) VALUES (?, ?, ?)"
                            + " ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at")
                    .params(id, share, Micros.of(expiresAt))
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
        if (ends.get().hasAnyBefore(now)) {
            ends.change(() -> jdbc.sql("DELETE FROM revoked_token WHERE expires_at <= ?")
                    .param(Micros.of(now))
                    .update());
        }
    }
}
