package dev.linkgate.gateway.feature.identities.jwt;

import java.util.Base64;

/**
 * How deeply the JSON of a token is nested, before it is parsed: a parser needs a deeper stack for each level, and a
 * token of 15 KB can have thousands.
 */
final class Nesting {

    /** Keycloak's {@code resource_access} has four levels. */
    private static final int DEEPEST = 16;

    private Nesting() {}

    /**
     * Whether the header or the claims are nested too deeply.
     *
     * @param token three parts of base64url
     * @throws IllegalArgumentException if one of them is not
     */
    static boolean isTooDeep(String token) {
        String[] parts = token.split("\\.", -1);
        return isDeep(Base64.getUrlDecoder().decode(parts[0]))
                || isDeep(Base64.getUrlDecoder().decode(parts[1]));
    }

    private static boolean isDeep(byte[] json) {
        int depth = 0;
        boolean inText = false;
        for (int i = 0; i < json.length && depth <= DEEPEST; i++) {
            switch (json[i]) {
                case '"' -> inText = !inText;
                case '\\' -> i++;
                case '{', '[' -> depth += inText ? 0 : 1;
                case '}', ']' -> depth -= inText ? 0 : 1;
                default -> {
                    // a value, or what separates them
                }
            }
        }
        return depth > DEEPEST;
    }
}
