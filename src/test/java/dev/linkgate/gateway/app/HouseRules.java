package dev.linkgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.SimulatedAtlas;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The contract's rules for every answer, checked on every answer of every test: it has an id, a failure is a problem
 * with all its members, and none contains a secret, a class, a stack trace or Atlas's address. The OpenAPI document has
 * it, and Atlas's own has the requests that it took.
 */
final class HouseRules {

    /** The conventions of docs/api.md, by hand. */
    private static final Map<String, Integer> STATUS_OF_CODE = Map.ofEntries(
            Map.entry("invalid-request", 400),
            Map.entry("unauthenticated", 401),
            Map.entry("forbidden", 403),
            Map.entry("not-offered", 403),
            Map.entry("origin-not-allowed", 403),
            Map.entry("quota-reached", 409),
            Map.entry("not-your-endpoint", 403),
            Map.entry("not-found", 404),
            Map.entry("project-not-found", 404),
            Map.entry("link-not-found", 404),
            Map.entry("endpoint-not-found", 404),
            Map.entry("operation-not-found", 404),
            Map.entry("credential-not-found", 404),
            Map.entry("team-not-found", 404),
            Map.entry("administrator-not-found", 404),
            Map.entry("webhook-not-found", 404),
            Map.entry("method-not-allowed", 405),
            Map.entry("not-acceptable", 406),
            Map.entry("head-too-large", 431),
            Map.entry("body-too-large", 413),
            Map.entry("unsupported-media-type", 415),
            Map.entry("endpoint-exists", 409),
            Map.entry("link-not-ready", 409),
            Map.entry("last-endpoint", 409),
            Map.entry("link-exists", 409),
            Map.entry("precondition-failed", 412),
            Map.entry("link-not-empty", 409),
            Map.entry("no-credential", 409),
            Map.entry("credential-in-use", 409),
            Map.entry("credential-unreadable", 409),
            Map.entry("key-rotated", 409),
            Map.entry("last-administrator", 409),
            Map.entry("role-held", 409),
            Map.entry("request-answered", 409),
            Map.entry("own-request", 403),
            Map.entry("request-not-found", 404),
            Map.entry("operation-cancelled", 409),
            Map.entry("atlas-conflict", 409),
            Map.entry("credential-rejected", 422),
            Map.entry("atlas-rejected-request", 422),
            Map.entry("rate-limited", 429),
            Map.entry("internal-error", 500),
            Map.entry("atlas-credential-rejected", 502),
            Map.entry("atlas-access-list", 502),
            Map.entry("atlas-error", 502),
            Map.entry("outcome-unknown", 502),
            Map.entry("atlas-unavailable", 503),
            Map.entry("audit-unavailable", 503),
            Map.entry("access-unconfirmed", 503),
            Map.entry("team-ambiguous", 403),
            Map.entry("issuer-unavailable", 503),
            Map.entry("overloaded", 503),
            Map.entry("atlas-timeout", 504));

    private static final Pattern INSIDES = Pattern.compile(
            "dev\\.linkgate|java\\.|jakarta\\.|springframework|apache|Exception|\\tat |\\bnull\\b [a-z]");

    private static final int BEGINNING = 4;

    private final URI atlas;
    private final AtlasRequests requests;

    /**
     * The secrets by their beginnings, which most have in common: a long answer is looked through once for each of
     * these.
     */
    private final Map<String, Set<String>> secrets = new ConcurrentHashMap<>();

    HouseRules(SimulatedAtlas atlas) {
        this.atlas = atlas.baseUrl();
        this.requests = new AtlasRequests(atlas);
    }

    static Map<String, Integer> codes() {
        return STATUS_OF_CODE;
    }

    /** No answer may show this from now on. */
    void forbid(String secret) {
        secrets.computeIfAbsent(secret.substring(0, BEGINNING), unused -> ConcurrentHashMap.newKeySet())
                .add(secret);
    }

