package dev.linkgate.gateway.inbound.idempotency;

import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.kernel.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request with an idempotency key, as two hashes.
 *
 * @param id the hash of caller, method, path and key, so that a key has no meaning for another caller or path
 * @param fingerprint the hash of query and body, byte for byte, which identifies the same request
 */
record KeyedRequest(String id, String fingerprint) {

    static KeyedRequest of(Actor actor, HttpServletRequest request, IdempotencyKey key, byte[] body) {
        String name = String.join("\n", caller(actor), request.getMethod(), request.getServletPath(), key.value());
        return new KeyedRequest(sha256(name, new byte[0]), sha256(query(request.getQueryString()) + "\n", body));
    }

    /** A team is one caller with all its keys and members, because a retry may come with a new API key. */
    private static String caller(Actor actor) {
        if (actor.isNamedAdministrator()) {
            return "administrator " + actor.subject();
        }
        return actor.isAdministrator() ? "administrator" : "team " + actor.team();
    }

    /** Without the parameters that only format the answer. */
    private static String query(@Nullable String query) {
        return query == null
                ? ""
                : Arrays.stream(query.split("&"))
                        .filter(part -> !part.startsWith("pretty=") && !part.startsWith("envelope="))
                        .collect(Collectors.joining("&"));
    }

    private static String sha256(String text, byte[] bytes) {
        MessageDigest digest = Sha256.digest();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(bytes));
    }
}
