package dev.linkgate.kernel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind a request, as far as the gateway knows. Never confuse it with the credential that Atlas sees.
 *
 * @param team the team whose key or token was shown
 * @param keyId the id of the API key, which is no secret
 * @param subject the {@code sub} claim of a JWT
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Actor(
        Kind kind,
        @Nullable String team,
        @Nullable String keyId,
        @Nullable String subject) {

    /** How the caller showed who it is. */
    public enum Kind {
        /** An API key of a team. */
        TEAM,
        /** The administrator's token, or a JWT with the administrator's authority. */
        ADMIN,
        /** A JWT of a team. */
        JWT,
        /** The gateway itself, going on with work it was given. */
        SYSTEM,
        /** Nobody the gateway could recognise. */
        ANONYMOUS;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final Actor ANONYMOUS = new Actor(Kind.ANONYMOUS, null, null, null);
    public static final Actor SYSTEM = new Actor(Kind.SYSTEM, null, null, null);
    public static final Actor ADMINISTRATOR = new Actor(Kind.ADMIN, null, null, null);

    public static Actor team(String team, String keyId) {
        return new Actor(Kind.TEAM, team, keyId, null);
    }

    public static Actor jwt(String team, String subject) {
        return new Actor(Kind.JWT, team, null, subject);
    }

    public static Actor jwtAdministrator(String subject) {
        return new Actor(Kind.ADMIN, null, null, subject);
    }

    /** The gateway itself, going on with what this caller asked for. */
    public Actor onBehalf() {
        return new Actor(Kind.SYSTEM, team, keyId, subject);
    }

    public boolean isAdministrator() {
        return kind == Kind.ADMIN;
    }
}
