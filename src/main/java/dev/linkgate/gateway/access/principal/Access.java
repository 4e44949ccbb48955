package dev.linkgate.gateway.access.principal;

import dev.linkgate.gateway.access.key.ApiKey;
import dev.linkgate.gateway.access.key.KeyBinding;
import dev.linkgate.gateway.access.key.Keys;
import dev.linkgate.gateway.access.key.NewKey;
import dev.linkgate.gateway.access.key.StoredKey;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.Put;
import dev.linkgate.gateway.platform.request.Recorded;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.gateway.platform.store.Snapshot;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;

/**
 * Teams, their keys and their grants. A change takes effect here at once, and on other replicas after their next poll.
 */
@Service
public final class Access {

    private final AccessStore store;
    private final Snapshot<AccessSnapshot> snapshot;
    private final Keys keys;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** @throws dev.linkgate.kernel.StartRefused if the master key of a stored verifier is missing here */
    public Access(AccessStore store, Snapshots snapshots, InstantSource clock) {
        store.requireMasterKeys();
        this.store = store;
        this.snapshot = snapshots.of("access", store);
        this.keys = new Keys(snapshot, id -> snapshot.get().key(id), this::now);
        this.clock = clock;
    }

    public AccessSnapshot snapshot() {
        return snapshot.get();
    }

    /** The keys of all teams. */
    public Keys keys() {
        return keys;
    }

    public Instant now() {
        return Micros.now(clock);
    }

    public List<Team> teams() {
        return snapshot.get().teams();
    }

    /**
     * A team, also one that another replica has just created.
     *
     * @throws LinkgateException {@code team-not-found}
     */
    Team team(String name) {
        return snapshot.get().team(name).or(() -> snapshot.latest().team(name)).orElseThrow(() -> noTeam(name));
    }

    private static LinkgateException noTeam(String name) {
        return Failure.of(ProblemCode.TEAM_NOT_FOUND, "There is no team '" + name + "'.")
                .toException();
    }

    /** Changes what belongs to a team, unless any replica has removed the team. */
    <R> R changeOf(String team, Supplier<R> change) {
        try {
            return snapshot.change(AccessStore.subject(team), () -> {
                if (store.team(team).isEmpty()) {
                    throw noTeam(team);
                }
                return change.get();
            });
        } catch (DataIntegrityViolationException e) {
            throw noTeam(team); // removed in the meantime; the database refused
        }
    }

    public Put<Team> putTeam(String name, String description) {
        return snapshot.change(AccessStore.subject(name), () -> {
            Team before = store.team(name).orElse(null);
            Team team = new Team(name, description, before == null ? now() : before.createdAt());
            store.put(team);
            return new Put<>(before, team);
        });
    }

    /** @return the team with what goes with it */
    public Recorded removeTeam(String name) {
        Team team = team(name);
        return snapshot.change(AccessStore.subject(name), () -> {
            List<String> ended = store.keysOf(name).stream().map(StoredKey::id).toList();
            List<String> grants = store.grantsOf(name).stream()
                    .map(grant -> grant.projectId() + " " + grant.role().word())
                    .toList();
            store.removeTeam(name);
            return () -> team.recorded().with("keys", ended).with("grants", grants);
        });
    }

    /**
     * A key that is not {@linkplain #add added} yet.
     *
     * @param digest whether it may also be used by Digest
     */
    public NewKey newKey(String team, String label, @Nullable Instant expiresAt, KeyBinding binding, boolean digest) {
        return withDigest(NewKey.of(ApiKey.Kind.TEAM.generate(random), team, label, now(), expiresAt, binding), digest);
    }

    /**
     * A key that was generated before, and is not {@linkplain #add added} yet.
     *
     * @param digest whether it may also be used by Digest
     * @throws IllegalArgumentException if it does not have the form of a key
     */
    public NewKey givenKey(String team, String label, @Nullable Instant expiresAt, Secret key, boolean digest) {
        return withDigest(NewKey.of(key, team, label, now(), expiresAt, KeyBinding.NONE), digest);
    }

