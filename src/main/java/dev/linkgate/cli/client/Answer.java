package dev.linkgate.cli.client;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An answer of the gateway, or of what answers at its address. */
public record Answer(int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<Integer> TEMPORARY = Set.of(409, 429, 503);

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public boolean isNotFound() {
        return status == 404;
    }

    /** Whether the gateway refuses the request, and not a proxy, or what else is at its address. */
    public boolean isProblem() {
        return !isSuccess() && hasType("application/problem+json") && object().isPresent();
    }

    /** @param type of its content, without parameters */
    public boolean hasType(String type) {
        return header("Content-Type").filter(own -> own.startsWith(type)).isPresent();
    }

    /** @throws CommandFailed if the body is no object of JSON, so that the answer is not the gateway's */
    public ObjectNode json() {
        return object().orElseThrow(this::foreign);
    }

    private Optional<ObjectNode> object() {
        try {
            return JSON.readTree(body) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The failure that this answer is not the gateway's, for the user. */
    public CommandFailed foreign() {
        return new CommandFailed(
                "No answer of a gateway, but something else with status " + status
                        + ". Is the address of --url or LINKGATE_URL the gateway's?",
                ExitCode.NO_ANSWER);
    }

    /** A copy of this answer with another body. */
    public Answer withBody(JsonNode json) {
        return new Answer(status, headers, json.toString());
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The path of the operation that resolves an unknown outcome; absent if the answer is none. */
    public Optional<String> resolution() {
        return isSuccess() ? Optional.empty() : json().path("operation").stringValueOpt();
    }

    /** The pause after which the same request may succeed; absent if the answer is not a temporary refusal. */
    public Optional<Duration> busyFor() {
        return TEMPORARY.contains(status) ? retryAfter() : Optional.empty();
    }

    /** The seconds in {@code Retry-After}; absent if there are none. */
    public Optional<Duration> retryAfter() {
        return header("Retry-After")
                .filter(value -> value.matches("[0-9]{1,5}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }
}
