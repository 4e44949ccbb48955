package dev.linkgate.access;

import dev.linkgate.kernel.ProjectId;
import dev.linkgate.store.PersistentMap;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All teams, keys and grants at one moment, held in memory so that a decision about a request costs no query. It is
 * immutable; a changed copy shares nearly all of it, so a change costs the same with many keys as with few.
 *
 * @param keys by their ids; {@code keysOfTeam} has the same ones by team and id
 * @param grantsOfTeam by team and project; {@code grantsOnProject} has the same ones by project and team
 */
record AccessBook(
        PersistentMap<String, Team> teams,
        PersistentMap<String, StoredKey> keys,
        PersistentMap<String, PersistentMap<String, StoredKey>> keysOfTeam,
        PersistentMap<String, PersistentMap<ProjectId, Grant>> grantsOfTeam,
        PersistentMap<ProjectId, PersistentMap<String, Grant>> grantsOnProject) {

    static final AccessBook EMPTY = new AccessBook(
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty(),
            PersistentMap.empty());

    static AccessBook of(List<Team> teams, List<StoredKey> keys, List<Grant> grants) {
        AccessBook book = EMPTY;
        for (Team team : teams) {
            book = book.with(team);
        }
        return book.withKeys(keys).withGrants(grants);
    }

    AccessBook with(Team team) {
        return new AccessBook(teams.with(team.name(), team), keys, keysOfTeam, grantsOfTeam, grantsOnProject);
    }

    AccessBook withKeys(List<StoredKey> added) {
        PersistentMap<String, StoredKey> byId = keys;
        PersistentMap<String, PersistentMap<String, StoredKey>> byTeam = keysOfTeam;
        for (StoredKey key : added) {
            byId = byId.with(key.id(), key);
            byTeam = with(byTeam, key.owner(), key.id(), key);
        }
        return new AccessBook(teams, byId, byTeam, grantsOfTeam, grantsOnProject);
    }

    AccessBook withGrants(List<Grant> added) {
        PersistentMap<String, PersistentMap<ProjectId, Grant>> byTeam = grantsOfTeam;
        PersistentMap<ProjectId, PersistentMap<String, Grant>> byProject = grantsOnProject;
        for (Grant grant : added) {
            byTeam = with(byTeam, grant.team(), grant.projectId(), grant);
            byProject = with(byProject, grant.projectId(), grant.team(), grant);
        }
        return new AccessBook(teams, keys, keysOfTeam, byTeam, byProject);
    }

    /** Without the team, its keys and its grants. */
    AccessBook withoutTeam(String team) {
        PersistentMap<String, StoredKey> otherKeys = keys;
        for (String key : of(keysOfTeam, team).keySet()) {
            otherKeys = otherKeys.without(key);
        }
        PersistentMap<ProjectId, PersistentMap<String, Grant>> otherGrants = grantsOnProject;
        for (ProjectId project : of(grantsOfTeam, team).keySet()) {
            otherGrants = without(otherGrants, project, team);
        }
        return new AccessBook(
                teams.without(team), otherKeys, keysOfTeam.without(team), grantsOfTeam.without(team), otherGrants);
    }

    AccessBook withoutKey(String id) {
        return key(id).map(key -> new AccessBook(
                        teams, keys.without(id), without(keysOfTeam, key.owner(), id), grantsOfTeam, grantsOnProject))
                .orElse(this);
    }

    AccessBook withoutGrant(String team, ProjectId project) {
        return new AccessBook(
                teams, keys, keysOfTeam, without(grantsOfTeam, team, project), without(grantsOnProject, project, team));
    }

    AccessBook withoutGrantsOn(ProjectId project) {
        PersistentMap<String, PersistentMap<ProjectId, Grant>> others = grantsOfTeam;
        for (String team : of(grantsOnProject, project).keySet()) {
            others = without(others, team, project);
        }
        return new AccessBook(teams, keys, keysOfTeam, others, grantsOnProject.without(project));
    }

    Optional<StoredKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    List<StoredKey> keysOf(String team) {
        return of(keysOfTeam, team).values().stream()
                .sorted(Comparator.comparing(StoredKey::createdAt).thenComparing(StoredKey::id))
                .toList();
    }

    List<Grant> grantsOf(String team) {
        return of(grantsOfTeam, team).values().stream()
                .sorted(Comparator.comparing(grant -> grant.projectId().value()))
                .toList();
    }

    /** The projects that a team has a grant on. */
    Set<ProjectId> projects() {
        return grantsOnProject.keySet();
    }

    Optional<Role> role(String team, ProjectId project) {
        return Optional.ofNullable(of(grantsOfTeam, team).get(project)).map(Grant::role);
    }

    private static <A, B, V> Map<B, V> of(PersistentMap<A, PersistentMap<B, V>> index, A first) {
        PersistentMap<B, V> found = index.get(first);
        return found == null ? Map.of() : found;
    }

    private static <A, B, V> PersistentMap<A, PersistentMap<B, V>> with(
            PersistentMap<A, PersistentMap<B, V>> index, A first, B second, V value) {
        PersistentMap<B, V> before = index.get(first);
        return index.with(first, (before == null ? PersistentMap.<B, V>empty() : before).with(second, value));
    }

    private static <A, B, V> PersistentMap<A, PersistentMap<B, V>> without(
            PersistentMap<A, PersistentMap<B, V>> index, A first, B second) {
        PersistentMap<B, V> before = index.get(first);
        if (before == null) {
            return index;
        }
        PersistentMap<B, V> rest = before.without(second);
        return rest.isEmpty() ? index.without(first) : index.with(first, rest);
    }
}
