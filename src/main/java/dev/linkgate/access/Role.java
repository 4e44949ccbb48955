package dev.linkgate.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A role of a team on a project; each role includes the ones before it. */
public enum Role {
    /** Read links, endpoints, operations and the project's audit trail. */
    VIEWER,
    /** Also add, ensure and remove endpoints. */
    EDITOR,
    /** Also create and remove links. */
    OWNER;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such role */
    @JsonCreator
    public static Role of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("a role is viewer, editor or owner");
    }

    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
