package dev.linkgate.gateway.api.atlasapi;

import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.Refusal.Generation;

/**
 * The name that Atlas's API has for a problem of the gateway, in both generations of names. What has no counterpart in
 * Atlas's API begins with {@code LINKGATE_}.
 */
record ErrorName(String classic, String multiCloud) {

    static ErrorName of(ProblemCode code) {
        return switch (code) {
            case INVALID_REQUEST, ATLAS_REJECTED_REQUEST -> of("VALIDATION_ERROR");
            case UNAUTHENTICATED -> of("UNEXPECTED_ERROR"); // as Atlas says it
            case FORBIDDEN -> of(Refusal.USER_UNAUTHORIZED);
            case NOT_FOUND,
                    OPERATION_NOT_FOUND,
                    CREDENTIAL_NOT_FOUND,
                    TEAM_NOT_FOUND,
                    ADMINISTRATOR_NOT_FOUND,
                    WEBHOOK_NOT_FOUND -> of(Refusal.RESOURCE_NOT_FOUND);
            case PROJECT_NOT_FOUND -> of(Refusal.GROUP_NOT_FOUND);
            case LINK_NOT_FOUND -> of(Refusal.LINK_NOT_FOUND);
            case ENDPOINT_NOT_FOUND -> of(Refusal.ENDPOINT_NOT_FOUND);
            case METHOD_NOT_ALLOWED -> of(Refusal.METHOD_NOT_ALLOWED);
            case NOT_ACCEPTABLE -> of(Refusal.INVALID_VERSION_DATE);
            case UNSUPPORTED_MEDIA_TYPE -> of(Refusal.UNSUPPORTED_MEDIA_TYPE);
            case ENDPOINT_EXISTS -> of(Refusal.ENDPOINT_EXISTS);
            case LINK_NOT_READY -> of(Refusal.LINK_NOT_READY);
            case LINK_NOT_EMPTY -> of(Refusal.LINK_HAS_ENDPOINTS);
            case LINK_EXISTS -> of(Refusal.LINK_EXISTS_FOR_REGION);
            case RATE_LIMITED -> of("RATE_LIMITED");
            case NOT_OFFERED,
                    LAST_ENDPOINT,
                    ROLE_HELD,
                    ACCESS_REQUEST_ANSWERED,
                    NO_CREDENTIAL,
                    CREDENTIAL_IN_USE,
                    CREDENTIAL_UNREADABLE,
                    KEY_ROTATED,
                    LAST_ADMINISTRATOR,
                    IDEMPOTENCY_IN_PROGRESS,
                    ALREADY_CARRIED_OUT,
                    OPERATION_CANCELLED,
                    ATLAS_CONFLICT,
                    PRECONDITION_FAILED,
                    BODY_TOO_LARGE,
                    IDEMPOTENCY_KEY_REUSED,
                    CREDENTIAL_REJECTED -> of("LINKGATE_" + code.name());
            case INTERNAL_ERROR,
                    ATLAS_CREDENTIAL_REJECTED,
                    ATLAS_ACCESS_LIST,
                    ATLAS_ERROR,
                    OUTCOME_UNKNOWN,
                    ATLAS_UNAVAILABLE,
                    AUDIT_UNAVAILABLE,
                    ACCESS_UNCONFIRMED,
                    OVERLOADED,
                    ATLAS_TIMEOUT -> of("UNEXPECTED_ERROR");
        };
    }

    private static ErrorName of(String both) {
        return new ErrorName(both, both);
    }

    private static ErrorName of(Refusal refusal) {
        return new ErrorName(refusal.code(Generation.CLASSIC), refusal.code(Generation.MULTI_CLOUD));
    }

    String in(Generation generation) {
        return switch (generation) {
            case CLASSIC -> classic;
            case MULTI_CLOUD -> multiCloud;
        };
    }

    /** Atlas's own name. The gateway may speak another of Atlas's APIs than its caller, whose names are others. */
    String translated(String given, Generation generation) {
        return given.equals(classic) || given.equals(multiCloud) ? in(generation) : given;
    }
}
