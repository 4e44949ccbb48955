package dev.linkgate.gateway.core.platform.request;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.linkgate.kernel.IdentityId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The caller of a request, as far as it is known. It is not the credential that Atlas sees.
 *
 * @param team the team of the key or token
 * @param credentialId the id of the key of a team or of a named administrator, which is not a secret, or an {@link
 *     IdentityId}; of an unknown caller only if its key is known, but not accepted
 * @param subject the name of a named administrator, the {@code sub} claim of a JWT, or the subject of a client
 *     certificate
 * @param hasReserve whether it may use what is kept for administrators when nobody else is admitted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Actor(
        Kind kind,
        @Nullable String team,
        @Nullable String credentialId,
        @Nullable String subject,
        @JsonIgnore boolean hasReserve) {

    /** How the caller was identified. */
    public enum Kind {
        /** An API key of a team, or a client certificate, which has a subject and no key. */
        TEAM,
        /** The administrator's token, or a named administrator's key or JWT. */
        ADMIN,
        /** A JWT of a team. */
        JWT,
        /** The gateway itself, continuing earlier work. */
        SYSTEM,
        /** An unknown caller. */
        ANONYMOUS;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What selects the records of {@link #ADMINISTRATOR}. No administrator has this name. */
    public static final String SHARED_TOKEN = "shared-token";

    public static final Actor ANONYMOUS = new Actor(Kind.ANONYMOUS, null, null, null);
    public static final Actor SYSTEM = new Actor(Kind.SYSTEM, null, null, null);
    public static final Actor ADMINISTRATOR = new Actor(Kind.ADMIN, null, null, null);

    /** An actor without a reserve, or an administrator without a name, who has one. */
    public Actor(Kind kind, @Nullable String team, @Nullable String credentialId, @Nullable String subject) {
        this(kind, team, credentialId, subject, kind == Kind.ADMIN && credentialId == null);
    }

    public static Actor team(String team, String keyId) {
        return new Actor(Kind.TEAM, team, keyId, null);
    }

    /** @param subject of a client certificate (RFC 2253) */
    public static Actor certificate(String team, String subject) {
        return new Actor(Kind.TEAM, team, null, subject);
    }

    /** @param hasReserve whether the administrator has all scopes */
    public static Actor administrator(String name, String credentialId, boolean hasReserve) {
        return new Actor(Kind.ADMIN, null, credentialId, name, hasReserve);
    }

    /** A caller with a key that is known, but not accepted: it has expired, or may not be used there. */
    public static Actor anonymous(String keyId) {
        return new Actor(Kind.ANONYMOUS, null, keyId, null);
    }

    public static Actor jwt(String team, String subject) {
        return new Actor(Kind.JWT, team, null, subject);
    }

    /** @param identity of the team, which the JWT fits */
    public static Actor jwt(String team, IdentityId identity, String subject) {
        return new Actor(Kind.JWT, team, identity.toString(), subject);
    }

    /** The gateway itself, continuing this caller's work. */
    public Actor onBehalf() {
        return new Actor(Kind.SYSTEM, team, credentialId, subject);
    }

    /** The id of its key; absent if it has none. */
    public @Nullable String keyId() {
        return identity().isPresent() ? null : credentialId;
    }

    /** The identity by which the caller is known; empty if it has a key, or neither. */
    public Optional<IdentityId> identity() {
        return IdentityId.parse(credentialId);
    }

    public boolean isAnonymous() {
        return kind == Kind.ANONYMOUS;
    }

    /** Whether it is an administrator, with whatever scopes. */
    public boolean isAdministrator() {
        return kind == Kind.ADMIN;
    }

    /** Whether it is an administrator with a key or an identity. The scopes of the others are not limited. */
    public boolean isNamedAdministrator() {
        return isAdministrator() && credentialId != null;
    }

    /**
     * The owner of a share of what is limited: a team, an administrator with a name, or all other callers of a kind
     * together.
     */
    public String share() {
        if (team != null && !isAdministrator()) {
            return "team " + team;
        }
        return isNamedAdministrator() ? "administrator " + subject : kind.word() + " caller";
    }
}
