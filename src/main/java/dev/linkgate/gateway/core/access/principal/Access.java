package dev.linkgate.gateway.core.access.principal;

import dev.linkgate.gateway.core.access.attachment.AttachmentStore;
import dev.linkgate.gateway.core.access.key.AdminToken;
import dev.linkgate.gateway.core.access.key.ApiKey;
import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.Keys;
import dev.linkgate.gateway.core.access.key.NewKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.store.Snapshot;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;

/**
 * Teams and administrators, and their keys. A change takes effect here at once, and on other replicas after their next
 * poll.
 *
 * <p>While the administrator's token is turned off, no change takes away the last key that opens everything, and the
 * start fails if there is none.
 */
@Service
public final class Access implements SmartInitializingSingleton {

    private final AccessStore store;
    private final Snapshot<AccessSnapshot> snapshot;
    private final Keys keys;
    private final Grants grants;
    private final Identities identities;
    private final AdminToken token;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public Access(AccessStore store, Snapshots snapshots, AdminToken token, InstantSource clock) {
        this.store = store;
        this.snapshot = snapshots.of("access", store::load);
        this.keys = new Keys(snapshot, id -> snapshot.get().key(id), this::now);
        this.grants = new Grants(this, store, snapshot);
        this.identities = new Identities(this, store, snapshot);
        this.token = token;
        this.clock = clock;
    }

    /** @throws StartRefused if no one could administrate the gateway */
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

    public AccessSnapshot snapshot() {
        return snapshot.get();
    }

    /** The keys of all principals. */
    public Keys keys() {
        return keys;
    }

    /** The roles of all teams. */
    public Grants grants() {
        return grants;
    }

    /** The identities of all principals. */
    public Identities identities() {
        return identities;
    }

    public Instant now() {
        return Micros.now(clock);
    }

    /** The key of a caller; empty if it was identified by something else, or if its key was revoked since. */
    public Optional<StoredKey> keyOf(Actor actor) {
        return Optional.ofNullable(actor.keyId())
                .filter(id -> !actor.isAnonymous())
                .flatMap(keys::withId)
                .filter(key -> key.owner().kind() == Principal.Kind.of(actor));
    }

    /** Who a caller with this key is. */
    public Actor actorOf(StoredKey key) {
        String name = key.owner().name();
        return switch (key.owner().kind()) {
            case TEAM -> Actor.team(name, key.id());
            case ADMINISTRATOR ->
                Actor.administrator(name, key.id(), snapshot.get().mayEverything(name));
        };
    }

    /**
     * Who a caller with a JWT is that fits this identity.
     *
     * @param holder its readable name; absent if that is not told
     */
    public Actor actorOf(Identity identity, String subject, @Nullable String holder) {
        String name = identity.owner().name();
        return switch (identity.owner().kind()) {
            case TEAM -> Actor.jwt(name, identity.id(null, holder), subject);
            case ADMINISTRATOR ->
                Actor.administrator(
                        name,
                        identity.id(subject, holder).toString(),
                        snapshot.get().mayEverything(name));
        };
    }

    /** All teams by their names. */
    public List<Team> teams() {
        return snapshot.get().teams().values().stream()
                .sorted(Comparator.comparing(Team::name))
                .toList();
    }

    /** All administrators by their names. */
    public List<Administrator> administrators() {
        return snapshot.get().administrators().values().stream()
                .sorted(Comparator.comparing(Administrator::name))
                .toList();
    }

    /**
     * A team, also one that another replica has just created.
     *
     * @throws LinkgateException {@code team-not-found}
     */
    Team team(String name) {
        return known(Principal.team(name), known -> known.teams().get(name));
    }

    /**
     * An administrator, also one that another replica has just created.
     *
     * @throws LinkgateException {@code administrator-not-found}
     */
    Administrator administrator(String name) {
        return known(
                Principal.administrator(name), known -> known.administrators().get(name));
    }

