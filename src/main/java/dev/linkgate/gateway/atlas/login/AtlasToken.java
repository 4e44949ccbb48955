package dev.linkgate.gateway.atlas.login;

import dev.linkgate.kernel.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A bearer token and when to get the next one.
 *
 * @param header the value of {@code Authorization}
 * @param renewAt shortly before it expires, so that it does not expire in transit
 */
record AtlasToken(Secret header, Instant renewAt) {

    /** Stands for no token; it is always expired. */
    static final AtlasToken NONE = new AtlasToken(Secret.of(""), Instant.MIN);

    /** RFC 6749, section 5.1, lets a server leave out {@code expires_in}; Atlas's tokens last an hour. */
    private static final Duration LIFE_IF_UNSAID = Duration.ofMinutes(5);

    /** The limit on a token's life, in case Atlas states a wrong one. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    private static final Duration MAX_MARGIN = Duration.ofMinutes(1);

    /** RFC 6750, section 2.1; a longer token does not fit into a request header. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]{1,4096}=*");

    /**
     * Reads the answer of a token endpoint, RFC 6749, section 5.1.
     *
     * @param askedAt when the token was asked for; its life is counted from there
     * @return nothing if the answer contains no bearer token
     */
    static @Nullable AtlasToken read(JsonNode answer, Instant askedAt) {
        String token = answer.path("access_token").stringValue("");
        String type = answer.path("token_type").stringValue("Bearer");
        if (!FORM.matcher(token).matches() || !type.equalsIgnoreCase("Bearer")) {
            return null;
        }
        Duration life = life(answer.path("expires_in").asLong(0));
        Duration tenth = life.dividedBy(10);
        Duration margin = tenth.compareTo(MAX_MARGIN) < 0 ? tenth : MAX_MARGIN;
        return new AtlasToken(Secret.of("Bearer " + token), askedAt.plus(life).minus(margin));
    }

    /** @param said in seconds; a value that is not positive is ignored */
    private static Duration life(long said) {
        return said <= 0 ? LIFE_IF_UNSAID : Duration.ofSeconds(Math.min(said, LONGEST_LIFE.toSeconds()));
    }
}
