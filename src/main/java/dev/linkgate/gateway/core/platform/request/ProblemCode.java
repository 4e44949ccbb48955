package dev.linkgate.gateway.core.platform.request;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A problem that a caller can get. The core's problems are here, and a feature declares its own in its
 * {@link dev.linkgate.gateway.core.platform.vocabulary.Words}.
 *
 * @param code in answers, such as {@code link-not-ready}
 * @param retryable whether the same request may succeed later by itself
 * @param retryAfter the default {@code Retry-After}
 * @param explanation of {@code GET /problems/{code}}
 */
public record ProblemCode(
        @JsonValue String code,
        int status,
        boolean retryable,
        @Nullable Duration retryAfter,
        String title,
        String explanation) {

    public static final ProblemCode INVALID_REQUEST = new ProblemCode(
            "invalid-request",
            400,
            "The request is not valid",
            "A path, query, header or body value has the wrong form, the JSON is malformed, or the body has a field"
                    + " the gateway does not know. `errors` names each field. Nothing was sent to Atlas.");

    public static final ProblemCode UNAUTHENTICATED = new ProblemCode(
            "unauthenticated",
            401,
            "The caller is not authenticated",
            "Send `Authorization: Bearer <token>` with a team's or an administrator's key, the administrator's token"
                    + " or, where the operator set it up, a JWT. The detail says whether the token was missing, mistyped,"
                    + " unknown or expired. A key that is bound to networks or to a certificate is unknown elsewhere.");

    public static final ProblemCode FORBIDDEN = new ProblemCode(
            "forbidden",
            403,
            "You may not do this",
            "Your team lacks the required role on this project, or you lack the required scope of an"
                    + " administrator, or this is for keys of teams only. The answer is the same whether the project"
                    + " exists or not. A team can ask for a role with `POST /projects/{projectId}/access-requests`.");

    public static final ProblemCode ORIGIN_NOT_ALLOWED = new ProblemCode(
            "origin-not-allowed",
            403,
            "The endpoint may not be attached to this project",
            "The project has rules of what may be attached, and the endpoint is from elsewhere, or needs an approval that"
                    + " it does not have. `errors` names the field and what is allowed, `detail` who can approve it, and"
                    + " `accessRequest` the request for that, which it has made. `GET /projects/{projectId}/rules` shows the"
                    + " rules. Nothing was sent to Atlas.");

    public static final ProblemCode NOT_YOUR_ENDPOINT = new ProblemCode(
            "not-your-endpoint",
            403,
            "It is another team's endpoint",
            "The rules of the project let only the team that has added an endpoint remove it, and the project's owners."
                    + " `detail` names the team. An owner can hand the endpoint over.");

    public static final ProblemCode NOT_OFFERED = new ProblemCode(
            "not-offered",
            403,
            "The gateway does not offer this",
            "The gateway has only a part of Atlas's API: private endpoints, and what tools read beside them. Use Atlas"
                    + " itself for all else. The answer says nothing of whether Atlas has such a resource. It is the same for"
                    + " all of the API if the operator has turned it off.");

    public static final ProblemCode NOT_FOUND = new ProblemCode(
            "not-found",
            404,
            "There is nothing here",
            "No resource of the gateway has this path, or the resource is gone.");

    public static final ProblemCode PROJECT_NOT_FOUND = new ProblemCode(
            "project-not-found",
            404,
            "The project does not exist",
            "Atlas has no project with this id (its GROUP_NOT_FOUND), or, under /admin, none is registered.");

    public static final ProblemCode LINK_NOT_FOUND = new ProblemCode(
            "link-not-found",
            404,
            "The link does not exist",
            "Atlas has no private endpoint connection with this id in the project. It may have been removed together"
                    + " with its last endpoint.");

    public static final ProblemCode ENDPOINT_NOT_FOUND = new ProblemCode(
            "endpoint-not-found",
            404,
            "The endpoint does not exist",
            "There is no interface endpoint with this id here.");

    public static final ProblemCode CREDENTIAL_NOT_FOUND = new ProblemCode(
            "credential-not-found",
            404,
            "The credential does not exist",
            "No Atlas credential is stored under this name.");

    public static final ProblemCode TEAM_NOT_FOUND =
            new ProblemCode("team-not-found", 404, "The team does not exist", "No team has this name.");

    public static final ProblemCode ADMINISTRATOR_NOT_FOUND = new ProblemCode(
            "administrator-not-found", 404, "The administrator does not exist", "No administrator has this name.");

    public static final ProblemCode METHOD_NOT_ALLOWED = new ProblemCode(
            "method-not-allowed",
            405,
            "The method is not allowed here",
            "The `Allow` header names the methods that this path accepts.");

    public static final ProblemCode NOT_ACCEPTABLE = new ProblemCode(
            "not-acceptable",
            406,
            "No acceptable form",
            "The gateway answers in `application/json`; the audit export also in NDJSON, event streams in"
                    + " `text/event-stream`.");

    public static final ProblemCode ENDPOINT_EXISTS = new ProblemCode(
            "endpoint-exists",
            409,
            "The endpoint already exists",
            "The link already has an interface endpoint with this id. `current` shows it as it is.");

    public static final ProblemCode LINK_NOT_READY = new ProblemCode(
            "link-not-ready",
            409,
            true,
            Duration.ofSeconds(30),
            "The link is not ready",
            "Atlas is still setting up the link and accepts no endpoint yet. Wait, because creating a link"
                    + " takes some minutes.");

    public static final ProblemCode LAST_ENDPOINT = new ProblemCode(
            "last-endpoint",
            409,
            "It is the link's last endpoint",
            "Atlas removes a link together with its last endpoint. If that is what you want, repeat with"
                    + " `allowLinkRemoval=true`.");

    public static final ProblemCode QUOTA_REACHED = new ProblemCode(
            "quota-reached",
            409,
            "There may be no more of them",
            "Your team has as many endpoints in the project as its rules allow, or the project has as many approvals as"
                    + " it may. `detail` says how many. Remove one, or ask an administrator with the scope `access` for"
                    + " more.");

    public static final ProblemCode LINK_NOT_EMPTY = new ProblemCode(
            "link-not-empty",
            409,
            "The link still has endpoints",
            "Remove the link's endpoints first. If all of them are being removed already, the answer is `retryable`: try"
                    + " again later, or wait with `Prefer: wait`.");

    public static final ProblemCode LINK_EXISTS = new ProblemCode(
            "link-exists",
            409,
            "The region already has another link",
            "Atlas has one link for each region of a provider, and the existing one is not what was asked for. `detail`"
                    + " says what differs. Use it as it is, change it, or remove it first.");

    public static final ProblemCode NO_CREDENTIAL = new ProblemCode(
            "no-credential",
            409,
            "The project has no credential",
            "No Atlas credential is bound to this project and none is named `default`. The platform team must add"
                    + " one.");

    public static final ProblemCode CREDENTIAL_IN_USE = new ProblemCode(
            "credential-in-use",
            409,
            "The credential is in use",
            "A project is bound to this credential. Bind it to another one first.");

    public static final ProblemCode CREDENTIAL_UNREADABLE = new ProblemCode(
            "credential-unreadable",
            409,
            "The stored credential cannot be decrypted here",
            "The stored credential is encrypted with a master key that the replica that answers does not have. A new one"
                    + " would be encrypted with another key, which other replicas may lack, so nothing was stored. The"
                    + " platform team must start all replicas with the same master keys.");

    public static final ProblemCode LAST_ADMINISTRATOR = new ProblemCode(
            "last-administrator",
            409,
            "Nobody could administrate the gateway any more",
            "The administrator's token is turned off, and no other administrator with the scope `all` has a key that is"
                    + " valid. Make one for another administrator first.");

    public static final ProblemCode ATLAS_CONFLICT = new ProblemCode(
            "atlas-conflict",
            409,
            "Atlas reports a conflict",
            "Atlas refused because of the project's state. `atlas` says why.");

    public static final ProblemCode PRECONDITION_FAILED = new ProblemCode(
            "precondition-failed",
            412,
            "The condition does not hold",
            "`If-Match` or `If-None-Match` does not hold for the resource as it is now. Read it, and decide again.");

    public static final ProblemCode HEAD_TOO_LARGE = new ProblemCode(
            "head-too-large",
            431,
            "The head is too large",
            "The request line and the headers together may have 16 KiB, or what the operator has set"
                    + " (linkgate.limits.header-size). A JWT with fewer claims, groups for instance, is smaller.");

    public static final ProblemCode BODY_TOO_LARGE = new ProblemCode(
            "body-too-large",
            413,
            "The body is too large",
            "A request body may have at most 16 KiB, and a declaration 1 MiB.");

    public static final ProblemCode UNSUPPORTED_MEDIA_TYPE = new ProblemCode(
            "unsupported-media-type",
            415,
            "The body's type is not supported",
            "Send the body as `application/json`; a declaration may also be `application/yaml`.");

    public static final ProblemCode CREDENTIAL_REJECTED = new ProblemCode(
            "credential-rejected",
            422,
            "Atlas rejected the credential",
            "The credential was tried before it was stored, and Atlas rejected it. A credential stored before stays"
                    + " in force.");

    public static final ProblemCode ATLAS_REJECTED_REQUEST = new ProblemCode(
            "atlas-rejected-request",
            422,
            "Atlas refused the request",
            "The request passed the gateway's checks, but Atlas refused it (400, 402, or 403 for a"
                    + " policy or a missing feature). `atlas` says why.");

    public static final ProblemCode RATE_LIMITED = new ProblemCode(
            "rate-limited",
            429,
            true,
            Duration.ofSeconds(1),
            "Too many requests",
            "Your team has used up its share, or Atlas limits the project. Try again after `Retry-After`.");

    public static final ProblemCode INTERNAL_ERROR = new ProblemCode(
            "internal-error",
            500,
            "The gateway failed",
            "This is a fault of the gateway. Report the `requestId` to the platform team.");

    public static final ProblemCode ATLAS_CREDENTIAL_REJECTED = new ProblemCode(
            "atlas-credential-rejected",
            502,
            "Atlas rejected the gateway's credential",
            "The stored Atlas credential is wrong, revoked, or lacks the project. Your own token is fine; the platform"
                    + " team must act.");

    public static final ProblemCode ATLAS_ACCESS_LIST = new ProblemCode(
            "atlas-access-list",
            502,
            "The gateway's address is not on the credential's access list",
            "Atlas refuses the gateway's network address for this credential. The platform team must add it to the"
                    + " key's access list.");

    public static final ProblemCode ATLAS_ERROR = new ProblemCode(
            "atlas-error", 502, "Atlas gave an unexpected answer", "The gateway cannot use Atlas's answer.");

    public static final ProblemCode OUTCOME_UNKNOWN = new ProblemCode(
            "outcome-unknown",
            502,
            "The outcome of the write is unknown",
            "The write was sent, but no usable answer came. `Location` names the operation that resolves the"
                    + " outcome; follow it, or read the resource, before you try again.");

    public static final ProblemCode ATLAS_UNAVAILABLE = new ProblemCode(
            "atlas-unavailable",
            503,
            true,
            Duration.ofSeconds(10),
            "Atlas is not available",
            "Atlas cannot be reached, is failing, or is under maintenance. Nothing was changed.");

    public static final ProblemCode AUDIT_UNAVAILABLE = new ProblemCode(
            "audit-unavailable",
            503,
            true,
            Duration.ofSeconds(5),
            "The audit record could not be stored",
            "The gateway only does work that it can record. The write was not sent.");

    public static final ProblemCode ACCESS_UNCONFIRMED = new ProblemCode(
            "access-unconfirmed",
            503,
            true,
            Duration.ofSeconds(5),
            "What the caller may do is not known",
            "The gateway cannot read what its callers may do now, and the state that it knows is too old. Nothing was"
                    + " done. If it lasts, the readiness probe and the log of the gateway say so.");

    public static final ProblemCode OVERLOADED = new ProblemCode(
            "overloaded",
            503,
            true,
            Duration.ofSeconds(5),
            "The gateway is overloaded",
            "The gateway has no capacity for the request at the moment. Nothing was done.");

    public static final ProblemCode ATLAS_TIMEOUT = new ProblemCode(
            "atlas-timeout",
            504,
            true,
            null,
            "Atlas did not answer in time",
            "The request's deadline, retries included, has passed.");

    public ProblemCode(String code, int status, String title, String explanation) {
        this(code, status, false, null, title, explanation);
    }

    @Override
    public String toString() {
        return code;
    }
}
