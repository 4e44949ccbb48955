package dev.linkgate.gateway.core.access.principal;

import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The identities of teams and administrators, whose callers have no key here. A change takes effect here at once, and on
 * other replicas after their next poll.
 */
public final class Identities {

    private final Access access;
    private final AccessStore store;
    private final Snapshot<AccessSnapshot> snapshot;

    Identities(Access access, AccessStore store, Snapshot<AccessSnapshot> snapshot) {
        this.access = access;
        this.store = store;
        this.snapshot = snapshot;
    }

    /**
     * @return the identity with this name
     * @throws LinkgateException {@code not-found}, {@code team-not-found} or {@code administrator-not-found}
     */
    public Identity get(Principal owner, String name) {
        access.require(owner);
        return snapshot.get()
                .identity(owner, name)
                .or(() -> snapshot.latest().identity(owner, name))
                .orElseThrow(() -> noIdentity(owner, name));
    }

    private static LinkgateException noIdentity(Principal owner, String name) {
        return Failure.of(ProblemCode.NOT_FOUND, "The " + owner.kind().word() + " has no identity '" + name + "'.")
                .toException();
    }

    /** @throws LinkgateException {@code team-not-found} or {@code administrator-not-found} */
    public Put<Identity> put(Identity wanted) {
        return access.changeOf(wanted.owner(), () -> {
            Identity before = store.identity(wanted.owner(), wanted.name()).orElse(null);
            Identity now = before == null ? wanted : wanted.createdAt(before.createdAt());
            store.put(now);
            return new Put<>(before, now);
        });
    }

    /**
     * @return the identity as it was
     * @throws LinkgateException {@code not-found}, {@code team-not-found} or {@code administrator-not-found}
     */
    public Identity remove(Principal owner, String name) {
        access.require(owner);
        return access.change(owner, () -> {
                    Optional<Identity> before = store.identity(owner, name);
                    return store.removeIdentity(owner, name) ? before : Optional.<Identity>empty();
                })
                .orElseThrow(() -> noIdentity(owner, name));
    }

    /**
     * The identities that a JWT fits now, by their names; also one that another replica has just created.
     *
     * @param issuer the operator's name for it
     * @param claims of the JWT
     */
    public List<Identity> of(String issuer, Map<String, Object> claims) {
        List<Identity> fitting = known(issuer, claims);
        if (!fitting.isEmpty()) {
            return fitting;
        }
        access.keys().catchUp();
        return known(issuer, claims);
    }

    /** The identities that this replica knows already, which costs no query. */
    public List<Identity> known(String issuer, Map<String, Object> claims) {
        Instant now = access.now();
        return snapshot.get()
                .fitting(issuer, claims)
                .filter(identity -> !identity.expired(now))
                .toList();
    }

    /** The identity by which a caller is known; empty if there is none, or if it has ended. */
    public Optional<Identity> of(Actor actor) {
        Principal.Kind kind = Principal.Kind.of(actor);
        String owner = kind == Principal.Kind.TEAM ? actor.team() : actor.subject();
        return owner == null
                ? Optional.empty()
                : actor.identity()
                        .flatMap(id -> snapshot.get()
                                .identity(new Principal(kind, owner), id.name())
                                .filter(known -> known.issuer().equals(id.issuer())))
                        .filter(known -> !known.expired(access.now()));
    }

    /**
     * Holds while a caller's identity is neither removed nor expired.
     *
     * @param claims what the identity must still ask for; empty if that does not matter
     */
    public Right rightOf(Actor identified, Map<String, Object> claims) {
        return access.keys()
                .right(
                        () -> of(identified)
                                .filter(identity ->
                                        claims.isEmpty() || identity.claims().equals(claims))
                                .isPresent(),
                        "The identity by which the JWT is known was removed or has expired in the meantime.");
    }
}