    /** Checks the requests to Atlas, too, that no answer has waited for. */
    void checkRequests() {
        requests.check();
    }

    /** Checks an answer of the gateway's own port. */
    Answer check(Answer answer) {
        checkForm(answer);
        DocumentedAnswers.check(answer);
        requests.check();
        return answer;
    }

    /** Checks an answer of either port. */
    void checkForm(Answer answer) {
        assertThat(answer.header("X-Request-Id"))
                .as("%s is named", answer)
                .matches("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");
        String everything = answer.everything();
        assertThat(secretsIn(everything)).as("secrets in %s", answer).isEmpty();
        assertThat(everything).doesNotContain(atlas.getAuthority());
        if (answer.status() >= 400) {
            checkProblem(answer);
        }
    }

    private List<String> secretsIn(String text) {
        List<String> found = new ArrayList<>();
        secrets.forEach((beginning, all) -> {
            for (int at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
                int from = at;
                all.stream().filter(secret -> text.startsWith(secret, from)).forEach(found::add);
            }
        });
        return found;
    }

    private static void checkProblem(Answer answer) {
        assertThat(answer.everything())
                .as("%s shows nothing of the insides", answer)
                .doesNotContainPattern(INSIDES);
        if (answer.status() == 429 || answer.status() == 503) {
            assertThat(answer.header("Retry-After"))
                    .as("%s says when to come back", answer)
                    .matches("[1-9][0-9]*");
        }
        if (answer.path().startsWith("/api/oauth/")) {
            checkOAuthError(answer);
            return;
        }
        if (AtlasError.isAt(answer.path())) {
            AtlasError.check(answer);
            return;
        }
        if (answer.status() == 401) {
            assertThat(answer.header("WWW-Authenticate"))
                    .matches("Bearer( error=\"invalid_token\", error_description=\"[^\"]+\")?");
        }
        if (answer.method().equals("HEAD")) {
            return;
        }
        if (answer.header("Content-Type").startsWith("text/html")) {
            assertThat(answer.status()).as("%s refuses a person", answer).isIn(429, 503);
            return;
        }
        assertThat(answer.header("Content-Type")).as("%s", answer).isEqualTo("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.propertyNames())
                .as("%s", answer)
                .contains("type", "title", "status", "detail", "instance", "code", "retryable", "requestId")
                .isSubsetOf(
                        "type",
                        "title",
                        "status",
                        "detail",
                        "instance",
                        "code",
                        "retryable",
                        "requestId",
                        "errors",
                        "moreErrors",
                        "atlas",
                        "operation",
                        "accessRequest",
                        "current");
        String code = answer.text("/code");
        assertThat(STATUS_OF_CODE).containsKey(code);
        assertThat(answer.text("/type")).isEqualTo("/problems/" + code);
        assertThat(problem.at("/status").asInt()).isEqualTo(answer.status());
        assertThat(answer.text("/title")).isNotBlank();
        assertThat(answer.text("/detail")).isNotBlank();
        assertThat(answer.text("/requestId")).isEqualTo(answer.header("X-Request-Id"));
        assertThat(problem.at("/retryable").isBoolean()).isTrue();
    }

    /** RFC 6749, section 5.2. */
    private static void checkOAuthError(Answer answer) {
        assertThat(answer.header("Cache-Control")).as("%s", answer).isEqualTo("no-store");
        assertThat(answer.header("WWW-Authenticate"))
                .as("%s", answer)
                .isEqualTo(answer.status() == 401 ? "Basic realm=\"Linkgate\"" : "");
        if (answer.method().equals("HEAD")) {
            return;
        }
        assertThat(answer.header("Content-Type")).as("%s", answer).isEqualTo("application/json");
        assertThat(answer.json().propertyNames()).as("%s", answer).containsExactly("error", "error_description");
        assertThat(answer.text("/error")).as("%s", answer).matches("[a-z_]+");
        assertThat(answer.text("/error_description")).as("%s", answer).matches("[ -~&&[^\"\\\\]]+");
    }
}
