package dev.linkgate.gateway.feature.history;

import dev.linkgate.gateway.core.access.key.Principal.Kind;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.feature.history.PastAccess.Gap;
import dev.linkgate.gateway.feature.history.PastAccess.HeldIdentity;
import dev.linkgate.gateway.feature.history.PastAccess.HeldKey;
import dev.linkgate.gateway.feature.history.PastAccess.HeldRole;
import dev.linkgate.gateway.feature.history.PastAccess.HeldScopes;
import dev.linkgate.gateway.feature.history.RecordedWrite.NotTold;
import dev.linkgate.gateway.feature.history.RecordedWrite.Values;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the changes of access again, in the order of their records. A change counts from its outcome on; of two that
 * overlap, the one with the later outcome counts. What ends by time has no record.
 */
final class AccessReplay {

    /** What each kind of change does. All are seldom. */
    private static final Map<Action, Change> CHANGES = changes();

    private final Instant at;
    private final Map<Role, HeldRole> grants = new HashMap<>();
    private final Map<Role, String> afterwards = new HashMap<>();
    private final Map<String, HeldKey> keys = new HashMap<>();
    private final Map<String, Rotated> rotated = new HashMap<>();
    private final Map<String, HeldScopes> administrators = new TreeMap<>();
    private final Map<String, HeldIdentity> identities = new TreeMap<>();
    private final Map<Gap.Reason, Gap> gaps = new EnumMap<>(Gap.Reason.class);

    /** Where a team has a role. */
    private record Role(String team, String project) {}

    /**
     * That a key was rotated.
     *
     * @param end of the key before, which it gets back when the rotation is taken back
     */
    private record Rotated(@Nullable Instant end) {}

    @FunctionalInterface
    private interface Change {
        void make(AccessReplay replay, RecordedWrite write) throws NotTold;
    }

    private static Map<Action, Change> changes() {
        Map<Action, Change> changes = new HashMap<>();
        changes.put(Action.GRANT_PUT, AccessReplay::putGrant);
        changes.put(Action.GRANT_REMOVE, AccessReplay::removeGrant);
        changes.put(Action.PROJECT_REMOVE, AccessReplay::removeProject);
        changes.put(Action.TEAM_REMOVE, AccessReplay::removeTeam);
        changes.put(Action.KEY_CREATE, (replay, write) -> replay.createKey(Kind.TEAM, write));
        changes.put(Action.KEY_ROTATE, AccessReplay::rotateKey);
        changes.put(Action.KEY_REVOKE, AccessReplay::revokeKey);
        changes.put(Action.ADMINISTRATOR_PUT, AccessReplay::putAdministrator);
        changes.put(Action.ADMINISTRATOR_REMOVE, AccessReplay::removeAdministrator);
        changes.put(Action.ADMINISTRATOR_KEY_CREATE, (replay, write) -> replay.createKey(Kind.ADMINISTRATOR, write));
        changes.put(Action.ADMINISTRATOR_KEY_REVOKE, AccessReplay::revokeKey);
        changes.put(Action.IDENTITY_PUT, (replay, write) -> replay.putIdentity(Kind.TEAM, write));
        changes.put(Action.IDENTITY_REMOVE, (replay, write) -> replay.removeIdentity(Kind.TEAM, write));
        changes.put(
                Action.ADMINISTRATOR_IDENTITY_PUT, (replay, write) -> replay.putIdentity(Kind.ADMINISTRATOR, write));
        changes.put(
                Action.ADMINISTRATOR_IDENTITY_REMOVE,
                (replay, write) -> replay.removeIdentity(Kind.ADMINISTRATOR, write));
        return changes;
    }

    /**
     * @param at only changes up to this moment are made
     * @param archived the number of records that are in no database any more
     */
    AccessReplay(Instant at, long archived) {
        this.at = at;
        if (archived > 0) {
            gaps.put(Gap.Reason.ARCHIVED, new Gap(Gap.Reason.ARCHIVED, archived, archived));
        }
    }

    /** The actions whose outcomes it needs. */
    static Action[] actions() {
        return CHANGES.keySet().toArray(Action[]::new);
    }

    /** @param outcome of one of the {@link #actions} */
    void add(AuditRecord outcome) {
        RecordedWrite write = new RecordedWrite(outcome.entry());
        if (write.time().isAfter(at) || write.isWithoutEffect()) {
            return;
        }
        if (!write.isDone()) {
            leaveOpen(Gap.Reason.OUTCOME_UNKNOWN, outcome);
            return;
        }
        try {
            Objects.requireNonNull(CHANGES.get(new Action(outcome.entry().action())))
                    .make(this, write);
        } catch (NotTold e) {
            leaveOpen(Gap.Reason.NOT_TOLD, outcome);
        }
    }

    /** @param acceptance of a rollback, after the moment: what was changed before it may be lost */
    void addLost(AuditRecord acceptance) {
        try {
            Instant since = new RecordedWrite(acceptance.entry()).after().time("lostSince");
            if (since == null || !at.isBefore(since)) {
                leaveOpen(Gap.Reason.ROLLED_BACK, acceptance);
            }
        } catch (NotTold e) {
            leaveOpen(Gap.Reason.ROLLED_BACK, acceptance);
        }
    }

    private void leaveOpen(Gap.Reason reason, AuditRecord record) {
        gaps.merge(
                reason,
                new Gap(reason, 1, record.sequence()),
                (before, one) -> new Gap(reason, before.records() + 1, one.last()));
    }

    /** The number of things in memory. */
    int size() {
        return grants.size() + keys.size() + rotated.size() + administrators.size() + identities.size();
    }

