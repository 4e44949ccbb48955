package dev.linkgate.gateway.feature.digest;

import dev.linkgate.gateway.core.access.key.DigestVerifier;
import dev.linkgate.gateway.core.inbound.authentication.UnknownCaller;
import dev.linkgate.gateway.core.platform.digest.DigestAlgorithm;
import dev.linkgate.gateway.core.platform.digest.HeaderScanner;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The answer to a Digest challenge (RFC 7616, section 3.4) of this gateway. Clients differ in which values they quote,
 * so each value may be quoted or not.
 *
 * @param nc the count as it was sent, eight hex digits
 */
record DigestCredentials(
        String username,
        DigestAlgorithm algorithm,
        String nonce,
        String nc,
        String cnonce,
        String uri,
        String response) {

    private static final Pattern COUNT = Pattern.compile("[0-9a-fA-F]{8}");

    /**
     * @param parameters what follows the scheme
     * @throws UnknownCaller if it cannot be read, or is not an answer to a challenge of this gateway
     */
    static DigestCredentials parse(String parameters) throws UnknownCaller {
        Map<String, String> values = values(parameters);
        if (!values.getOrDefault("userhash", "false").equalsIgnoreCase("false")) {
            throw new UnknownCaller("The Digest hashes the user's name (userhash), which was not offered.");
        }
        if (!required(values, "realm").equals(DigestVerifier.REALM)) {
            throw new UnknownCaller("The Digest is for another realm than " + DigestVerifier.REALM + ".");
        }
        if (!required(values, "qop").equalsIgnoreCase("auth")) {
            throw new UnknownCaller("The Digest's qop must be auth.");
        }
        String nc = required(values, "nc");
        if (!COUNT.matcher(nc).matches() || Long.parseLong(nc, 16) == 0) {
            throw new UnknownCaller("The Digest's nc must be eight hex digits, from 00000001.");
        }
        return new DigestCredentials(
                required(values, "username"),
                algorithm(values.getOrDefault("algorithm", DigestAlgorithm.MD5.word())),
                required(values, "nonce"),
                nc,
                required(values, "cnonce"),
                required(values, "uri"),
                required(values, "response"));
    }

    private static Map<String, String> values(String parameters) throws UnknownCaller {
        try {
            return HeaderScanner.strictParameters(parameters);
        } catch (IllegalArgumentException e) {
            throw new UnknownCaller("The Digest " + e.getMessage() + ".");
        }
    }

    private static String required(Map<String, String> values, String name) throws UnknownCaller {
        String value = values.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new UnknownCaller("The Digest lacks its parameter " + name + ".");
        }
        return value;
    }

    private static DigestAlgorithm algorithm(String word) throws UnknownCaller {
        return DigestAlgorithm.of(word)
                .filter(DigestVerifier.ALGORITHMS::contains)
                .orElseThrow(() -> new UnknownCaller("The Digest's algorithm must be MD5 or SHA-256."));
    }

    long count() {
        return Long.parseLong(nc, 16);
    }

    /** What the response is made of, besides the hash of user, realm and password. */
    String data(String method) {
        String request = algorithm.hash(method + ":" + uri, StandardCharsets.ISO_8859_1);
        return nonce + ":" + nc + ":" + cnonce + ":auth:" + request;
    }

    /** Shows nothing of it. */
    @Override
    public String toString() {
        return "DigestCredentials[hidden]";
    }
}
