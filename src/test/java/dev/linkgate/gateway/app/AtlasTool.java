package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests as MongoDB's own clients do, and takes for an error what they take for one.
 *
 * @param authentication of each request
 * @param mediaType of request and answer
 */
record AtlasTool(Gateway gateway, Authentication authentication, String mediaType) {

    static final String V2 = "application/vnd.atlas.2023-01-01+json";
    static final String CLUSTERS = "application/vnd.atlas.2024-08-05+json";
    static final String FLEX = "application/vnd.atlas.2024-11-13+json";
    static final String USERS = "application/vnd.atlas.2025-02-19+json";
    static final String V1 = "application/json";

    /** A body of another type says nothing to the SDK. */
    private static final Pattern DECODABLE = Pattern.compile("(?i)(application|text)/(vnd\\.[^;]+\\+)?json(;.*)?");

    /** How the tool shows who it is. */
    sealed interface Authentication {

        Answer send(Caller caller, String method, String target, @Nullable String body);
    }

    /** An access token of a service account. */
    private record Token(String text) implements Authentication {

        @Override
        public Answer send(Caller caller, String method, String target, @Nullable String body) {
            return sent(caller.with("Authorization", "Bearer " + text), method, target, body);
        }
    }

    /** MongoDB's transport for Digest: two requests a call, the first one without credentials. */
    private record Digest(String publicKey, String privateKey) implements Authentication {

        @Override
        public Answer send(Caller caller, String method, String target, @Nullable String body) {
            Answer first = sent(caller, method, target, body);
            if (first.status() != 401) {
                return first;
            }
            String challenge = first.header("WWW-Authenticate");
            parse(challenge);
            String answer = DigestAnswer.to(challenge, publicKey, privateKey).to(method, target, 1);
            return sent(caller.with("Authorization", answer), method, target, body);
        }

        /** What it knows of the first challenge. Anything else in it ends the call. */
        private static void parse(String challenge) {
            assertThat(challenge).startsWith("Digest ");
            Map<String, String> parameters = new TreeMap<>();
            for (String parameter : challenge.substring("Digest ".length()).split(", ", -1)) {
                String[] parts = parameter.split("=", 2);
                assertThat(parts).as(challenge).hasSize(2);
                parameters.put(parts[0], parts[1].replace("\"", ""));
            }
            assertThat(parameters.keySet())
                    .as(challenge)
                    .isSubsetOf("realm", "domain", "nonce", "opaque", "stale", "algorithm", "qop");
            assertThat(parameters.get("algorithm")).isIn("MD5", "SHA-256");
            assertThat(parameters).containsEntry("qop", "auth");
        }
    }

    private static Answer sent(Caller caller, String method, String target, @Nullable String body) {
        return body == null
                ? caller.send(method, target, BodyPublishers.noBody())
                : caller.send(method, target, BodyPublishers.ofString(body));
    }

    /** A tool with a new access token, as each run or command has one. */
    static AtlasTool withToken(NewTeam team) {
        return withToken(team.gateway(), OAuthClient.of(team).token());
    }

    static AtlasTool withToken(Gateway gateway, String token) {
        return new AtlasTool(gateway, new Token(token), V2);
    }

    /** A tool with a new key of the team that was made for Digest. */
    static AtlasTool withDigest(NewTeam team) {
        Answer key =
                team.gateway().administrator().post(team.path() + "/keys", "{\"label\":\"tools\",\"digest\":true}");
        assertThat(key).hasStatus(201);
        team.gateway().house().forbid(key.text("/key"));
        return new AtlasTool(team.gateway(), new Digest(key.text("/id"), key.text("/key")), V2);
    }

    /** A copy of this tool for another version of the API. */
    AtlasTool speaking(String other) {
        return new AtlasTool(gateway, authentication, other);
    }

    Answer get(String target) {
        return send("GET", target, null);
    }

    Answer delete(String target) {
        return send("DELETE", target, null);
    }

    Answer post(String target, String body) {
        return send("POST", target, body);
    }

    Answer patch(String target, String body) {
        return send("PATCH", target, body);
    }

    /** A body has the type that is accepted, too. */
    private Answer send(String method, String target, @Nullable String body) {
        Caller caller = gateway.anonymous().with("Accept", mediaType);
        return authentication.send(
                body == null ? caller : caller.with("Content-Type", mediaType), method, target, body);
    }

    /**
     * A successful answer.
     *
     * @throws ToolFailed otherwise
     */
    static Answer done(Answer answer) {
        if (answer.status() >= 300) {
            throw failed(answer);
        }
        return answer;
    }

    static ToolFailed failed(Answer answer) {
        return new ToolFailed(answer.method() + " " + answer.target() + ": HTTP " + answer.status() + " "
                + error(answer) + " " + answer.text("/detail"));
    }

    /** The error code as the SDK decodes it. */
    static String error(Answer answer) {
        assertThat(answer.header("Content-Type")).as("%s", answer).matches(DECODABLE);
        assertThat(answer.json().at("/error").asInt()).as("%s", answer).isEqualTo(answer.status());
        return Objects.requireNonNull(answer.json().at("/errorCode").asString(null), answer.toString());
    }

    /** The tool waits, and time passes at Atlas. */
    void pause(Duration time) {
        gateway.atlasClock().advance(time);
    }

    /** What a person would see of a tool that gives up. */
    static final class ToolFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ToolFailed(String message) {
            super(message);
        }
    }
}