    private void putGrant(RecordedWrite write) throws NotTold {
        Role place = new Role(write.name(Target.Kind.GRANT), write.project());
        String role = write.after().text("role");
        HeldRole known = grants.get(place);
        boolean isNew = !role.equals(known == null ? write.before().textOrNull("role") : known.role());
        Instant since = isNew ? write.time() : known == null ? null : known.since();
        grants.put(
                place,
                new HeldRole(
                        place.team(),
                        place.project(),
                        role,
                        since,
                        write.after().time("until")));
        String lower = write.after().textOrNull("afterwards");
        if (lower == null) {
            afterwards.remove(place);
        } else {
            afterwards.put(place, lower);
        }
    }

    private void removeGrant(RecordedWrite write) throws NotTold {
        grants.remove(new Role(write.name(Target.Kind.GRANT), write.project()));
    }

    private void removeProject(RecordedWrite write) throws NotTold {
        String project = write.project();
        grants.keySet().removeIf(place -> place.project().equals(project));
    }

    private void removeTeam(RecordedWrite write) throws NotTold {
        String team = write.name(Target.Kind.TEAM);
        grants.keySet().removeIf(place -> place.team().equals(team));
        removeKeys(Kind.TEAM, team);
    }

    private void putAdministrator(RecordedWrite write) throws NotTold {
        String name = write.name(Target.Kind.ADMINISTRATOR);
        administrators.put(name, new HeldScopes(name, write.after().texts("scopes")));
    }

    private void removeAdministrator(RecordedWrite write) throws NotTold {
        String name = write.name(Target.Kind.ADMINISTRATOR);
        administrators.remove(name);
        removeKeys(Kind.ADMINISTRATOR, name);
    }

    private void putIdentity(Kind kind, RecordedWrite write) throws NotTold {
        String[] place = write.name(Target.Kind.IDENTITY).split("/", 2);
        Values after = write.after();
        identities.put(
                kind.word() + "/" + String.join("/", place),
                new HeldIdentity(
                        kind.word(),
                        place[0],
                        place[place.length - 1],
                        after.text("issuer"),
                        after.texts("claims"),
                        after.time("expiresAt")));
    }

    private void removeIdentity(Kind kind, RecordedWrite write) throws NotTold {
        identities.remove(kind.word() + "/" + write.name(Target.Kind.IDENTITY));
    }

    /** What goes with its owner. */
    private void removeKeys(Kind kind, String owner) {
        identities.keySet().removeIf(place -> place.startsWith(kind.word() + "/" + owner + "/"));
        keys.values()
                .removeIf(key -> key.kind().equals(kind.word()) && key.name().equals(owner));
        rotated.keySet().retainAll(keys.keySet());
    }

    private void createKey(Kind kind, RecordedWrite write) throws NotTold {
        String id = write.name(Target.Kind.KEY);
        keys.put(id, key(kind, id, write.time(), write.after()));
    }

    private static HeldKey key(Kind kind, String id, @Nullable Instant since, Values values) throws NotTold {
        return new HeldKey(
                kind.word(),
                values.text("owner"),
                id,
                values.text("label"),
                since,
                values.time("expiresAt"),
                values.texts("networks"),
                values.textOrNull("certificate"),
                values.flag("digest"));
    }

    /** The key that the rotated one has replaced ends at once. */
    private void rotateKey(RecordedWrite write) throws NotTold {
        String id = write.name(Target.Kind.KEY);
        Values after = write.after();
        HeldKey before = keys.get(id);
        if (before == null) {
            before = key(Kind.TEAM, id, null, write.before());
        }
        String successor = after.text("replacedBy");
        HeldKey made = before.like(successor, write.time(), after.time("successorExpiresAt"));
        keys.put(id, before.endingAt(after.time("expiresAt")));
        keys.put(successor, made);
        after.texts("ended").forEach(this::removeKey);
        rotated.put(id, new Rotated(write.before().time("expiresAt")));
    }

    /** A team revokes a key only to take back the rotation of the key that it uses. */
    private void revokeKey(RecordedWrite write) throws NotTold {
        removeKey(write.name(Target.Kind.KEY));
        String used = write.keyOfTeam();
        Rotated rotation = used == null ? null : rotated.remove(used);
        if (used != null && rotation != null) {
            keys.computeIfPresent(used, (id, key) -> key.endingAt(rotation.end()));
        }
    }

    private void removeKey(String id) {
        keys.remove(id);
        rotated.remove(id);
    }

    PastAccess result() {
        return new PastAccess(
                at,
                grants.values().stream()
                        .flatMap(grant -> held(grant).stream())
                        .sorted(Comparator.comparing(HeldRole::team).thenComparing(HeldRole::projectId))
                        .toList(),
                keys.values().stream()
                        .filter(key -> holds(key.expiresAt()))
                        .sorted(Comparator.comparing(HeldKey::kind)
                                .thenComparing(HeldKey::name)
                                .thenComparing(HeldKey::id))
                        .toList(),
                List.copyOf(administrators.values()),
                identities.values().stream()
                        .filter(identity -> holds(identity.expiresAt()))
                        .toList(),
                List.copyOf(gaps.values()),
                List.of());
    }

    private Optional<HeldRole> held(HeldRole grant) {
        return holds(grant.until())
                ? Optional.of(grant)
                : Optional.ofNullable(afterwards.get(new Role(grant.team(), grant.projectId())))
                        .map(role -> new HeldRole(grant.team(), grant.projectId(), role, grant.until(), null));
    }

    private boolean holds(@Nullable Instant end) {
        return end == null || at.isBefore(end);
    }
}
