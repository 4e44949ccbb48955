package dev.linkgate.atlas;

import dev.linkgate.kernel.AtlasAnswer;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What a refusal of Atlas means to a caller.
 *
 * <p>Atlas's error codes have three generations and few are documented for these resources, so the status and the
 * operation decide, and a code only where it says more.
 */
final class RefusalTable {

    private static final Set<String> NO_SUCH_PROJECT =
            Set.of("GROUP_NOT_FOUND", "INVALID_GROUP_ID", "NOT_ATLAS_GROUP", "INVALID_ATLAS_GROUP");

    private RefusalTable() {}

    static Failure failure(AtlasOperation operation, AtlasAnswer answer, HttpHeaders headers) {
        String code = Objects.requireNonNullElse(answer.errorCode(), "");
        Failure failure = switch (answer.status()) {
            case 400, 402 ->
                Failure.of(ProblemCode.ATLAS_REJECTED_REQUEST, "Atlas refused the request; `atlas` says why.");
            case 401 ->
                Failure.of(
                        ProblemCode.ATLAS_CREDENTIAL_REJECTED,
                        "Atlas does not let the gateway's credential do this on this project.");
            case 403 -> forbidden(code);
            case 404 -> notFound(operation, code);
            case 405 -> notAllowed(code);
            case 408 -> unavailable("Atlas gave up waiting for the request.");
            case 409 -> conflict(operation, code);
            case 429 -> rateLimited(headers);
            default ->
                answer.status() >= 500
                        ? unavailable("Atlas fails at the moment; it answered " + answer.status() + ".")
                                .retryAfter(retryAfter(headers))
                        : unexpected(
                                "Atlas answered " + answer.status() + ", which the gateway does not" + " expect here.");
        };
        return failure.answeredBy(answer);
    }

    /** Atlas answered with success, but not with what was asked for. */
    static Failure unexpected(String detail) {
        return Failure.of(ProblemCode.ATLAS_ERROR, detail);
    }

    static Failure unavailable(String detail) {
        return Failure.of(ProblemCode.ATLAS_UNAVAILABLE, detail);
    }

    static Failure noAnswer(TransportFailure failure) {
        return failure.timeout() && failure.phase() == TransportFailure.Phase.SENT
                ? Failure.of(ProblemCode.ATLAS_TIMEOUT, "Atlas did not answer before the deadline.")
                : unavailable("Atlas cannot be reached.");
    }

    /** The seconds that Atlas asks to wait for; its other form, a date, is not used by Atlas. */
    static @Nullable Duration retryAfter(HttpHeaders headers) {
        String seconds = headers.getFirst(HttpHeaders.RETRY_AFTER);
        return seconds != null && seconds.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }

    private static Failure forbidden(String code) {
        if (code.endsWith("ACCESS_LIST") || code.endsWith("WHITELIST")) {
            return Failure.of(
                    ProblemCode.ATLAS_ACCESS_LIST,
                    "The gateway's address is not on the access list of its Atlas credential.");
        }
        return code.equals("ACCESS_FORBIDDEN")
                ? Failure.of(ProblemCode.ATLAS_CREDENTIAL_REJECTED, "The gateway's Atlas credential may not do this.")
                : unexpected("Atlas forbids this; `atlas` says why.");
    }

    private static Failure notFound(AtlasOperation operation, String code) {
        if (NO_SUCH_PROJECT.contains(code)) {
            return Failure.of(ProblemCode.PROJECT_NOT_FOUND, "Atlas has no project with this id.");
        }
        if (code.endsWith("SERVICE_NOT_FOUND") || code.equals("PRIVATELINK_NOT_FOUND")) {
            return noSuchLink();
        }
        return switch (operation) {
            case LIST_LINKS -> Failure.of(ProblemCode.PROJECT_NOT_FOUND, "Atlas has no project with this id.");
            case GET_LINK, ADD_ENDPOINT -> noSuchLink();
            case GET_ENDPOINT, REMOVE_ENDPOINT ->
                Failure.of(ProblemCode.ENDPOINT_NOT_FOUND, "The link has no interface endpoint with this id.");
        };
    }

    private static Failure noSuchLink() {
        return Failure.of(ProblemCode.LINK_NOT_FOUND, "The project has no link with this id.");
    }

    /** Maintenance comes as a 405, which passes. */
    private static Failure notAllowed(String code) {
        return code.equals("WRITES_NOT_ALLOWED_DURING_APP_UPGRADES")
                ? unavailable("Atlas is being upgraded and takes no writes for now.")
                : unexpected("Atlas does not take this method here.");
    }

    private static Failure conflict(AtlasOperation operation, String code) {
        if (operation == AtlasOperation.ADD_ENDPOINT) {
            if (code.contains("ALREADY_EXISTS")) {
                return Failure.of(
                        ProblemCode.ENDPOINT_EXISTS, "The link already has an interface endpoint with this id.");
            }
            if (code.contains("CANNOT_ACCEPT") || code.contains("NOT_READY")) {
                return Failure.of(
                        ProblemCode.LINK_NOT_READY,
                        "Atlas is still setting the link up and takes no endpoint yet. Try again later.");
            }
        }
        return Failure.of(
                ProblemCode.ATLAS_CONFLICT, "Atlas refused because of the project's state; `atlas` says why.");
    }

    private static Failure rateLimited(HttpHeaders headers) {
        return Failure.of(ProblemCode.RATE_LIMITED, "Atlas limits the rate of requests to this project.")
                .retryAfter(retryAfter(headers));
    }
}
