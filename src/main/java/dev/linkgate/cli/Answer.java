package dev.linkgate.cli;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer of the gateway, or of what answers at its address. */
record Answer(int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<Integer> TEMPORARY = Set.of(409, 429, 503);

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    boolean isNotFound() {
        return status == 404;
    }

    /** @throws CommandFailed if the body is not JSON, so that the answer is not the gateway's */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new CommandFailed("The answer, with status " + status
                    + ", is not JSON. Is the address of --url or LINKGATE_URL the gateway's?");
        }
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The pause after which the same request may succeed; absent if the answer is not a temporary refusal. */
    Optional<Duration> busyFor() {
        return TEMPORARY.contains(status) ? retryAfter() : Optional.empty();
    }

    /** The seconds in {@code Retry-After}; absent if there are none. */
    Optional<Duration> retryAfter() {
        return header("Retry-After")
                .filter(value -> value.matches("[0-9]{1,5}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }
}
