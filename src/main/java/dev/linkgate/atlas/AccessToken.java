package dev.linkgate.atlas;

import dev.linkgate.kernel.Secret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A bearer token and when to get the next one.
 *
 * @param header the value of {@code Authorization}
 * @param renewAt shortly before it expires, so that it does not expire on the way
 */
record AccessToken(Secret header, Instant renewAt) {

    /** Stands for no token: it has always been expired. */
    static final AccessToken NONE = new AccessToken(Secret.of(""), Instant.MIN);

    /** RFC 6749, section 5.1, lets a server leave out {@code expires_in}; Atlas's tokens live an hour. */
    private static final Duration LIFE_IF_UNSAID = Duration.ofMinutes(5);

    private static final Duration MAX_MARGIN = Duration.ofMinutes(1);

    /**
     * Reads the answer of a token endpoint, RFC 6749, section 5.1.
     *
     * @param askedAt when the token was asked for; its life is counted from there
     * @return nothing if the answer is no bearer token
     */
    static @Nullable AccessToken read(JsonNode answer, Instant askedAt) {
        String token = AtlasResponse.text(answer, "access_token");
        String type = AtlasResponse.text(answer, "token_type");
        if (token == null || token.isEmpty() || (type != null && !type.equalsIgnoreCase("Bearer"))) {
            return null;
        }
        Duration life = Duration.ofSeconds(answer.path("expires_in").longValue(LIFE_IF_UNSAID.toSeconds()));
        Duration tenth = life.dividedBy(10);
        Duration margin = tenth.compareTo(MAX_MARGIN) < 0 ? tenth : MAX_MARGIN;
        return new AccessToken(Secret.of("Bearer " + token), askedAt.plus(life).minus(margin));
    }
}
