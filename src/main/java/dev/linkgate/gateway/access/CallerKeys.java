package dev.linkgate.gateway.access;

import dev.linkgate.gateway.access.key.ExpiryNotices;
import dev.linkgate.gateway.access.key.Principal;
import dev.linkgate.gateway.access.key.StoredKey;
import dev.linkgate.gateway.access.principal.Access;
import dev.linkgate.gateway.access.principal.Identity;
import dev.linkgate.gateway.platform.request.Actor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds the keys of identified callers. */
@Component
public class CallerKeys {

    private final Access access;
    private final InstantSource clock;

    CallerKeys(Access access, InstantSource clock) {
        this.access = access;
        this.clock = clock;
    }

    /** Empty if the caller was identified by something else, or if its key was revoked since. */
    Optional<StoredKey> of(Actor actor) {
        return Optional.ofNullable(actor.keyId())
                .filter(id -> !actor.isAnonymous())
                .flatMap(access.keys()::withId)
                .filter(key -> key.owner().kind() == Principal.Kind.of(actor));
    }

    /** When the caller's key or identity ends; empty if it does not, or if the caller has neither. */
    Optional<Instant> endOf(Actor actor) {
        return of(actor)
                .map(StoredKey::expiresAt)
                .or(() -> access.identityOf(actor).map(Identity::expiresAt));
    }

    /**
     * When the caller's key expires, if it is one of those whose end is {@linkplain ExpiryNotices announced} already.
     */
    public Optional<Instant> nearEndOf(Actor actor) {
        return of(actor)
                .map(StoredKey::expiresAt)
                .filter(end -> end.minus(ExpiryNotices.FIRST).isBefore(clock.instant()));
    }
}