    private <P> P known(Principal principal, Function<AccessSnapshot, @Nullable P> find) {
        return Optional.ofNullable(find.apply(snapshot.get()))
                .or(() -> Optional.ofNullable(find.apply(snapshot.latest())))
                .orElseThrow(() -> unknown(principal));
    }

    /** @throws LinkgateException {@code team-not-found} or {@code administrator-not-found} */
    public Recorded require(Principal principal) {
        return switch (principal.kind()) {
            case TEAM -> team(principal.name());
            case ADMINISTRATOR -> administrator(principal.name());
        };
    }

    private static LinkgateException unknown(Principal principal) {
        ProblemCode code = switch (principal.kind()) {
            case TEAM -> ProblemCode.TEAM_NOT_FOUND;
            case ADMINISTRATOR -> ProblemCode.ADMINISTRATOR_NOT_FOUND;
        };
        return Failure.of(code, "There is no " + principal.kind().word() + " '" + principal.name() + "'.")
                .toException();
    }

    <R> R change(Principal principal, Supplier<R> change) {
        boolean guarded = principal.kind() == Principal.Kind.ADMINISTRATOR && !token.isEnabled();
        return snapshot.change(() -> guarded ? keepingAWayIn(change) : change.get());
    }

    private <R> R keepingAWayIn(Supplier<R> change) {
        store.lockAdministrators();
        boolean hadWayIn = store.hasWayIn(now());
        R changed = change.get();
        if (hadWayIn && !store.hasWayIn(now())) {
            throw Failure.of(
                            ProblemCode.LAST_ADMINISTRATOR,
                            "It is the last valid key with the scope 'all', and the administrator's token is turned off."
                                    + " Make another such key first.")
                    .toException();
        }
        return changed;
    }

    /** Changes what belongs to a principal, unless any replica has removed it. */
    public <R> R changeOf(Principal principal, Supplier<R> change) {
        try {
            return change(principal, () -> {
                if (!store.has(principal)) {
                    throw unknown(principal);
                }
                return change.get();
            });
        } catch (DataIntegrityViolationException e) {
            throw unknown(principal); // removed in the meantime; the database refused
        }
    }

    public Put<Team> putTeam(String name, String description) {
        return change(Principal.team(name), () -> {
            Team before = store.team(name).orElse(null);
            Team team = new Team(name, description, before == null ? now() : before.createdAt());
            store.put(team);
            return new Put<>(before, team);
        });
    }

    /** @throws LinkgateException {@code last-administrator}, or {@code invalid-request} if no administrator has this name */
    public Put<Administrator> putAdministrator(String name, String description, SortedSet<AdminScope> scopes) {
        if (name.equals(Actor.SHARED_TOKEN)) {
            throw Failure.invalid("name", "must be another one: in the trail it means the administrator's shared token")
                    .toException();
        }
        return change(Principal.administrator(name), () -> {
            Administrator before = store.administrator(name).orElse(null);
            Administrator administrator =
                    new Administrator(name, description, scopes, before == null ? now() : before.createdAt());
            store.put(administrator);
            return new Put<>(before, administrator);
        });
    }

    /**
     * @return the principal with what goes with it
     * @throws LinkgateException {@code team-not-found}, {@code administrator-not-found} or {@code last-administrator}
     */
    public Recorded remove(Principal principal) {
        Recorded known = require(principal);
        return change(principal, () -> {
            Change.Values values = known.recorded()
                    .with(
                            "keys",
                            store.keys().of(principal).stream()
                                    .map(StoredKey::id)
                                    .toList());
            List<String> identities =
                    store.identitiesOf(principal).stream().map(Identity::name).toList();
            if (!identities.isEmpty()) {
                values.with("identities", identities);
            }
            if (principal.kind() == Principal.Kind.TEAM) {
                values.with(
                        "grants",
                        store.grantsOf(principal.name()).stream()
                                .flatMap(grant -> grant.at(now()).stream())
                                .map(grant ->
                                        grant.projectId() + " " + grant.role().word())
                                .toList());
            }
            store.remove(principal);
            return () -> values;
        });
    }

