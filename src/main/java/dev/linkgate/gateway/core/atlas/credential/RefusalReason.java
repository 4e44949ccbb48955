package dev.linkgate.gateway.core.atlas.credential;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The reason why Atlas does not let the gateway use a credential. */
public enum RefusalReason {
    WRONG_KEY("Atlas does not know this key, or its secret half is another one. Copy both halves from Atlas again, or"
            + " create a new key there, and store it."),
    ACCESS_LIST(
            "Atlas does not accept this credential from the gateway's address. Add the gateway's public address to the"
                    + " API access list of the key or service account in Atlas."),
    PROJECT_NOT_FOUND("Atlas has no project with this id. Compare it with the id in the project's settings in Atlas."),
    NOT_IN_ORGANIZATION(
            "The credential has no access to this project, or belongs to another organization. Add it to the project in"
                    + " Atlas, or store one of the project's organization. Atlas may answer the same to a mistyped"
                    + " project id."),
    ROLE_MISSING(
            "The credential's role on this project is too low to read its private endpoints. Give it the role Project"
                    + " Owner on the project in Atlas."),
    RATE_LIMITED("Atlas limits the rate of requests at the moment. Verify the credential again in a minute."),
    UNREACHABLE(
            "Atlas cannot be reached, or is failing. Check the gateway's way to Atlas and Atlas's status page, and verify"
                    + " the credential again.");

    private final String advice;

    RefusalReason(String advice) {
        this.advice = advice;
    }

    /** What happened and what to do, for people. */
    public String advice() {
        return advice;
    }

    /** Whether it may pass by itself. Then it shows nothing about the credential. */
    public boolean isPassing() {
        return this == RATE_LIMITED || this == UNREACHABLE;
    }

    /** The word in answers, such as {@code access-list}. */
    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
