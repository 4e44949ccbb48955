package dev.linkgate.gateway.core.atlas.channel;

import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.Failure;
import java.util.Objects;
import java.util.Set;

/**
 * Decides what an answer of Atlas, or the lack of one, means: its row of the fault table, and what it says of the
 * credential. Retries, rate limits and the circuit breaker rely on it; only challenges are read elsewhere.
 */
public final class FaultClassifier {

    private static final Set<String> NO_SUCH_PROJECT =
            Set.of("GROUP_NOT_FOUND", "INVALID_GROUP_ID", "NOT_ATLAS_GROUP", "INVALID_ATLAS_GROUP");

    /** Atlas's code in a 401 that says no more than that the credential is missing, wrong or out of date. */
    private static final String NOT_AUTHENTICATED = "UNEXPECTED_ERROR";

    private FaultClassifier() {}

    public static AtlasFault of(AtlasResponse response) {
        return response.isSuccess() ? AtlasFault.SUCCESS : of(response.refusal());
    }

    public static AtlasFault of(TransportFailure failure) {
        return switch (failure.phase()) {
            case NOT_SENT -> failure.whileWaiting() ? AtlasFault.NO_TURN : AtlasFault.NOT_CONNECTED;
            case SENT -> failure.timeout() ? AtlasFault.TIMED_OUT : AtlasFault.NO_ANSWER;
        };
    }

    public static AtlasFault of(AtlasAnswer answer) {
        String code = Objects.requireNonNullElse(answer.errorCode(), "");
        return switch (answer.status()) {
            case 400, 402 -> AtlasFault.REJECTED;
            case 401 -> AtlasFault.NOT_AUTHORIZED; // a 401 about the credential itself ends in the authenticating layer
            case 403 -> forbidden(code);
            case 404 -> notFound(code);
            case 405 ->
                code.equals("WRITES_NOT_ALLOWED_DURING_APP_UPGRADES")
                        ? AtlasFault.MAINTENANCE
                        : AtlasFault.METHOD_REFUSED;
            case 408 -> AtlasFault.REQUEST_TIMEOUT;
            case 409 -> conflict(code);
            case 410 -> AtlasFault.GONE;
            case 429 -> AtlasFault.RATE_LIMITED;
            default -> answer.status() >= 500 ? AtlasFault.FAILING : AtlasFault.UNEXPECTED;
        };
    }

    private static AtlasFault forbidden(String code) {
        if (code.endsWith("ACCESS_LIST") || code.endsWith("WHITELIST")) {
            return AtlasFault.ACCESS_LIST;
        }
        if (code.contains("POLICY") || code.contains("FEATURE")) {
            return AtlasFault.AGAINST_POLICY;
        }
        return code.equals("ACCESS_FORBIDDEN") ? AtlasFault.ACCESS_FORBIDDEN : AtlasFault.FORBIDDEN;
    }

    private static AtlasFault notFound(String code) {
        if (NO_SUCH_PROJECT.contains(code)) {
            return AtlasFault.NO_PROJECT;
        }
        return code.endsWith("SERVICE_NOT_FOUND") || code.equals("PRIVATELINK_NOT_FOUND")
                ? AtlasFault.NO_LINK
                : AtlasFault.NOTHING_THERE;
    }

    private static AtlasFault conflict(String code) {
        if (code.contains("ALREADY_EXISTS")) {
            return AtlasFault.EXISTS;
        }
        if (code.endsWith("WITH_ENDPOINTS")) {
            return AtlasFault.NOT_EMPTY;
        }
        return code.contains("CANNOT_ACCEPT") || code.contains("NOT_READY")
                ? AtlasFault.NOT_READY
                : AtlasFault.CONFLICT;
    }

    /** Whether Atlas knows the credential that a request showed, whatever else it answered. */
    public static boolean knowsCredential(AtlasResponse response) {
        int status = response.status();
        return response.isSuccess() || (status >= 400 && status < 500 && status != 429 && !refusesCredential(response));
    }

    /** Whether a 401 is about the credential itself; another one names a project or a role that it lacks. */
    public static boolean refusesCredential(AtlasResponse response) {
        if (response.status() != 401) {
            return false;
        }
        String code = response.refusal().errorCode();
        return code == null || code.equals(NOT_AUTHENTICATED);
    }

    /** The caller's problem for an answer, with Atlas's explanation and requested pause. */
    public static Failure failure(AtlasOperation operation, AtlasResponse response) {
        Failure failure = of(response).failure(operation).answeredBy(response.refusal());
        return failure.code().retryable() ? failure.retryAfter(response.retryAfter()) : failure;
    }

    public static Failure failure(AtlasOperation operation, TransportFailure failure) {
        return of(failure).failure(operation);
    }
}