    /**
     * A key that is not {@linkplain #add added} yet.
     *
     * @param digest whether it may also be used by Digest
     */
    public NewKey newKey(
            Principal owner, String label, @Nullable Instant expiresAt, KeyBinding binding, boolean digest) {
        Secret key = ApiKey.generate(owner.kind(), random);
        return withDigest(NewKey.of(key, owner, label, now(), expiresAt, binding), digest);
    }

    /**
     * A key that was generated before, and is not {@linkplain #add added} yet.
     *
     * @param digest whether it may also be used by Digest
     * @throws IllegalArgumentException if it does not have the form of a team's key
     */
    public NewKey givenKey(String team, String label, @Nullable Instant expiresAt, Secret key, boolean digest) {
        return withDigest(NewKey.of(key, Principal.team(team), label, now(), expiresAt, KeyBinding.NONE), digest);
    }

    private NewKey withDigest(NewKey key, boolean digest) {
        return digest ? key.forDigest(store.keys().cipher()) : key;
    }

    /** @throws LinkgateException {@code team-not-found} or {@code administrator-not-found} */
    public NewKey add(NewKey made) {
        return changeOf(made.stored().owner(), () -> {
            store.keys().add(made.stored());
            return made;
        });
    }

    /** Makes keys ones for bearer tokens only, without these verifiers. */
    public void removeVerifiers(Collection<EncryptedSecret> verifiers) {
        snapshot.change(() -> {
            verifiers.forEach(store.keys()::removeVerifier);
            return verifiers;
        });
    }

    /** Replaces the ciphertexts of keys' verifiers with others of the same ones. */
    public void replaceVerifiers(Map<EncryptedSecret, String> ciphertexts) {
        snapshot.change(() -> {
            ciphertexts.forEach(store.keys()::replaceVerifier);
            return ciphertexts;
        });
    }

    /**
     * @return the key as it was
     * @throws LinkgateException {@code not-found}, {@code team-not-found}, {@code administrator-not-found} or
     *     {@code last-administrator}
     */
    public StoredKey revokeKey(Principal owner, String id) {
        require(owner);
        return change(owner, () -> {
                    Optional<StoredKey> before = store.keys().find(owner, id);
                    return store.keys().remove(owner, id) ? before : Optional.<StoredKey>empty();
                })
                .orElseThrow(() -> Failure.of(
                                ProblemCode.NOT_FOUND,
                                "The " + owner.kind().word() + " has no key '" + id + "'." + heirs(owner, id))
                        .toException());
    }

    /**
     * A clause that names the keys of the line. A caller who revokes a leaked key must know what was made from it
     * meanwhile.
     */
    private String heirs(Principal owner, String id) {
        List<String> heirs = snapshot.get().keysOf(owner).stream()
                .filter(key -> id.equals(key.firstId()))
                .map(StoredKey::id)
                .toList();
        return heirs.isEmpty() ? "" : " It was rotated; these have replaced it: " + String.join(", ", heirs) + ".";
    }

    /**
     * Lets other changes of what a team has or asks for wait until the end of the transaction.
     *
     * @return whether there is such a team
     */
    public boolean lock(String team) {
        return store.lock(team);
    }

    /**
     * Notes that the end of a key was announced so many days before.
     *
     * @return whether it is the first to note that, and the key was not rotated
     */
    public boolean noteExpiryTold(String keyId, int days) {
        return store.keys().noteExpiryTold(keyId, days);
    }

    /** Changes what may be attached, in a transaction. */
    public <R> R changeAttachments(Function<AttachmentStore, R> change) {
        return snapshot.change(() -> change.apply(store.attachments()));
    }
}
