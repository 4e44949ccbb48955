package dev.linkgate.gateway.trail.checkpoint;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether the trail in the database is an older or another one than a checkpoint says that was signed before. Reads are
 * recorded then as ever, rights can be taken away, and all other writes are refused until an administrator accepts the
 * trail as it is.
 */
@Component
public final class RollbackState {

    private volatile @Nullable String reason;

    /** @param what the difference, for people: a clause without a full stop */
    public void found(String what) {
        reason = what;
    }

    /** Writes are allowed again. */
    public void accepted() {
        reason = null;
    }

    /** The difference, if there is one that no administrator has accepted. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
