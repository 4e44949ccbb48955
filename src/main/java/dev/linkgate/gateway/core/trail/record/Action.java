package dev.linkgate.gateway.core.trail.record;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An action in the audit trail. */
public enum Action {
    PROJECT_LIST,
    PROJECT_GET,
    PROJECT_PUT,
    PROJECT_REMOVE,
    RIGHTS_RESEAL,
    RULES_GET,
    RULES_PUT,
    RULES_REMOVE,
    APPROVAL_LIST,
    APPROVAL_GET,
    APPROVAL_PUT,
    APPROVAL_REMOVE,
    LINK_LIST,
    LINK_GET,
    LINK_CREATE,
    LINK_UPDATE,
    LINK_REMOVE,
    REGIONAL_MODE_GET("regional-mode.get"),
    REGIONAL_MODE_SET("regional-mode.set"),
    ENDPOINT_LIST,
    ENDPOINT_GET,
    ENDPOINT_ADD,
    ENDPOINT_ENSURE,
    ENDPOINT_REMOVE,
    ENDPOINT_TEAM_SET("endpoint-team.set"),
    CLUSTER_LIST,
    CLUSTER_GET,
    CONNECTION_STRINGS_LIST("connection-strings.list"),
    DRIFT_READ,
    OPERATION_LIST,
    OPERATION_GET,
    OPERATION_CANCEL,
    AUDIT_READ,
    AUDIT_EXPORT,
    AUDIT_VERIFY,
    AUDIT_PROVE,
    AUDIT_RECONCILE,
    AUDIT_ACKNOWLEDGE,
    AUDIT_ACCEPT("audit.accept-rollback"),
    AUDIT_ARCHIVE,
    AUDIT_KEY_CREATE("audit-key.create"),
    AUDIT_KEY_ROTATE("audit-key.rotate"),
    CONFIG_GET,
    CONFIG_APPLY,
    CREDENTIAL_PUT,
    CREDENTIAL_GET,
    CREDENTIAL_VERIFY,
    CREDENTIAL_REMOVE,
    CREDENTIAL_REENCRYPT("credential.re-encrypt"),
    MASTER_KEY_LIST("master-key.list"),
    TEAM_PUT,
    TEAM_GET,
    TEAM_REMOVE,
    ADMINISTRATOR_PUT,
    ADMINISTRATOR_GET,
    ADMINISTRATOR_REMOVE,
    ADMINISTRATOR_KEY_CREATE("administrator-key.create"),
    ADMINISTRATOR_KEY_LIST("administrator-key.list"),
    ADMINISTRATOR_KEY_REVOKE("administrator-key.revoke"),
    ADMINISTRATOR_IDENTITY_PUT("administrator-identity.put"),
    ADMINISTRATOR_IDENTITY_GET("administrator-identity.get"),
    ADMINISTRATOR_IDENTITY_REMOVE("administrator-identity.remove"),
    KEY_GET,
    KEY_CREATE,
    KEY_LIST,
    KEY_REVOKE,
    KEY_ROTATE,
    IDENTITY_PUT,
    IDENTITY_GET,
    IDENTITY_REMOVE,
    TOKEN_CREATE,
    TOKEN_REVOKE,
    TOKEN_END,
    GRANT_PUT,
    GRANT_LIST,
    GRANT_REMOVE,
    ACCESS_READ,
    ACCESS_REQUEST_CREATE("access-request.create"),
    ACCESS_REQUEST_LIST("access-request.list"),
    ACCESS_REQUEST_ANSWER("access-request.answer"),
    WEBHOOK_PUT,
    WEBHOOK_GET,
    WEBHOOK_REMOVE,
    WEBHOOK_TEST,
    REQUEST_REFUSED;

    private final String word;

    Action() {
        this.word = name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    Action(String word) {
        this.word = word;
    }

    /** The word in records and filters, such as {@code endpoint.add}. */
    @JsonValue
    public String word() {
        return word;
    }

    /** Whether the action only takes rights away, so that it is done even while the trail is rolled back. */
    public boolean isRevocation() {
        return switch (this) {
            case TEAM_REMOVE,
                    KEY_REVOKE,
                    GRANT_REMOVE,
                    TOKEN_REVOKE,
                    TOKEN_END,
                    IDENTITY_REMOVE,
                    ADMINISTRATOR_REMOVE,
                    ADMINISTRATOR_KEY_REVOKE,
                    ADMINISTRATOR_IDENTITY_REMOVE,
                    APPROVAL_REMOVE -> true;
            default -> false;
        };
    }

    /** @throws IllegalArgumentException if there is no such action */
    public static Action of(String word) {
        for (Action action : values()) {
            if (action.word().equals(word)) {
                return action;
            }
        }
        throw new IllegalArgumentException("no such action");
    }
}
