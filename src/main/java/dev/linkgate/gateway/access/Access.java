package dev.linkgate.gateway.access;

import dev.linkgate.gateway.request.Failure;
import dev.linkgate.gateway.request.LinkgateException;
import dev.linkgate.gateway.request.ProblemCode;
import dev.linkgate.gateway.request.ProjectRemoved;
import dev.linkgate.gateway.store.Snapshot;
import dev.linkgate.gateway.store.Snapshots;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;

/**
 * Teams, their keys and their grants. A change takes effect here at once, and on other replicas after their next poll.
 */
@Service
public class Access {

    private final AccessStore store;
    private final Snapshot<AccessBook> book;
    private final Keys<AccessBook> keys;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** @throws dev.linkgate.kernel.StartRefused if the master key of a stored verifier is missing here */
    Access(AccessStore store, Snapshots snapshots, InstantSource clock) {
        store.requireMasterKeys();
        this.store = store;
        this.book = snapshots.of("access", store);
        this.keys = new Keys<>(book, id -> book.get().key(id), this::now);
        this.clock = clock;
    }

    AccessBook book() {
        return book.get();
    }

    /** The keys of all teams. */
    public Keys<AccessBook> keys() {
        return keys;
    }

    /** Whether changes on other replicas are known here. They are not while the database cannot be read. */
    boolean isCurrent() {
        return book.isCurrent();
    }

    /** Whether changes on other replicas are known here, after a look at the database if the last one was too long ago. */
    boolean confirm() {
        return book.confirm();
    }

    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    List<Team> teams() {
        return book.get().teams().values().stream()
                .sorted(Comparator.comparing(Team::name))
                .toList();
    }

    /**
     * A team, also one that another replica has just created.
     *
     * @throws LinkgateException {@code team-not-found}
     */
    Team team(String name) {
        Team known = book.get().teams().get(name);
        Team team = known != null ? known : book.latest().teams().get(name);
        if (team == null) {
            throw noTeam(name);
        }
        return team;
    }

    private static LinkgateException noTeam(String name) {
        return Failure.of(ProblemCode.TEAM_NOT_FOUND, "There is no team '" + name + "'.")
                .toException();
    }

    /** Changes what belongs to a team, unless any replica has removed the team. */
    <R> R changeOf(String team, String subject, Supplier<R> change) {
        try {
            return book.change(subject, () -> {
                if (store.team(team).isEmpty()) {
                    throw noTeam(team);
                }
                return change.get();
            });
        } catch (DataIntegrityViolationException e) {
            throw noTeam(team); // removed in the meantime; the database refused
        }
    }

    boolean exists(String team) {
        return book.get().teams().containsKey(team);
    }

    public Team putTeam(String name, String description) {
        return book.change(AccessSubject.team(name), () -> {
            Instant createdAt = store.team(name).map(Team::createdAt).orElseGet(this::now);
            Team team = new Team(name, description, createdAt);
            store.put(team);
            return team;
        });
    }

    void removeTeam(String name) {
        team(name);
        book.change(AccessSubject.teamWithAll(name), () -> store.removeTeam(name));
    }

    /** @param digest whether it may also be used by Digest */
    public NewKey createKey(
            String team, String label, @Nullable Instant expiresAt, KeyBinding binding, boolean digest) {
        return add(team, NewKey.of(ApiKey.Kind.TEAM.generate(random), team, label, now(), expiresAt, binding), digest);
    }

    /**
     * Adds a key that was generated before.
     *
     * @param digest whether it may also be used by Digest
     * @throws IllegalArgumentException if it does not have the form of a key
     */
    public NewKey addKey(String team, String label, @Nullable Instant expiresAt, Secret key, boolean digest) {
        return add(team, NewKey.of(key, team, label, now(), expiresAt, KeyBinding.NONE), digest);
    }

    private NewKey add(String team, NewKey key, boolean digest) {
        NewKey made = digest ? key.forDigest(store.cipher()) : key;
        return changeOf(team, AccessSubject.key(made.stored().id()), () -> {
            store.add(made.stored());
            return made;
        });
    }

    /**
     * Replaces a key's verifier by another ciphertext of the same one.
     *
     * @return whether the stored one was still this
     */
    boolean replaceVerifier(String id, String before, String after) {
        return book.change(AccessSubject.key(id), () -> store.replaceVerifier(id, before, after));
    }

    /** Revokes all of a team's keys with this label, one after the other. */
    public void revokeKeys(String team, String label) {
        book.get().keysOf(team).stream()
                .filter(key -> key.label().equals(label))
                .forEach(key -> revokeKey(team, key.id()));
    }

    void revokeKey(String team, String id) {
        team(team);
        if (!book.change(AccessSubject.key(id), () -> store.removeKey(team, id))) {
            throw Failure.of(ProblemCode.NOT_FOUND, "The team has no key '" + id + "'." + heirs(team, id))
                    .toException();
        }
    }

    /** Whoever revokes a key because it has leaked must know what was made from it in the meantime. */
    private String heirs(String team, String id) {
        List<String> heirs = book.get().keysOf(team).stream()
                .filter(key -> id.equals(key.line()))
                .map(StoredKey::id)
                .toList();
        return heirs.isEmpty() ? "" : " It was rotated; these have replaced it: " + String.join(", ", heirs) + ".";
    }

    /** The role of a team on a project; absent if it has none. */
    public Optional<Role> role(String team, ProjectId project) {
        return book.get().role(team, project);
    }

    public Grant putGrant(String team, ProjectId project, Role role) {
        Grant grant = new Grant(team, project, role);
        return changeOf(team, AccessSubject.grant(team, project), () -> {
            store.put(grant);
            return grant;
        });
    }

    /**
     * Gives a team a role on a project, unless it has it or a higher one by now.
     *
     * @param with done in the same transaction; if it fails, there is no grant either
     */
    public Grant raiseGrant(String team, ProjectId project, Role role, Runnable with) {
        Grant grant = new Grant(team, project, role);
        return changeOf(team, AccessSubject.grant(team, project), () -> {
            store.raise(grant);
            with.run();
            return grant;
        });
    }

    void removeGrant(String team, ProjectId project) {
        team(team);
        if (!book.change(AccessSubject.grant(team, project), () -> store.removeGrant(team, project))) {
            throw Failure.of(ProblemCode.NOT_FOUND, "The team has no grant on this project.")
                    .toException();
        }
    }

    /** Removes all grants on a project that the administrator removed from the gateway. */
    @EventListener
    void endGrants(ProjectRemoved forgotten) {
        book.change(AccessSubject.grantsOn(forgotten.project()), () -> {
            store.removeGrantsOn(forgotten.project());
            return forgotten;
        });
    }
}
