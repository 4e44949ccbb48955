package dev.linkgate.gateway.core.atlas.channel;

import static dev.linkgate.gateway.core.atlas.channel.Recovery.FAIL;
import static dev.linkgate.gateway.core.atlas.channel.Recovery.NONE;
import static dev.linkgate.gateway.core.atlas.channel.Recovery.RETRY;
import static dev.linkgate.gateway.core.atlas.channel.Recovery.RETRY_AT_ONCE;
import static dev.linkgate.gateway.core.atlas.channel.Recovery.RETRY_UNLESS_FOUND;
import static dev.linkgate.gateway.core.atlas.channel.Recovery.VERIFY_ONLY;
import static dev.linkgate.gateway.core.atlas.channel.Recovery.VERIFY_THEN_RETRY;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.util.Locale;

/**
 * The fault table: every result of a request to Atlas, the recovery for a read and for a write, and the caller's
 * problem when recovery does not help. {@code docs/faults.md} is generated from it.
 *
 * <p>Atlas's error codes have three generations and few are documented for these resources. So the status and the
 * operation decide, and a code only where it is more precise.
 */
public enum AtlasFault {
    BREAKER_OPEN(
            "Nothing was sent: the last requests to Atlas failed, and the breaker is open",
            FAIL,
            FAIL,
            ProblemCode.ATLAS_UNAVAILABLE,
            "The last requests to Atlas failed, so the gateway pauses requests to it. Nothing was sent."),
    HELD_BACK(
            "Nothing was sent: a 429 holds the project's requests, or the project's bucket stays empty, for"
                    + " longer than the deadline",
            FAIL,
            FAIL,
            ProblemCode.RATE_LIMITED,
            "Atlas limits the rate of requests to this project: no capacity before the deadline. Nothing was"
                    + " sent."),
    NO_PLACE(
            "Nothing was sent: the team's requests at Atlas did not end before the deadline",
            FAIL,
            FAIL,
            ProblemCode.RATE_LIMITED,
            "Your team has the maximum number of concurrent requests at Atlas, and none ended before the deadline."
                    + " Nothing was sent."),
    NO_TURN(
            "Nothing was sent: the deadline passed before a token or a connection was free",
            FAIL,
            FAIL,
            ProblemCode.ATLAS_UNAVAILABLE,
            "The deadline passed before the request could be sent."),
    NOT_CONNECTED(
            "Connection refused, or no connection in time",
            RETRY,
            RETRY,
            ProblemCode.ATLAS_UNAVAILABLE,
            "Atlas cannot be reached."),
    NO_ANSWER(
            "Sent, then reset, closed or cut short",
            RETRY,
            RETRY_UNLESS_FOUND,
            VERIFY_ONLY,
            ProblemCode.ATLAS_UNAVAILABLE,
            "Atlas closed the connection before it answered."),
    TIMED_OUT(
            "Sent, then no whole answer in time",
            RETRY,
            RETRY_UNLESS_FOUND,
            VERIFY_ONLY,
            ProblemCode.ATLAS_TIMEOUT,
            "Atlas did not answer before the deadline."),
    SUCCESS(
            "2xx, also with an `errorMessage`, unknown fields or unknown status words",
            NONE,
            NONE,
            ProblemCode.ATLAS_ERROR,
            "Atlas carried out the request."),
    UNREADABLE(
            "2xx with an invalid body: broken JSON, HTML, nothing, another type, or too much",
            FAIL,
            VERIFY_ONLY,
            ProblemCode.ATLAS_ERROR,
            "Atlas's answer is not valid for this resource."),
    REJECTED(
            "400 or 402",
            FAIL,
            FAIL,
            ProblemCode.ATLAS_REJECTED_REQUEST,
            "Atlas refused the request; `atlas` says why."),
    STALE(
            "401 with `stale=true`, or for a nonce or token that is not new",
            RETRY_AT_ONCE,
            RETRY_AT_ONCE,
            ProblemCode.ATLAS_UNAVAILABLE,
            "Atlas rejected each of its new nonces as stale. Nothing was changed."),
    KEY_REFUSED(
            "401 for a nonce or token just received: the credential becomes SUSPECT",
            FAIL,
            FAIL,
            ProblemCode.ATLAS_CREDENTIAL_REJECTED,
            "Atlas refused the gateway's credential. Your own token is fine;" + " the platform team must act."),
    NOT_AUTHORIZED(
            "401 with a code of its own (`USER_UNAUTHORIZED`, `NOT_IN_GROUP`, `USER_CANNOT_ACCESS_GROUP`)",
            FAIL,
            FAIL,
            ProblemCode.ATLAS_CREDENTIAL_REJECTED,
            "Atlas does not let the gateway's credential do this on this project. Your own token is fine;"
                    + " the platform team must act."),
    STRANGE_CHALLENGE(
            "401 without a supported challenge",
            FAIL,
            FAIL,
            ProblemCode.ATLAS_ERROR,
            "Atlas asked for an authentication scheme that the gateway does not support."),
    ACCESS_LIST(
            "403 with `…_ACCESS_LIST` or `…_WHITELIST`",
            FAIL,
            FAIL,
            ProblemCode.ATLAS_ACCESS_LIST,
            "The gateway's address is not on the access list of its Atlas credential. Your own token is fine;"
                    + " the platform team must act."),
    ACCESS_FORBIDDEN(
            "403 with `ACCESS_FORBIDDEN`",
            FAIL,
            FAIL,
            ProblemCode.ATLAS_CREDENTIAL_REJECTED,
            "The gateway's Atlas credential may not do this. Your own token is fine;" + " the platform team must act."),
    AGAINST_POLICY(
            "403 with `…POLICY…` or `…FEATURE…`: the key is right, and the organization does not allow this request",
            FAIL,
            FAIL,
            ProblemCode.ATLAS_REJECTED_REQUEST,
            "A policy of the Atlas organization forbids this, or it lacks a feature; `atlas` says which."),
    FORBIDDEN("403 otherwise", FAIL, FAIL, ProblemCode.ATLAS_ERROR, "Atlas forbids this; `atlas` says why."),
    NO_PROJECT(
            "404 with `GROUP_NOT_FOUND`, `INVALID_GROUP_ID`, `NOT_ATLAS_GROUP` or `INVALID_ATLAS_GROUP`",
            FAIL,
            FAIL,
            ProblemCode.PROJECT_NOT_FOUND,
            "Atlas has no project with this id."),
    NO_LINK(
            "404 with `PRIVATELINK_NOT_FOUND` or `…SERVICE_NOT_FOUND`; of an endpoint, the link is read, which may show that"
                    + " only the endpoint is absent",
            FAIL,
            FAIL,
            ProblemCode.LINK_NOT_FOUND,
            "The project has no link with this id."),
    NOTHING_THERE(
            "404 otherwise, with any code or none",
            FAIL,
            FAIL,
            ProblemCode.ENDPOINT_NOT_FOUND,
            "There is no interface endpoint with this id here."),
    MAINTENANCE(
            "405 with `WRITES_NOT_ALLOWED_DURING_APP_UPGRADES`",
            RETRY,
            RETRY,
            ProblemCode.ATLAS_UNAVAILABLE,
            "Atlas is being upgraded and accepts no writes for now."),
    METHOD_REFUSED("405 otherwise", FAIL, FAIL, ProblemCode.ATLAS_ERROR, "Atlas does not accept this method here."),
    REQUEST_TIMEOUT(
            "408", RETRY, VERIFY_THEN_RETRY, ProblemCode.ATLAS_UNAVAILABLE, "Atlas timed out waiting for the request."),
    EXISTS(
            "409 with `…ALREADY_EXISTS…`",
            FAIL,
            FAIL,
            ProblemCode.ENDPOINT_EXISTS,
            "The link already has an interface endpoint with this id."),
    NOT_READY(
            "409 with `…CANNOT_ACCEPT…` or `…NOT_READY…`",
            FAIL,
            FAIL,
            ProblemCode.LINK_NOT_READY,
            "Atlas is still setting up the link and accepts no endpoint yet. Try again later."),
    NOT_EMPTY(
            "409 with `…WITH_ENDPOINTS`",
            FAIL,
            FAIL,
            ProblemCode.LINK_NOT_EMPTY,
            "The link still has endpoints. Remove them first."),
    CONFLICT(
            "409 otherwise; if an endpoint was to be added, the link is read, which may show that the endpoint exists"
                    + " or the link is not ready",
            FAIL,
            FAIL,
            ProblemCode.ATLAS_CONFLICT,
            "Atlas refused because of the project's state; `atlas` says why."),
    GONE(
            "410: Atlas has withdrawn this version of its API",
            FAIL,
            FAIL,
            ProblemCode.ATLAS_ERROR,
            "Atlas has withdrawn the version of its API that the gateway uses."),
    RATE_LIMITED(
            "429, with either generation's code, with or without `Retry-After`",
            RETRY,
            RETRY,
            ProblemCode.RATE_LIMITED,
            "Atlas limits the rate of requests to this project."),
    FAILING(
            "5xx, with JSON, HTML or nothing",
            RETRY,
            VERIFY_THEN_RETRY,
            ProblemCode.ATLAS_UNAVAILABLE,
            "Atlas is failing at the moment."),
    UNEXPECTED(
            "Any other status: 1xx, 3xx, 406, 415 and the rest of 4xx",
            FAIL,
            FAIL,
            ProblemCode.ATLAS_ERROR,
            "Atlas answered with a status that the gateway does not expect here.");

