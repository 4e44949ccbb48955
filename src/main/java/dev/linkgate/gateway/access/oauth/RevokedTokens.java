package dev.linkgate.gateway.access.oauth;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.store.Snapshot;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.gateway.platform.task.EveryMinute;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.stereotype.Service;

/**
 * The tokens that were revoked and have not expired. A revocation takes effect here at once, and on other replicas
 * after their next poll. Each key and identity has at most {@value #MAX_OF_KEY}, so that no caller fills the memory of all replicas.
 */
@Service
class RevokedTokens implements EveryMinute {

    static final int MAX_OF_KEY = 1_000;

    private final RevokedTokenStore store;
    private final Snapshot<Map<String, Instant>> ends;
    private final InstantSource clock;

    RevokedTokens(RevokedTokenStore store, Snapshots snapshots, InstantSource clock) {
        this.store = store;
        this.ends = snapshots.of("revoked-tokens", store::load);
        this.clock = clock;
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
            if (store.countOf(token.share(), clock.instant()) >= MAX_OF_KEY) {
                throw Failure.of(
                                ProblemCode.OVERLOADED,
                                "The client has revoked " + MAX_OF_KEY
                                        + " tokens that would not have expired yet. This one is still valid.")
                        .toException();
            }
            store.add(token);
            return token;
        });
    }

    /** Forgets the tokens that have expired in the meantime. */
    @Override
    public void everyMinute() {
        Instant now = clock.instant();
        if (ends.get().values().stream().anyMatch(end -> !now.isBefore(end))) {
            ends.change(() -> store.removeExpired(now));
        }
    }
}
