package dev.linkgate.gateway.access.team;

import dev.linkgate.gateway.access.key.StoredKey;
import dev.linkgate.kernel.ProjectId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * All teams, keys and grants at one moment, held in memory so that a decision about a request costs no query. It is
 * immutable; a changed copy shares nearly all of it, so a change costs the same with many keys as with few.
 *
 * @param keys by their ids; {@code keysOfTeam} has the same ones by team and id
 * @param grantsOfTeam by team and project; {@code grantsOnProject} has the same ones by project and team
 */
public record AccessSnapshot(
        PMap<String, Team> teams,
        PMap<String, StoredKey> keys,
        PMap<String, PMap<String, StoredKey>> keysOfTeam,
        PMap<String, PMap<ProjectId, Grant>> grantsOfTeam,
        PMap<ProjectId, PMap<String, Grant>> grantsOnProject) {

    static final AccessSnapshot EMPTY = new AccessSnapshot(
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty());

    static AccessSnapshot of(List<Team> teams, List<StoredKey> keys, List<Grant> grants) {
        AccessSnapshot book = EMPTY;
        for (Team team : teams) {
            book = book.with(team);
        }
        return book.withKeys(keys).withGrants(grants);
    }

    AccessSnapshot with(Team team) {
        return new AccessSnapshot(teams.plus(team.name(), team), keys, keysOfTeam, grantsOfTeam, grantsOnProject);
    }

    AccessSnapshot withKeys(List<StoredKey> added) {
        PMap<String, StoredKey> byId = keys;
        PMap<String, PMap<String, StoredKey>> byTeam = keysOfTeam;
        for (StoredKey key : added) {
            byId = byId.plus(key.id(), key);
            byTeam = with(byTeam, key.owner(), key.id(), key);
        }
        return new AccessSnapshot(teams, byId, byTeam, grantsOfTeam, grantsOnProject);
    }

    AccessSnapshot withGrants(List<Grant> added) {
        PMap<String, PMap<ProjectId, Grant>> byTeam = grantsOfTeam;
        PMap<ProjectId, PMap<String, Grant>> byProject = grantsOnProject;
        for (Grant grant : added) {
            byTeam = with(byTeam, grant.team(), grant.projectId(), grant);
            byProject = with(byProject, grant.projectId(), grant.team(), grant);
        }
        return new AccessSnapshot(teams, keys, keysOfTeam, byTeam, byProject);
    }

    /** Without the team, its keys and its grants. */
    AccessSnapshot withoutTeam(String team) {
        PMap<String, StoredKey> otherKeys = keys;
        for (String key : of(keysOfTeam, team).keySet()) {
            otherKeys = otherKeys.minus(key);
        }
        PMap<ProjectId, PMap<String, Grant>> otherGrants = grantsOnProject;
        for (ProjectId project : of(grantsOfTeam, team).keySet()) {
            otherGrants = without(otherGrants, project, team);
        }
        return new AccessSnapshot(
                teams.minus(team), otherKeys, keysOfTeam.minus(team), grantsOfTeam.minus(team), otherGrants);
    }

    AccessSnapshot withoutKey(String id) {
        return key(id).map(key -> new AccessSnapshot(
                        teams, keys.minus(id), without(keysOfTeam, key.owner(), id), grantsOfTeam, grantsOnProject))
                .orElse(this);
    }

    AccessSnapshot withoutGrant(String team, ProjectId project) {
        return new AccessSnapshot(
                teams, keys, keysOfTeam, without(grantsOfTeam, team, project), without(grantsOnProject, project, team));
    }

    AccessSnapshot withoutGrantsOn(ProjectId project) {
        PMap<String, PMap<ProjectId, Grant>> others = grantsOfTeam;
        for (String team : of(grantsOnProject, project).keySet()) {
            others = without(others, team, project);
        }
        return new AccessSnapshot(teams, keys, keysOfTeam, others, grantsOnProject.minus(project));
    }

    public Optional<StoredKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    public List<StoredKey> keysOf(String team) {
        return of(keysOfTeam, team).values().stream()
                .sorted(Comparator.comparing(StoredKey::createdAt).thenComparing(StoredKey::id))
                .toList();
    }

    public List<Grant> grantsOf(String team) {
        return of(grantsOfTeam, team).values().stream()
                .sorted(Comparator.comparing(grant -> grant.projectId().value()))
                .toList();
    }

    /** All of them, by team and project. */
    List<Grant> grants() {
        return grantsOfTeam.values().stream()
                .flatMap(grants -> grants.values().stream())
                .sorted(Comparator.comparing(Grant::team)
                        .thenComparing(grant -> grant.projectId().value()))
                .toList();
    }

    /** The projects that a team has a grant on. */
    public Set<ProjectId> projects() {
        return grantsOnProject.keySet();
    }

    public Optional<Role> role(String team, ProjectId project) {
        return Optional.ofNullable(of(grantsOfTeam, team).get(project)).map(Grant::role);
    }

    private static <A, B, V> Map<B, V> of(PMap<A, PMap<B, V>> index, A first) {
        PMap<B, V> found = index.get(first);
        return found == null ? Map.of() : found;
    }

    private static <A, B, V> PMap<A, PMap<B, V>> with(PMap<A, PMap<B, V>> index, A first, B second, V value) {
        PMap<B, V> before = index.get(first);
        return index.plus(first, (before == null ? HashTreePMap.<B, V>empty() : before).plus(second, value));
    }

    private static <A, B, V> PMap<A, PMap<B, V>> without(PMap<A, PMap<B, V>> index, A first, B second) {
        PMap<B, V> before = index.get(first);
        if (before == null) {
            return index;
        }
        PMap<B, V> rest = before.minus(second);
        return rest.isEmpty() ? index.minus(first) : index.plus(first, rest);
    }
}