    private final String description;
    private final Recovery onRead;
    private final Recovery onAddition;
    private final Recovery onRemoval;
    private final ProblemCode code;
    private final String detail;

    AtlasFault(String description, Recovery onRead, Recovery onWrite, ProblemCode code, String detail) {
        this(description, onRead, onWrite, onWrite, code, detail);
    }

    AtlasFault(
            String description,
            Recovery onRead,
            Recovery onAddition,
            Recovery onRemoval,
            ProblemCode code,
            String detail) {
        this.description = description;
        this.onRead = onRead;
        this.onAddition = onAddition;
        this.onRemoval = onRemoval;
        this.code = code;
        this.detail = detail;
    }

    /** The condition, for the documentation. */
    public String description() {
        return description;
    }

    public Recovery onRead() {
        return onRead;
    }

    public Recovery recovery(AtlasOperation operation) {
        return switch (operation.effect()) {
            case NONE -> onRead;
            case ADDITION -> onAddition;
            case CHANGE, REMOVAL -> onRemoval;
        };
    }

    /** The caller's problem, where it is the same for every operation. */
    public Failure failure() {
        return Failure.of(code, detail);
    }

    /** The caller's problem when recovery did not help. */
    public Failure failure(AtlasOperation operation) {
        Recovery recovery = recovery(operation);
        if (recovery == RETRY_UNLESS_FOUND || recovery == VERIFY_ONLY) {
            return outcomeUnknown();
        }
        return switch (this) {
            case NO_TURN -> operation.isWrite() ? failure() : Failure.of(ProblemCode.ATLAS_TIMEOUT, detail);
            case NOTHING_THERE -> missing(operation).failure();
            case EXISTS -> existing(operation);
            case NOT_READY -> operation == AtlasOperation.ADD_ENDPOINT ? failure() : CONFLICT.failure();
            case NOT_EMPTY -> operation == AtlasOperation.REMOVE_LINK ? failure() : CONFLICT.failure();
            default -> failure();
        };
    }

