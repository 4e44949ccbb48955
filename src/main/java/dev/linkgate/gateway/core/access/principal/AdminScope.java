package dev.linkgate.gateway.core.access.principal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;

/** What an administrator may do. An administrator may have several scopes. */
@Schema(enumAsRef = true)
public enum AdminScope {
    /**
     * Read the whole audit trail, export it and verify it, and acknowledge its findings; read teams, their keys, their
     * grants and the set-up.
     */
    AUDITOR,
    /** Manage credentials, projects and webhooks, and verify credentials. */
    OPERATOR,
    /** Manage teams, their keys and their grants,, and answer access requests. */
    ACCESS,
    /** Everything that the administrator's token may. Only this one manages administrators and declares set-ups. */
    ALL;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such scope */
    @JsonCreator
    public static AdminScope of(String word) {
        for (AdminScope scope : values()) {
            if (scope.word().equals(word)) {
                return scope;
            }
        }
        throw new IllegalArgumentException("a scope is auditor, operator, access or all");
    }
}
