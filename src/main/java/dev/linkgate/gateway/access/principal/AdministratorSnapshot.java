package dev.linkgate.gateway.access.principal;

import dev.linkgate.gateway.access.key.StoredKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All administrators and their keys at one moment, held in memory. */
public record AdministratorSnapshot(Map<String, Administrator> administrators, Map<String, StoredKey> keys) {

    static AdministratorSnapshot of(List<Administrator> administrators, List<StoredKey> keys) {
        return new AdministratorSnapshot(
                administrators.stream().collect(Collectors.toUnmodifiableMap(Administrator::name, Function.identity())),
                keys.stream().collect(Collectors.toUnmodifiableMap(StoredKey::id, Function.identity())));
    }

    public boolean may(String name, AdminScope needed) {
        Administrator administrator = administrators.get(name);
        return administrator != null && administrator.may(needed);
    }

    /** Empty for an unknown administrator. */
    public Set<AdminScope> scopesOf(@Nullable String name) {
        Administrator administrator = name == null ? null : administrators.get(name);
        return administrator == null ? Set.of() : administrator.scopes();
    }

    public List<StoredKey> keysOf(String administrator) {
        return keys.values().stream()
                .filter(key -> key.owner().equals(administrator))
                .sorted(Comparator.comparing(StoredKey::createdAt).thenComparing(StoredKey::id))
                .toList();
    }

    /** Whether an administrator with all scopes has a key that has not expired. */
    boolean hasWayIn(Instant now) {
        return keys.values().stream().anyMatch(key -> !key.expired(now) && may(key.owner(), AdminScope.ALL));
    }
}