    private NewKey withDigest(NewKey key, boolean digest) {
        return digest ? key.forDigest(store.cipher()) : key;
    }

    /** @throws LinkgateException {@code team-not-found} */
    public NewKey add(NewKey made) {
        return changeOf(made.stored().owner(), () -> {
            store.add(made.stored());
            return made;
        });
    }

    /**
     * Replaces a key's verifier by another ciphertext of the same one.
     *
     * @return whether the stored one was still this
     */
    public boolean replaceVerifier(String id, String before, String after) {
        return store.teamOf(id)
                .map(team -> snapshot.change(AccessStore.subject(team), () -> store.replaceVerifier(id, before, after)))
                .orElse(false);
    }

    /** Revokes all of a team's keys with this label, one after the other. */
    public void revokeKeys(String team, String label) {
        snapshot.get().keysOf(team).stream()
                .filter(key -> key.label().equals(label))
                .forEach(key -> revokeKey(team, key.id()));
    }

    /** @return the key as it was */
    public StoredKey revokeKey(String team, String id) {
        team(team);
        return snapshot.change(AccessStore.subject(team), () -> {
                    Optional<StoredKey> before = store.key(team, id);
                    return store.removeKey(team, id) ? before : Optional.<StoredKey>empty();
                })
                .orElseThrow(
                        () -> Failure.of(ProblemCode.NOT_FOUND, "The team has no key '" + id + "'." + heirs(team, id))
                                .toException());
    }

    /** Whoever revokes a key because it has leaked must know what was made from it in the meantime. */
    private String heirs(String team, String id) {
        List<String> heirs = snapshot.get().keysOf(team).stream()
                .filter(key -> id.equals(key.line()))
                .map(StoredKey::id)
                .toList();
        return heirs.isEmpty() ? "" : " It was rotated; these have replaced it: " + String.join(", ", heirs) + ".";
    }

    /** Gives a team a role on a project, for the gateway itself. */
    public Put<Grant> putGrant(String team, ProjectId project, Role role) {
        return putGrant(team, project, role, "system");
    }

    /** @param by who gives it */
    Put<Grant> putGrant(String team, ProjectId project, Role role, String by) {
        return changeOf(team, () -> {
            Grant before = store.grant(team, project).orElse(null);
            Grant grant = before != null && before.role() == role ? before : new Grant(team, project, role, now(), by);
            store.put(grant);
            return new Put<>(before, grant);
        });
    }

    /**
     * Gives a team a role on a project, unless it has it or a higher one by now.
     *
     * @param by who gives it
     * @param with done in the same transaction; if it fails, there is no grant either
     */
    public Put<Grant> raiseGrant(String team, ProjectId project, Role role, String by, Runnable with) {
        Grant wanted = new Grant(team, project, role, now(), by);
        return changeOf(team, () -> {
            Grant before = store.grant(team, project).orElse(null);
            Grant raised = before != null && before.role().includes(role) ? before : wanted;
            if (!raised.equals(before)) {
                store.raise(wanted);
            }
            with.run();
            return new Put<>(before, raised);
        });
    }

    /** @return the grant as it was */
    public Grant removeGrant(String team, ProjectId project) {
        team(team);
        return snapshot.change(AccessStore.subject(team), () -> {
                    Optional<Grant> before = store.grant(team, project);
                    return store.removeGrant(team, project) ? before : Optional.<Grant>empty();
                })
                .orElseThrow(() -> Failure.of(ProblemCode.NOT_FOUND, "The team has no grant on this project.")
                        .toException());
    }

    /** Removes all grants on a project. */
    public void endGrants(ProjectId project) {
        for (String team : store.teamsOn(project)) {
            snapshot.change(AccessStore.subject(team), () -> store.removeGrant(team, project));
        }
    }
}
