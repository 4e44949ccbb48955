package dev.linkgate.gateway.core.platform.request;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every problem that a caller can get: its code, HTTP status, title, retry advice, and the explanation of {@code GET
 * /problems/{code}}.
 */
public enum ProblemCode {
    INVALID_REQUEST(
            400,
            "The request is not valid",
            "A path, query, header or body value has the wrong form, the JSON is malformed, or the body has a field"
                    + " the gateway does not know. `errors` names each field. Nothing was sent to Atlas."),
    UNAUTHENTICATED(
            401,
            "The caller is not authenticated",
            "Send `Authorization: Bearer <token>` with a team's or an administrator's key, the administrator's token"
                    + " or, where the operator set it up, a JWT. The detail says whether the token was missing, mistyped,"
                    + " unknown or expired. A key that is bound to networks or to a certificate is unknown elsewhere."),
    FORBIDDEN(
            403,
            "You may not do this",
            "Your team lacks the required role on this project, or you lack the required scope of an"
                    + " administrator, or this is for keys of teams only. The answer is the same whether the project"
                    + " exists or not. A team can ask for a role with `POST /projects/{projectId}/access-requests`."),
    ORIGIN_NOT_ALLOWED(
            403,
            "The endpoint may not be attached to this project",
            "The project has rules of what may be attached, and the endpoint is from elsewhere, or needs an approval that"
                    + " it does not have. `errors` names the field and what is allowed, `detail` whom to ask and the request"
                    + " that approves it. `GET /projects/{projectId}/rules` shows the rules. Nothing was sent to Atlas."),
    NOT_YOUR_ENDPOINT(
            403,
            "It is another team's endpoint",
            "The rules of the project let only the team that has added an endpoint remove it, and the project's owners."
                    + " `detail` names the team. An owner can hand the endpoint over."),
    NOT_OFFERED(
            403,
            "The gateway does not offer this",
            "The gateway has only a part of Atlas's API: private endpoints, and what tools read beside them. Use Atlas"
                    + " itself for all else. The answer says nothing of whether Atlas has such a resource. It is the same for"
                    + " all of the API if the operator has turned it off."),
    NOT_FOUND(404, "There is nothing here", "No resource of the gateway has this path, or the resource is gone."),
    PROJECT_NOT_FOUND(
            404,
            "The project does not exist",
            "Atlas has no project with this id (its GROUP_NOT_FOUND), or, under /admin, none is registered."),
    LINK_NOT_FOUND(
            404,
            "The link does not exist",
            "Atlas has no private endpoint connection with this id in the project. It may have been removed together"
                    + " with its last endpoint."),
    ENDPOINT_NOT_FOUND(404, "The endpoint does not exist", "The link has no interface endpoint with this id."),
    OPERATION_NOT_FOUND(
            404, "The operation does not exist", "No operation has this id, it has expired, or you may not see it."),
    CREDENTIAL_NOT_FOUND(404, "The credential does not exist", "No Atlas credential is stored under this name."),
    TEAM_NOT_FOUND(404, "The team does not exist", "No team has this name."),
    ADMINISTRATOR_NOT_FOUND(404, "The administrator does not exist", "No administrator has this name."),
    WEBHOOK_NOT_FOUND(404, "The webhook does not exist", "No webhook has this name."),
    METHOD_NOT_ALLOWED(
            405, "The method is not allowed here", "The `Allow` header names the methods that this path accepts."),
    NOT_ACCEPTABLE(
            406,
            "No acceptable form",
            "The gateway answers in `application/json`; the audit export also in NDJSON, event streams in"
                    + " `text/event-stream`."),
    ENDPOINT_EXISTS(
            409,
            "The endpoint already exists",
            "The link already has an interface endpoint with this id. `current` shows it as it is."),
    LINK_NOT_READY(
            409,
            true,
            Duration.ofSeconds(30),
            "The link is not ready",
            "Atlas is still setting up the link and accepts no endpoint yet. Wait, because creating a link"
                    + " takes some minutes."),
    LAST_ENDPOINT(
            409,
            "It is the link's last endpoint",
            "Atlas removes a link together with its last endpoint. If that is what you want, repeat with"
                    + " `allowLinkRemoval=true`."),
    QUOTA_REACHED(
            409,
            "There may be no more of them",
            "Your team has as many endpoints in the project as its rules allow, or the project has as many approvals as"
                    + " it may. `detail` says how many. Remove one, or ask an administrator with the scope `access` for"
                    + " more."),
    LINK_NOT_EMPTY(
            409,
            "The link still has endpoints",
            "Remove the link's endpoints first. If all of them are being removed already, the answer is `retryable`: try"
                    + " again later, or wait with `Prefer: wait`."),
    LINK_EXISTS(
            409,
            "The region already has another link",
            "Atlas has one link for each region of a provider, and the existing one is not what was asked for. `detail`"
                    + " says what differs. Use it as it is, change it, or remove it first."),
    ROLE_HELD(
            409,
            "Your team has the role already",
            "Your team has the role that it asked for, or a higher one, on this project. `GET /projects` shows it."),
    ACCESS_REQUEST_ANSWERED(
            409,
            "The request for access was answered before",
            "Somebody has answered the request, or it has expired. An answer cannot be changed: an administrator can"
                    + " change the team's role, or the team can ask again."),
    NO_CREDENTIAL(
            409,
            "The project has no credential",
            "No Atlas credential is bound to this project and none is named `default`. The platform team must add"
                    + " one."),
    CREDENTIAL_IN_USE(
            409, "The credential is in use", "A project is bound to this credential. Bind it to another one first."),
    CREDENTIAL_UNREADABLE(
            409,
            "The stored credential cannot be decrypted here",
            "The stored credential is encrypted with a master key that the replica that answers does not have. A new one"
                    + " would be encrypted with another key, which other replicas may lack, so nothing was stored. The"
                    + " platform team must start all replicas with the same master keys."),
    KEY_ROTATED(
            409,
            "The key was rotated",
            "Another key has replaced the one that calls, which ends after its overlap and cannot be rotated again. Use the"
                    + " new key. If the answer that showed it was lost, take the rotation back with `DELETE"
                    + " /keys/rotation`, which works until the new key was used, and rotate again."),
    LAST_ADMINISTRATOR(
            409,
            "Nobody could administrate the gateway any more",
            "The administrator's token is turned off, and no other administrator with the scope `all` has a key that is"
                    + " valid. Make one for another administrator first."),
    OPERATION_CANCELLED(
            409,
            "The operation was cancelled",
            "The operation was cancelled before it was done. Its events show the steps until then."),
    ATLAS_CONFLICT(409, "Atlas reports a conflict", "Atlas refused because of the project's state. `atlas` says why."),
    PRECONDITION_FAILED(
            412,
            "The condition does not hold",
            "`If-Match` or `If-None-Match` does not hold for the resource as it is now. Read it, and decide again."),
    HEAD_TOO_LARGE(
            431,
            "The head is too large",
            "The request line and the headers together may have 16 KiB, or what the operator has set"
                    + " (linkgate.limits.header-size). A JWT with fewer claims, groups for instance, is smaller."),
    BODY_TOO_LARGE(413, "The body is too large", "A request body may have at most 16 KiB, and a declaration 1 MiB."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "The body's type is not supported",
            "Send the body as `application/json`; a declaration may also be `application/yaml`."),
    CREDENTIAL_REJECTED(
            422,
            "Atlas rejected the credential",
            "The credential was tried before it was stored, and Atlas rejected it. A credential stored before stays"
                    + " in force."),
    ATLAS_REJECTED_REQUEST(
            422,
            "Atlas refused the request",
            "The request passed the gateway's checks, but Atlas refused it (400, 402, or 403 for a"
                    + " policy or a missing feature). `atlas` says why."),
    RATE_LIMITED(
            429,
            true,
            Duration.ofSeconds(1),
            "Too many requests",
            "Your team has used up its share, or Atlas limits the project. Try again after `Retry-After`."),
    INTERNAL_ERROR(
            500, "The gateway failed", "This is a fault of the gateway. Report the `requestId` to the platform team."),
    ATLAS_CREDENTIAL_REJECTED(
            502,
            "Atlas rejected the gateway's credential",
            "The stored Atlas credential is wrong, revoked, or lacks the project. Your own token is fine; the platform"
                    + " team must act."),
    ATLAS_ACCESS_LIST(
            502,
            "The gateway's address is not on the credential's access list",
            "Atlas refuses the gateway's network address for this credential. The platform team must add it to the"
                    + " key's access list."),
    ATLAS_ERROR(502, "Atlas gave an unexpected answer", "The gateway cannot use Atlas's answer."),
    OUTCOME_UNKNOWN(
            502,
            "The outcome of the write is unknown",
            "The write was sent, but no usable answer came. `Location` names the operation that resolves the"
                    + " outcome; follow it, or read the resource, before you try again."),
    ATLAS_UNAVAILABLE(
            503,
            true,
            Duration.ofSeconds(10),
            "Atlas is not available",
            "Atlas cannot be reached, is failing, or is under maintenance. Nothing was changed."),
    AUDIT_UNAVAILABLE(
            503,
            true,
            Duration.ofSeconds(5),
            "The audit record could not be stored",
            "The gateway only does work that it can record. The write was not sent."),
    ACCESS_UNCONFIRMED(
            503,
            true,
            Duration.ofSeconds(5),
            "What the caller may do is not known",
            "The gateway cannot read what its callers may do now, and the state that it knows is too old. Nothing was"
                    + " done. If it lasts, the readiness probe and the log of the gateway say so."),
    TEAM_AMBIGUOUS(
            403,
            "The token fits several teams",
            "The claims of the JWT fit the identities of several teams. `detail` has their names; the header"
                    + " `Linkgate-Team` chooses one."),
    ISSUER_UNAVAILABLE(
            503,
            true,
            Duration.ofSeconds(30),
            "The issuer of the token cannot be asked",
            "The gateway cannot fetch the keys of the JWT's issuer now, and so cannot check the token. Nothing was done."
                    + " Callers with other credentials are served."),
    OVERLOADED(
            503,
            true,
            Duration.ofSeconds(5),
            "The gateway is overloaded",
            "The gateway has no capacity for the request at the moment. Nothing was done."),
    ATLAS_TIMEOUT(
            504, true, null, "Atlas did not answer in time", "The request's deadline, retries included, has passed.");

    private final int status;
    private final boolean retryable;
    private final @Nullable Duration retryAfter;
    private final String title;
    private final String explanation;

    ProblemCode(int status, String title, String explanation) {
        this(status, false, null, title, explanation);
    }

    ProblemCode(int status, boolean retryable, @Nullable Duration retryAfter, String title, String explanation) {
        this.status = status;
        this.retryable = retryable;
        this.retryAfter = retryAfter;
        this.title = title;
        this.explanation = explanation;
    }

    /** The code in answers, such as {@code link-not-ready}. */
    @JsonValue
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    /** Whether the same request may succeed later by itself. */
    public boolean retryable() {
        return retryable;
    }

    /** The default {@code Retry-After}. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public String title() {
        return title;
    }

    public String explanation() {
        return explanation;
    }

    @Override
    public String toString() {
        return code();
    }
}
