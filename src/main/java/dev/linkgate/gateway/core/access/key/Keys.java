package dev.linkgate.gateway.core.access.key;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of all principals as this replica knows them.
 *
 * @param snapshot has the keys
 * @param find finds a key in the snapshot by its id
 * @param now the time, for expired keys
 */
public record Keys(Snapshot<?> snapshot, Function<String, Optional<StoredKey>> find, Supplier<Instant> now) {

    /**
     * How long a request with an unknown key waits for changes. It is short, because a caller with an unknown key
     * cannot be told from another one.
     */
    private static final Duration CATCH_UP_PATIENCE = Duration.ofSeconds(1);

    private static final String ENDED = "The API key was revoked or has expired in the meantime.";

    /** The stored key that matches, if there is one; also one that another replica has just created. */
    public Optional<StoredKey> recognise(ApiKey shown) {
        return search(shown.id(), shown::is);
    }

    /** The stored key with this id, if there is one; also one that another replica has just created. */
    public Optional<StoredKey> named(String id) {
        return search(id, stored -> true);
    }

    /** Looks for changes whatever is missing, so that the time does not tell whether a key has this id. */
    private Optional<StoredKey> search(String id, Predicate<StoredKey> wanted) {
        Optional<StoredKey> known = find.apply(id).filter(wanted);
        if (known.isPresent()) {
            return known;
        }
        catchUp();
        return find.apply(id).filter(wanted);
    }

    /** The key of this id, as far as this replica knows. */
    public Optional<StoredKey> withId(String id) {
        return find.apply(id);
    }

    /** Whether changes on other replicas are known here. They are not while the database cannot be read. */
    public boolean isCurrent() {
        return snapshot.isCurrent();
    }

    /**
     * Whether changes on other replicas are known here, after a look at the database if the last one was too long ago.
     */
    public boolean confirm() {
        return snapshot.confirm();
    }

    /** Makes keys known that another replica has just created. */
    public void catchUp() {
        snapshot.catchUp(CATCH_UP_PATIENCE);
    }

    /** Holds while a key is neither revoked nor expired, and is bound to the same networks and certificate. */
    public Right rightOf(StoredKey admitted) {
        return right(
                () -> find.apply(admitted.id())
                        .filter(key -> key.binding().equals(admitted.binding()))
                        .filter(key -> !key.expired(now.get()))
                        .isPresent(),
                ENDED);
    }

    /**
     * Holds while a key, or the one that has replaced it, is neither revoked nor expired: what was begun with a key
     * goes on after its rotation.
     *
     * @param kind of its owner
     */
    public Right rightOf(Principal.Kind kind, String id) {
        return right(() -> lasts(kind, id), ENDED);
    }

    private boolean lasts(Principal.Kind kind, @Nullable String id) {
        Optional<StoredKey> key = Optional.ofNullable(id).flatMap(find);
        return key.isPresent()
                && key.get().owner().kind() == kind
                && (!key.get().expired(now.get()) || lasts(kind, key.get().replacedById()));
    }

    /**
     * Holds while something of the snapshot is valid.
     *
     * @param ended what a caller is told when it is not any more
     */
    public Right right(BooleanSupplier valid, String ended) {
        return Right.stored(
                this::isCurrent,
                this::confirm,
                () -> valid.getAsBoolean()
                        ? new Right.Held()
                        : new Right.Ended(Failure.of(ProblemCode.UNAUTHENTICATED, ended)));
    }
}
