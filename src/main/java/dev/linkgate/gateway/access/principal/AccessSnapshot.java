package dev.linkgate.gateway.access.principal;

import dev.linkgate.gateway.access.key.StoredKey;
import dev.linkgate.kernel.ProjectId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * All teams, keys and grants at one moment, held in memory so that a decision about a request costs no query. It is
 * immutable; a copy with another team shares nearly all of it, so a change costs the same with many teams as with few.
 *
 * @param entries by the names of the teams
 * @param keys those of all teams, by their ids
 */
public record AccessSnapshot(PMap<String, Entry> entries, PMap<String, StoredKey> keys) {

    static final AccessSnapshot EMPTY = new AccessSnapshot(HashTreePMap.empty(), HashTreePMap.empty());

    /** A team with its keys by their ids, and its grants. */
    public record Entry(Team team, Map<String, StoredKey> keys, Map<ProjectId, Grant> grants) {

        static Entry of(Team team, List<StoredKey> keys, List<Grant> grants) {
            return new Entry(
                    team,
                    keys.stream().collect(Collectors.toUnmodifiableMap(StoredKey::id, Function.identity())),
                    grants.stream().collect(Collectors.toUnmodifiableMap(Grant::projectId, Function.identity())));
        }
    }

    /** Of all that there is. What belongs to a team that is not among the teams is left out. */
    static AccessSnapshot of(List<Team> teams, List<StoredKey> keys, List<Grant> grants) {
        Map<String, List<StoredKey>> keysOf = keys.stream().collect(Collectors.groupingBy(StoredKey::owner));
        Map<String, List<Grant>> grantsOf = grants.stream().collect(Collectors.groupingBy(Grant::team));
        AccessSnapshot all = EMPTY;
        for (Team team : teams) {
            all = all.with(Entry.of(
                    team, keysOf.getOrDefault(team.name(), List.of()), grantsOf.getOrDefault(team.name(), List.of())));
        }
        return all;
    }

    /** With this entry instead of the one that its team had. */
    AccessSnapshot with(Entry entry) {
        String team = entry.team().name();
        return new AccessSnapshot(entries.plus(team, entry), without(team).keys.plusAll(entry.keys()));
    }

    /** Without the team, its keys and its grants. */
    AccessSnapshot without(String team) {
        PMap<String, StoredKey> others = keys;
        for (StoredKey key : entry(team).map(Entry::keys).orElse(Map.of()).values()) {
            StoredKey known = others.get(key.id());
            if (known != null && known.owner().equals(team)) { // another team may have the id by now
                others = others.minus(key.id());
            }
        }
        return new AccessSnapshot(entries.minus(team), others);
    }

    private Optional<Entry> entry(String team) {
        return Optional.ofNullable(entries.get(team));
    }

    Optional<Team> team(String name) {
        return entry(name).map(Entry::team);
    }

    /** By their names. */
    List<Team> teams() {
        return entries.values().stream()
                .map(Entry::team)
                .sorted(Comparator.comparing(Team::name))
                .toList();
    }

    public Optional<StoredKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    public List<StoredKey> keysOf(String team) {
        return entry(team).map(Entry::keys).orElse(Map.of()).values().stream()
                .sorted(Comparator.comparing(StoredKey::createdAt).thenComparing(StoredKey::id))
                .toList();
    }

    public List<Grant> grantsOf(String team) {
        return entry(team).map(Entry::grants).orElse(Map.of()).values().stream()
                .sorted(Comparator.comparing(grant -> grant.projectId().value()))
                .toList();
    }

    /** All of them, by team and project. */
    List<Grant> grants() {
        return allGrants()
                .sorted(Comparator.comparing(Grant::team)
                        .thenComparing(grant -> grant.projectId().value()))
                .toList();
    }

    /** The projects that a team has a grant on. */
    public Set<ProjectId> projects() {
        return allGrants().map(Grant::projectId).collect(Collectors.toUnmodifiableSet());
    }

    private Stream<Grant> allGrants() {
        return entries.values().stream().flatMap(entry -> entry.grants().values().stream());
    }

    /** The role of a team on a project; absent if it has none. */
    public Optional<Role> role(String team, ProjectId project) {
        @Nullable Entry entry = entries.get(team);
        return entry == null
                ? Optional.empty()
                : Optional.ofNullable(entry.grants().get(project)).map(Grant::role);
    }
}
