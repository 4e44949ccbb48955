package dev.linkgate.gateway.core.access.principal;

import dev.linkgate.gateway.core.access.attachment.Attachments;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All principals, their keys and grants at one moment, held in memory so that a decision about a request costs no
 * query.
 *
 * @param teams by their names
 * @param administrators by their names
 * @param keys by their ids
 * @param grants by the names of their teams and their projects
 * @param attachments what may be attached, by the projects that restrict it
 * @param identities of each owner, by their names
 * @param unsealed the rows that have no effect, because their seals do not fit
 */
public record AccessSnapshot(
        Map<String, Team> teams,
        Map<String, Administrator> administrators,
        Map<String, StoredKey> keys,
        Map<String, Map<ProjectId, Grant>> grants,
        Map<ProjectId, Attachments> attachments,
        Map<Principal, List<Identity>> identities,
        List<SealedRow> unsealed) {

    static final AccessSnapshot EMPTY =
            new AccessSnapshot(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of());

    /** A snapshot of everything that there is. What belongs to no existing team or administrator is left out. */
    static AccessSnapshot of(
            List<Team> teams,
            List<Administrator> administrators,
            List<StoredKey> keys,
            List<Grant> grants,
            Map<ProjectId, Attachments> attachments,
            List<Identity> identities,
            List<SealedRow> unsealed) {
        Map<String, Team> teamsByName = by(Team::name, teams.stream());
        Map<String, Administrator> administratorsByName = by(Administrator::name, administrators.stream());
        return new AccessSnapshot(
                teamsByName,
                administratorsByName,
                by(StoredKey::id, keys.stream().filter(key -> has(key.owner(), teamsByName, administratorsByName))),
                grants.stream()
                        .filter(grant -> teamsByName.containsKey(grant.team()))
                        .collect(Collectors.groupingBy(
                                Grant::team, Collectors.toUnmodifiableMap(Grant::projectId, Function.identity()))),
                attachments,
                identities.stream()
                        .filter(identity -> has(identity.owner(), teamsByName, administratorsByName))
                        .sorted(Comparator.comparing(Identity::name))
                        .collect(Collectors.groupingBy(Identity::owner)),
                List.copyOf(unsealed));
    }

    private static <T> Map<String, T> by(Function<T, String> name, Stream<T> all) {
        return all.collect(Collectors.toUnmodifiableMap(name, Function.identity()));
    }

    private static boolean has(Principal owner, Map<String, Team> teams, Map<String, Administrator> administrators) {
        return switch (owner.kind()) {
            case TEAM -> teams.containsKey(owner.name());
            case ADMINISTRATOR -> administrators.containsKey(owner.name());
        };
    }

    public Optional<StoredKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    public List<StoredKey> keysOf(Principal owner) {
        return keys.values().stream()
                .filter(key -> key.owner().equals(owner))
                .sorted(Comparator.comparing(StoredKey::createdAt).thenComparing(StoredKey::id))
                .toList();
    }

    /** The identities of an owner by their names. */
    public List<Identity> identitiesOf(Principal owner) {
        return identities.getOrDefault(owner, List.of());
    }

    /** The identities that a JWT of this issuer fits, by their names. */
    Stream<Identity> fitting(String issuer, Map<String, Object> token) {
        return identities.values().stream()
                .flatMap(List::stream)
                .filter(identity -> identity.issuer().equals(issuer) && identity.fits(token))
                .sorted(Comparator.comparing(Identity::name));
    }

    Optional<Identity> identity(Principal owner, String name) {
        return identitiesOf(owner).stream()
                .filter(identity -> identity.name().equals(name))
                .findFirst();
    }

    public List<Grant> grantsOf(String team, Instant now) {
        return held(grants.getOrDefault(team, Map.of()).values().stream(), now);
    }

    /** All that are held at a moment, by team and project. */
    List<Grant> allGrants(Instant now) {
        return held(grants.values().stream().map(Map::values).flatMap(Collection::stream), now);
    }

    private static List<Grant> held(Stream<Grant> grants, Instant now) {
        return grants.flatMap(grant -> grant.at(now).stream())
                .sorted(Comparator.comparing(Grant::team)
                        .thenComparing(grant -> grant.projectId().value()))
                .toList();
    }

    /** What may be attached to a project. */
    public Attachments attachments(ProjectId project) {
        return attachments.getOrDefault(project, Attachments.ALL);
    }

    /** The projects that a team has a grant on, or had until it ended. */
    public Set<ProjectId> projects() {
        return grants.values().stream()
                .flatMap(ofTeam -> ofTeam.keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The role of a team on a project at a moment; absent if it has none. */
    Optional<Role> role(String team, ProjectId project, Instant now) {
        return Optional.ofNullable(grants.getOrDefault(team, Map.of()).get(project))
                .flatMap(grant -> grant.at(now))
                .map(Grant::role);
    }

    /** Empty for an unknown administrator. */
    public Set<AdminScope> scopesOf(@Nullable String administrator) {
        return Optional.ofNullable(administrator)
                .map(administrators::get)
                .<Set<AdminScope>>map(Administrator::scopes)
                .orElse(Set.of());
    }

    /** Whether an administrator has all scopes. */
    public boolean mayEverything(String administrator) {
        return scopesOf(administrator).contains(AdminScope.ALL);
    }

    /** Whether an administrator with all scopes has a key that has not expired. */
    boolean hasWayIn(Instant now) {
        return keys.values().stream()
                .anyMatch(key -> key.owner().kind() == Principal.Kind.ADMINISTRATOR
                        && !key.expired(now)
                        && mayEverything(key.owner().name()));
    }
}
