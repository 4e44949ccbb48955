package dev.linkgate.gateway.access.principal;

import dev.linkgate.gateway.access.key.AdminToken;
import dev.linkgate.gateway.access.key.ApiKey;
import dev.linkgate.gateway.access.key.KeyBinding;
import dev.linkgate.gateway.access.key.Keys;
import dev.linkgate.gateway.access.key.NewKey;
import dev.linkgate.gateway.access.key.StoredKey;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Put;
import dev.linkgate.gateway.platform.request.Recorded;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.gateway.platform.store.Snapshot;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Service;

/**
 * The administrators with names, and their keys. A change takes effect here at once, and on other replicas after their
 * next poll.
 *
 * <p>While the administrator's token is turned off, no change takes away the last key that opens everything, and the
 * start fails if there is none.
 */
@Service
public final class Administrators implements SmartInitializingSingleton {

    private final AdministratorStore store;
    private final Snapshot<AdministratorSnapshot> snapshot;
    private final Keys keys;
    private final AdminToken token;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public Administrators(AdministratorStore store, Snapshots snapshots, AdminToken token, InstantSource clock) {
        this.store = store;
        this.snapshot = snapshots.of("administrators", Snapshot.Source.whole(store::load));
        this.keys = new Keys(
                snapshot, id -> Optional.ofNullable(snapshot.get().keys().get(id)), this::now);
        this.token = token;
        this.clock = clock;
    }

    /** @throws StartRefused if nobody could administrate the gateway */
    @Override
    public void afterSingletonsInstantiated() {
        if (!token.isEnabled() && !snapshot.get().hasWayIn(now())) {
            throw new StartRefused(
                    "The administrator's token is turned off (linkgate.admin-token-enabled), but no administrator with"
                            + " the scope 'all' has a key that is valid.",
                    "Start with LINKGATE_ADMIN_TOKEN_ENABLED=true, make such a key with PUT /admin/administrators/{name}"
                            + " and POST /admin/administrators/{name}/keys, and turn the token off then.");
        }
    }

    public AdministratorSnapshot snapshot() {
        return snapshot.get();
    }

    /** The keys of all administrators with names. */
    public Keys keys() {
        return keys;
    }

    Instant now() {
        return Micros.now(clock);
    }

    public List<Administrator> all() {
        return snapshot.get().administrators().values().stream()
                .sorted(Comparator.comparing(Administrator::name))
                .toList();
    }

    /** @throws dev.linkgate.gateway.platform.request.LinkgateException {@code administrator-not-found} */
    Administrator get(String name) {
        Administrator administrator = snapshot.get().administrators().get(name);
        if (administrator == null) {
            throw Failure.of(ProblemCode.ADMINISTRATOR_NOT_FOUND, "There is no administrator '" + name + "'.")
                    .toException();
        }
        return administrator;
    }

    /** @throws dev.linkgate.gateway.platform.request.LinkgateException {@code last-administrator} */
    public Put<Administrator> put(String name, String description, SortedSet<AdminScope> scopes) {
        return changeKeepingAWayIn(name, () -> {
            Administrator known = store.load().administrators().get(name);
            Administrator administrator =
                    new Administrator(name, description, scopes, known == null ? now() : known.createdAt());
            store.put(administrator);
            return new Put<>(known, administrator);
        });
    }

    /**
     * @return the administrator with the keys that go, too
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code administrator-not-found} or
     *     {@code last-administrator}
     */
    Recorded remove(String name) {
        Administrator administrator = get(name);
        return changeKeepingAWayIn(name, () -> {
            List<String> ended =
                    store.load().keysOf(name).stream().map(StoredKey::id).toList();
            store.remove(name);
            return () -> administrator.recorded().with("keys", ended);
        });
    }

    /** A key that is not {@linkplain #add added} yet. */
    public NewKey newKey(String administrator, String label, @Nullable Instant expiresAt, KeyBinding binding) {
        Secret key = ApiKey.Kind.ADMINISTRATOR.generate(random);
        return NewKey.of(key, administrator, label, now(), expiresAt, binding);
    }

    /** @throws dev.linkgate.gateway.platform.request.LinkgateException {@code administrator-not-found} */
    public NewKey add(NewKey made) {
        String administrator = made.stored().owner();
        get(administrator);
        return snapshot.change(administrator, () -> {
            store.add(made.stored());
            return made;
        });
    }

    /**
     * @return the key as it was
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code administrator-not-found},
     *     {@code not-found} or {@code last-administrator}
     */
    StoredKey revokeKey(String administrator, String id) {
        get(administrator);
        return changeKeepingAWayIn(administrator, () -> {
                    Optional<StoredKey> before =
                            Optional.ofNullable(store.load().keys().get(id));
                    return store.removeKey(administrator, id) ? before : Optional.<StoredKey>empty();
                })
                .orElseThrow(() -> Failure.of(ProblemCode.NOT_FOUND, "The administrator has no key '" + id + "'.")
                        .toException());
    }

    private <T> T changeKeepingAWayIn(String administrator, Supplier<T> change) {
        return token.isEnabled()
                ? snapshot.change(administrator, change)
                : snapshot.change(administrator, () -> {
                    store.lock();
                    boolean hadWayIn = store.load().hasWayIn(now());
                    T changed = change.get();
                    if (hadWayIn && !store.load().hasWayIn(now())) {
                        throw Failure.of(
                                        ProblemCode.LAST_ADMINISTRATOR,
                                        "It is the last valid key with the scope 'all', and the administrator's token"
                                                + " is turned off. Make another such key first.")
                                .toException();
                    }
                    return changed;
                });
    }
}
