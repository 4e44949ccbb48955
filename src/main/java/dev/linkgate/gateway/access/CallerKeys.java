package dev.linkgate.gateway.access;

import dev.linkgate.gateway.access.administrator.Administrators;
import dev.linkgate.gateway.access.key.ExpiryNotices;
import dev.linkgate.gateway.access.key.StoredKey;
import dev.linkgate.gateway.access.team.Access;
import dev.linkgate.gateway.platform.request.Actor;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds the keys of identified callers. */
@Component
public class CallerKeys {

    private final Access access;
    private final Administrators administrators;

    CallerKeys(Access access, Administrators administrators) {
        this.access = access;
        this.administrators = administrators;
    }

    /** Empty if the caller was identified by something else, or if its key was revoked since. */
    Optional<StoredKey> of(Actor actor) {
        String id = actor.keyId();
        if (id == null || actor.isAnonymous()) {
            return Optional.empty();
        }
        return actor.isAdministrator()
                ? administrators.keys().withId(id)
                : access.keys().withId(id);
    }

    /** When the caller's key expires, if it is one of those whose end is {@linkplain ExpiryNotices announced} already. */
    public Optional<Instant> nearEndOf(Actor actor) {
        return of(actor)
                .map(StoredKey::expiresAt)
                .filter(end -> end.minus(ExpiryNotices.FIRST).isBefore(access.now()));
    }
}