    /** The caller's problem for a write that may have been applied. */
    public static Failure outcomeUnknown() {
        return Failure.of(
                ProblemCode.OUTCOME_UNKNOWN,
                "The write was sent to Atlas, but its result is unknown. Read the resource before you try again.");
    }

    private static Failure existing(AtlasOperation operation) {
        return switch (operation) {
            case ADD_ENDPOINT -> EXISTS.failure();
            case CREATE_LINK -> Failure.of(ProblemCode.LINK_EXISTS, "Atlas already has a link for this region.");
            default -> CONFLICT.failure();
        };
    }

    private static AtlasFault missing(AtlasOperation operation) {
        return switch (operation) {
            case LIST_LINKS, CREATE_LINK, GET_RESOURCE, CHANGE_RESOURCE, ADD_ENTRY, LIST_CLUSTERS, GET_PROJECT ->
                NO_PROJECT;
            case GET_LINK, UPDATE_LINK, REMOVE_LINK, ADD_ENDPOINT -> NO_LINK;
            case GET_ENDPOINT, REMOVE_ENDPOINT, GET_ENTRY, REMOVE_ENTRY -> NOTHING_THERE;
        };
    }

    /** What a fault tells of Atlas's health, for the circuit breaker. */
    public enum Health {
        WORKS,
        FAILS,
        /** Nothing: Atlas was not asked, or only its limiter answered. */
        UNKNOWN
    }

    public Health health() {
        return switch (this) {
            case BREAKER_OPEN, HELD_BACK, NO_PLACE, NO_TURN, RATE_LIMITED -> Health.UNKNOWN;
            case NOT_CONNECTED, NO_ANSWER, TIMED_OUT, REQUEST_TIMEOUT, FAILING -> Health.FAILS;
            default -> Health.WORKS;
        };
    }

    /** The fault's label in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
