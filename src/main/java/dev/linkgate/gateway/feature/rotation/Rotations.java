package dev.linkgate.gateway.feature.rotation;

import dev.linkgate.gateway.core.access.key.ApiKey;
import dev.linkgate.gateway.core.access.key.KeySettings;
import dev.linkgate.gateway.core.access.key.NewKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.ShownKey;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AccessStore;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Replaces the keys of teams for those who have them. At most two keys of such a line are valid: the one that replaces,
 * and the one that it has replaced, until the end of its overlap.
 */
@Service
public class Rotations {

    private final Access access;
    private final AccessStore store;
    /** The records that are examined at once for uses of a key; its team may have all of them. */
    private static final long EXAMINED = 50_000;

    private final TrailReader trail;
    private final ScanExecutors threads;
    private final KeySettings settings;
    private final SecureRandom random = new SecureRandom();

    public Rotations(Access access, AccessStore store, TrailReader trail, ScanExecutors threads, KeySettings settings) {
        this.access = access;
        this.store = store;
        this.trail = trail;
        this.threads = threads;
        this.settings = settings;
    }

    /**
     * @param before the key that was rotated
     * @param after the same key as it is now
     * @param ended the key that the rotated one had replaced
     */
    record Rotation(NewKey made, StoredKey before, StoredKey after, Optional<String> ended) implements Recorded {

        ShownKey.ReplacedKey replaced() {
            return new ShownKey.ReplacedKey(after.id(), Objects.requireNonNull(after.expiresAt()));
        }

        /** What a reader of the trail must know of all three keys. */
        @Override
        public Change.Values recorded() {
            return after.recorded()
                    .with("successorExpiresAt", made.stored().expiresAt())
                    .with("ended", ended.stream().toList());
        }
    }

    /**
     * Makes a key like another one, with as long a life if that is allowed now, and lets the other one end. The key
     * that the rotated one has replaced itself ends at once.
     *
     * @param overlap how long the rotated key stays valid, if it does not end before
     * @param sequence of the rotation's intent in the trail
     * @throws LinkgateException {@code key-rotated}, or {@code unauthenticated} if the key was revoked in the meantime
     */
    public Rotation rotate(Principal owner, String id, Duration overlap, long sequence) {
        Instant now = access.now();
        StoredKey rotated = valid(owner, id, now);
        if (rotated.replacedById() != null) {
            throw wasRotated();
        }
        NewKey made = like(rotated, now);
        Instant end = end(rotated, now.plus(overlap));
        Optional<String> before = replacedBy(owner, id);
        return access.changeOf(owner, () -> {
            store.keys().add(made.stored());
            Optional<String> ended = before.filter(ending -> store.keys().remove(owner, ending));
            if (!store.keys().rotate(rotated, made.stored().id(), end, sequence)) {
                throw wasRotated();
            }
            return new Rotation(made, rotated, store.keys().find(owner, id).orElseThrow(), ended);
        });
    }

    /**
     * Revokes the key that has replaced this one, which gets back the end that it had before.
     *
     * @return the key that is revoked
     * @throws LinkgateException {@code not-found} if the key was not rotated, or the new one was revoked;
     *     {@code key-rotated} if the new one was used; {@code unauthenticated} if the key was revoked in the meantime
     */
    StoredKey takeBack(RequestContext context, Principal owner, String id) {
        String successor = valid(owner, id, access.now()).replacedById();
        long rotation = store.keys().rotationOf(id).orElse(0L);
        if (successor == null) {
            throw Failure.of(ProblemCode.NOT_FOUND, "Your key was not rotated.").toException();
        }
        if (isUsed(context, owner, successor, rotation)) {
            throw Failure.of(
                            RotationWords.KEY_ROTATED,
                            "The new key was used, so its answer was not lost. If you do not have it, somebody else may: ask"
                                    + " your platform team to revoke both.")
                    .toException();
        }
        return access.changeOf(owner, () -> {
            Optional<StoredKey> revoked = store.keys().find(owner, successor);
            if (revoked.isEmpty() || !store.keys().remove(owner, successor)) {
                throw Failure.of(ProblemCode.NOT_FOUND, "The new key was revoked already.")
                        .toException();
            }
            if (!store.keys().takeBack(owner, id, successor)) {
                throw wasRotated();
            }
            return revoked.get();
        });
    }

    /**
     * Whether a key has done anything that is on record. What the team has done since then is examined in parts,
     * because that may be very much.
     *
     * @param after the sequence of a record before the first use
     */
    private boolean isUsed(RequestContext context, Principal owner, String keyId, long after) {
        TrailFilter uses = TrailFilter.ALL.key(owner.name(), keyId);
        long last = trail.head().map(Receipt::sequence).orElse(0L);
        boolean found = false;
        for (long from = after; !found && from < last; from += EXAMINED) {
            long examined = from;
            found = threads.proceed(context, () -> trail.isAny(examined, uses.until(examined + EXAMINED)));
        }
        return found;
    }

    /** The key that has replaced this one, if it was rotated. */
    Optional<String> successor(String id) {
        return access.snapshot().key(id).map(StoredKey::replacedById);
    }

    /** The stored key, because this replica may not know yet what another one has changed. */
    private StoredKey valid(Principal owner, String id, Instant now) {
        return store.keys()
                .find(owner, id)
                .filter(key -> !key.expired(now))
                .orElseThrow(() -> Failure.of(
                                ProblemCode.UNAUTHENTICATED, "The API key was revoked or has expired in the meantime.")
                        .toException());
    }

    private NewKey like(StoredKey rotated, Instant now) {
        @Nullable
        Instant wanted = rotated.expiresAt() == null
                ? null
                : now.plus(Duration.between(rotated.createdAt(), rotated.expiresAt()));
        NewKey made = NewKey.of(
                        ApiKey.generate(rotated.owner().kind(), random),
                        rotated.owner(),
                        rotated.label(),
                        now,
                        settings.end(wanted, now),
                        rotated.binding())
                .ofLine(Objects.requireNonNullElse(rotated.firstId(), rotated.id()));
        return rotated.digest().exists() ? made.forDigest(store.keys().cipher()) : made;
    }

    private static Instant end(StoredKey rotated, Instant wanted) {
        Instant before = rotated.expiresAt();
        return before != null && before.isBefore(wanted) ? before : wanted;
    }

    private Optional<String> replacedBy(Principal owner, String id) {
        return access.snapshot().keysOf(owner).stream()
                .filter(key -> id.equals(key.replacedById()))
                .map(StoredKey::id)
                .findFirst();
    }

    private static LinkgateException wasRotated() {
        return Failure.of(
                        RotationWords.KEY_ROTATED,
                        "Your key was rotated, and a key is rotated once. Use the key that has replaced it. If you never got"
                                + " it, take the rotation back (DELETE /keys/rotation), and rotate again.")
                .toException();
    }
}
