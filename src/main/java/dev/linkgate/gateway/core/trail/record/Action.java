package dev.linkgate.gateway.core.trail.record;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An action in the audit trail. The core's actions are here, and a feature declares its own in its
 * {@link dev.linkgate.gateway.core.platform.vocabulary.Words}. Two are equal if their words are. One that is made from
 * a record's word has no other property, so ask the declared action for its properties.
 */
public final class Action {

    public static final Action PROJECT_LIST = new Action("project.list");
    public static final Action PROJECT_GET = new Action("project.get");
    public static final Action PROJECT_PUT = new Action("project.put");
    public static final Action PROJECT_REMOVE = new Action("project.remove");
    public static final Action RULES_GET = new Action("rules.get");
    public static final Action RULES_PUT = new Action("rules.put");
    public static final Action RULES_REMOVE = new Action("rules.remove");
    public static final Action LINK_LIST = new Action("link.list");
    public static final Action LINK_GET = new Action("link.get");
    public static final Action LINK_CREATE = new Action("link.create");
    public static final Action LINK_UPDATE = new Action("link.update");
    public static final Action LINK_REMOVE = new Action("link.remove");
    public static final Action ENDPOINT_LIST = new Action("endpoint.list");
    public static final Action ENDPOINT_GET = new Action("endpoint.get");
    public static final Action ENDPOINT_ADD = new Action("endpoint.add");
    public static final Action ENDPOINT_ENSURE = new Action("endpoint.ensure");
    public static final Action ENDPOINT_REMOVE = new Action("endpoint.remove");
    public static final Action ENDPOINT_TEAM_SET = new Action("endpoint-team.set");
    public static final Action AUDIT_VERIFY = new Action("audit.verify");
    public static final Action AUDIT_ACCEPT = new Action("audit.accept-rollback");
    public static final Action CREDENTIAL_PUT = new Action("credential.put");
    public static final Action CREDENTIAL_GET = new Action("credential.get");
    public static final Action CREDENTIAL_VERIFY = new Action("credential.verify");
    public static final Action CREDENTIAL_REMOVE = new Action("credential.remove");
    public static final Action TEAM_PUT = new Action("team.put");
    public static final Action TEAM_GET = new Action("team.get");
    public static final Action TEAM_REMOVE = new Action("team.remove").revoking();
    public static final Action ADMINISTRATOR_PUT = new Action("administrator.put");
    public static final Action ADMINISTRATOR_GET = new Action("administrator.get");
    public static final Action ADMINISTRATOR_REMOVE = new Action("administrator.remove").revoking();
    public static final Action ADMINISTRATOR_KEY_CREATE = new Action("administrator-key.create");
    public static final Action ADMINISTRATOR_KEY_LIST = new Action("administrator-key.list");
    public static final Action ADMINISTRATOR_KEY_REVOKE = new Action("administrator-key.revoke").revoking();
    public static final Action ADMINISTRATOR_IDENTITY_PUT = new Action("administrator-identity.put");
    public static final Action ADMINISTRATOR_IDENTITY_GET = new Action("administrator-identity.get");
    public static final Action ADMINISTRATOR_IDENTITY_REMOVE = new Action("administrator-identity.remove").revoking();
    public static final Action KEY_GET = new Action("key.get");
    public static final Action KEY_CREATE = new Action("key.create");
    public static final Action KEY_LIST = new Action("key.list");
    public static final Action KEY_REVOKE = new Action("key.revoke").revoking();
    public static final Action KEY_ROTATE = new Action("key.rotate");
    public static final Action IDENTITY_PUT = new Action("identity.put");
    public static final Action IDENTITY_GET = new Action("identity.get");
    public static final Action IDENTITY_REMOVE = new Action("identity.remove").revoking();
    public static final Action GRANT_PUT = new Action("grant.put").aboutAccess();
    public static final Action GRANT_LIST = new Action("grant.list");
    public static final Action GRANT_REMOVE =
            new Action("grant.remove").revoking().aboutAccess();
    public static final Action REQUEST_REFUSED = new Action("request.refused");

    private final String word;
    private final boolean revocation;
    private final boolean aboutAccess;

    /** @param word in records and filters, such as {@code endpoint.add} */
    public Action(String word) {
        this(word, false, false);
    }

    private Action(String word, boolean revocation, boolean aboutAccess) {
        this.word = word;
        this.revocation = revocation;
        this.aboutAccess = aboutAccess;
    }

    /** A copy of this action, which only takes rights away. */
    public Action revoking() {
        return new Action(word, true, aboutAccess);
    }

    /** A copy of this action, which changes nothing that is read from Atlas, although it may be about a project. */
    public Action aboutAccess() {
        return new Action(word, revocation, true);
    }

    /** The word in records and filters. */
    @JsonValue
    public String word() {
        return word;
    }

    /** Whether the action only takes rights away, so that it is done even while the trail is rolled back. */
    public boolean isRevocation() {
        return revocation;
    }

    public boolean isAboutAccess() {
        return aboutAccess;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Action action && action.word.equals(word);
    }

    @Override
    public int hashCode() {
        return word.hashCode();
    }

    @Override
    public String toString() {
        return word;
    }
}
