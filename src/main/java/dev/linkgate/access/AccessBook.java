package dev.linkgate.access;

import dev.linkgate.kernel.ProjectId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All teams, keys and grants at one moment, held in memory so that a decision about a request costs no query. */
record AccessBook(
        Map<String, Team> teams, Map<String, StoredKey> keys, Map<String, Map<ProjectId, Grant>> grantsOfTeam) {

    static AccessBook of(List<Team> teams, List<StoredKey> keys, List<Grant> grants) {
        return new AccessBook(
                teams.stream().collect(Collectors.toUnmodifiableMap(Team::name, Function.identity())),
                keys.stream().collect(Collectors.toUnmodifiableMap(StoredKey::id, Function.identity())),
                grants.stream()
                        .collect(Collectors.groupingBy(
                                Grant::team, Collectors.toUnmodifiableMap(Grant::projectId, Function.identity()))));
    }

    Optional<StoredKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    List<StoredKey> keysOf(String team) {
        return keys.values().stream()
                .filter(key -> key.owner().equals(team))
                .sorted(Comparator.comparing(StoredKey::createdAt).thenComparing(StoredKey::id))
                .toList();
    }

    List<Grant> grantsOf(String team) {
        return grantsOfTeam.getOrDefault(team, Map.of()).values().stream()
                .sorted(Comparator.comparing(grant -> grant.projectId().value()))
                .toList();
    }

    Optional<Role> role(String team, ProjectId project) {
        return Optional.ofNullable(grantsOfTeam.getOrDefault(team, Map.of()).get(project))
                .map(Grant::role);
    }
}
