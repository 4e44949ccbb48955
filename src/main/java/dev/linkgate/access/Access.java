package dev.linkgate.access;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.ProjectForgotten;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import dev.linkgate.store.Snapshot;
import dev.linkgate.store.Snapshots;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/**
 * Teams, their keys and their grants. A change takes effect here at once, and on other replicas after their next poll.
 */
@Service
public class Access {

    /** Together with the interval of access rechecks this is less than the 5 s within which a change takes effect. */
    static final Duration NEW_ENOUGH = Duration.ofSeconds(4);

    private final AccessStore store;
    private final Snapshot<AccessBook> book;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    Access(AccessStore store, Snapshots snapshots, InstantSource clock) {
        this.store = store;
        this.book = snapshots.of("access", store::load);
        this.clock = clock;
    }

    AccessBook book() {
        return book.get();
    }

    /** The stored key that matches, if it is known and has not expired. */
    Optional<StoredKey> recognise(ApiKey shown) {
        return book.get().key(shown.id()).filter(stored -> shown.hasHash(stored.hash()));
    }

    /** Whether changes on other replicas are known here. They are not while the database does not answer. */
    boolean isUpToDate() {
        return book.wasConfirmedWithin(NEW_ENOUGH);
    }

    /** Whether the key of a caller identified earlier is neither revoked nor expired. */
    boolean stillKnows(String keyId) {
        return book.get().key(keyId).filter(key -> !key.expired(now())).isPresent();
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    List<Team> teams() {
        return book.get().teams().values().stream()
                .sorted(Comparator.comparing(Team::name))
                .toList();
    }

    /** @throws dev.linkgate.kernel.LinkgateException {@code team-not-found} */
    Team team(String name) {
        Team team = book.get().teams().get(name);
        if (team == null) {
            throw Failure.of(ProblemCode.TEAM_NOT_FOUND, "There is no team '" + name + "'.")
                    .toException();
        }
        return team;
    }

    boolean exists(String team) {
        return book.get().teams().containsKey(team);
    }

    public Team putTeam(String name, String description) {
        return book.change(() -> {
            Team known = book.get().teams().get(name);
            Team team = new Team(name, description, known == null ? now() : known.createdAt());
            store.put(team);
            return team;
        });
    }

    void removeTeam(String name) {
        team(name);
        book.change(() -> store.removeTeam(name));
    }

    public NewKey createKey(String team, String label, @Nullable Instant expiresAt) {
        return createKey(team, label, expiresAt, KeyBinding.NONE);
    }

    NewKey createKey(String team, String label, @Nullable Instant expiresAt, KeyBinding binding) {
        return add(team, NewKey.of(ApiKey.Kind.TEAM.generate(random), team, label, now(), expiresAt, binding));
    }

    /**
     * Adds a key that was generated before.
     *
     * @throws IllegalArgumentException if it does not have the form of a key
     */
    public NewKey addKey(String team, String label, @Nullable Instant expiresAt, Secret key) {
        return add(team, NewKey.of(key, team, label, now(), expiresAt, KeyBinding.NONE));
    }

    private NewKey add(String team, NewKey made) {
        team(team);
        book.change(() -> {
            store.add(made.stored());
            return made;
        });
        return made;
    }

    /** Revokes all of a team's keys with this label. */
    public void revokeKeys(String team, String label) {
        book.change(() -> {
            book.get().keysOf(team).stream()
                    .filter(key -> key.label().equals(label))
                    .forEach(key -> store.removeKey(team, key.id()));
            return team;
        });
    }

    void revokeKey(String team, String id) {
        team(team);
        if (!book.change(() -> store.removeKey(team, id))) {
            throw Failure.of(ProblemCode.NOT_FOUND, "The team has no key '" + id + "'.")
                    .toException();
        }
    }

    public Grant putGrant(String team, ProjectId project, Role role) {
        team(team);
        Grant grant = new Grant(team, project, role);
        book.change(() -> {
            store.put(grant);
            return grant;
        });
        return grant;
    }

    void removeGrant(String team, ProjectId project) {
        team(team);
        if (!book.change(() -> store.removeGrant(team, project))) {
            throw Failure.of(ProblemCode.NOT_FOUND, "The team has no grant on this project.")
                    .toException();
        }
    }

    /** Removes all grants on a project that the administrator removed from the gateway. */
    @EventListener
    void endGrants(ProjectForgotten forgotten) {
        book.change(() -> {
            store.removeGrantsOn(forgotten.project());
            return forgotten;
        });
    }
}
