package dev.linkgate.gateway.core.access.principal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A role of a team on a project; each role includes the ones before it. */
public enum Role {
    /** Read links, endpoints, operations and the project's audit trail. */
    VIEWER,
    /** Also add, ensure and remove endpoints. */
    EDITOR,
    /** Also create and remove links, and give other teams a role. */
    OWNER;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such role */
    @JsonCreator
    public static Role of(String word) {
        return find(word).orElseThrow(() -> new IllegalArgumentException("a role is viewer, editor or owner"));
    }

    public static Optional<Role> find(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    /** All of them, for an error. */
    public static String words() {
        return Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "));
    }

    /** Whether who has this role may do all that the other one allows. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
