package dev.linkgate.sandbox.authentication;

import dev.linkgate.kernel.Secret;
import dev.linkgate.protocol.Inbound;
import dev.linkgate.sandbox.http.Caller;
import dev.linkgate.sandbox.http.Received;
import dev.linkgate.sandbox.http.Reply;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Issues and checks the bearer tokens of service accounts (OAuth 2.0 client credentials, RFC 6749 section 4.4,
 * and revocation, RFC 7009). The client must identify itself by Basic; errors have OAuth's shape, not Atlas's.
 */
public final class TokenGuard {

    public static final String PATH = "/api/oauth/";

    private static final String ISSUE = PATH + "token";
    private static final String REVOKE = PATH + "revoke";
    /** Atlas's published limit of active tokens of one account. */
    private static final int MAX_TOKENS = 100;

    /** Atlas's limit of secrets of one account. */
    private static final int MAX_SECRETS = 2;

    private final InstantSource clock;
    private final Duration lifetime;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, List<Secret>> accounts = new ConcurrentHashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();

    /** @param secret that it was issued for */
    private record Token(String account, Secret secret, Instant expiresAt) {}

    /** An account that has identified itself by this one of its secrets. */
    private record Identified(String account, Secret secret) {}

    TokenGuard(InstantSource clock, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /** Accepts an account with this secret alone. */
    public void accept(String clientId, Secret clientSecret) {
        accounts.put(clientId, List.of(clientSecret));
    }

    /**
     * Accepts one more secret of an account.
     *
     * @throws IllegalStateException if it has two already
     */
    public void addSecret(String clientId, Secret clientSecret) {
        accounts.compute(clientId, (id, secrets) -> {
            List<Secret> more = new ArrayList<>(Objects.requireNonNullElse(secrets, List.of()));
            more.add(clientSecret);
            if (more.size() > MAX_SECRETS) {
                throw new IllegalStateException("a service account has at most " + MAX_SECRETS + " secrets");
            }
            return List.copyOf(more);
        });
    }

    /** Removes a secret of an account, and revokes the tokens that were issued for it. */
    public void removeSecret(String clientId, Secret clientSecret) {
        accounts.computeIfPresent(
                clientId,
                (id, secrets) -> secrets.stream()
                        .filter(secret -> !secret.equals(clientSecret))
                        .toList());
        synchronized (tokens) {
            tokens.values()
                    .removeIf(token ->
                            token.account().equals(clientId) && token.secret().equals(clientSecret));
        }
    }

    public void revoke(String clientId) {
        accounts.remove(clientId);
        synchronized (tokens) {
            tokens.values().removeIf(token -> token.account().equals(clientId));
        }
    }

    AuthDecision check(String token) {
        synchronized (tokens) {
            Token known = tokens.get(token);
            if (known == null || !clock.instant().isBefore(known.expiresAt())) {
                return new AuthDecision.Challenged(ChallengeReason.BAD_TOKEN, null);
            }
            return new AuthDecision.Granted(new Caller(Caller.Kind.SERVICE_ACCOUNT, known.account()), null);
        }
    }

    /** Answers a request to one of the OAuth paths. */
    public Reply answer(Received received) {
        Inbound request = received.request();
        if (!request.method().equals("POST")) {
            return error(405, "invalid_request", "Only POST is allowed.");
        }
        if (received.authorization().isEmpty()) {
            return error(400, "invalid_request", "No Authorization header provided");
        }
        Optional<Identified> client = identify(received.authorization());
        if (client.isEmpty()) {
            return error(401, "invalid_client", "Invalid credentials provided.");
        }
        Map<String, String> form = request.form();
        return switch (request.path()) {
            case ISSUE -> issue(client.get(), form);
            case REVOKE -> revoke(client.get().account(), form);
            default -> error(404, "invalid_request", "There is nothing here.");
        };
    }

    private Reply issue(Identified client, Map<String, String> form) {
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return error(400, "unsupported_grant_type", "The grant type must be client_credentials.");
        }
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        String token = "eyJ" + Base64.getUrlEncoder().encodeToString(bytes);
        synchronized (tokens) {
            Instant now = clock.instant();
            tokens.values().removeIf(known -> !now.isBefore(known.expiresAt()));
            long active = tokens.values().stream()
                    .filter(known -> known.account().equals(client.account()))
                    .count();
            if (active >= MAX_TOKENS) {
                return error(403, "access_denied", "Access Token limit reached.");
            }
            tokens.put(token, new Token(client.account(), client.secret(), now.plus(lifetime)));
        }
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("access_token", token)
                .put("expires_in", lifetime.toSeconds())
                .put("token_type", "Bearer");
        return uncached(200, body);
    }

    private Reply revoke(String account, Map<String, String> form) {
        String revoked = form.getOrDefault("token", "");
        synchronized (tokens) {
            Token token = tokens.get(revoked);
            if (token != null && token.account().equals(account)) {
                tokens.remove(revoked);
            }
        }
        return uncached(200, JsonNodeFactory.instance.objectNode());
    }

    private Optional<Identified> identify(String authorization) {
        if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            byte[] decoded =
                    Base64.getDecoder().decode(authorization.substring(6).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = Math.max(pair.indexOf(':'), 0);
            String name = pair.substring(0, colon);
            Secret shown = Secret.of(pair.substring(colon + 1));
            return accounts.getOrDefault(name, List.of()).contains(shown)
                    ? Optional.of(new Identified(name, shown))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Reply error(int status, String error, String description) {
        return uncached(
                status,
                JsonNodeFactory.instance.objectNode().put("error", error).put("error_description", description));
    }

    private static Reply uncached(int status, ObjectNode body) {
        return Reply.of(status, "application/json", body.toString()).with(Map.of("Cache-Control", "no-store"));
    }
}
