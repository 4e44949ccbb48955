package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.Target;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which access tokens are meant: those of whose holders all holds that is given. One thing at least is.
 *
 * @param team whose they are
 * @param identity the name of an identity that the JWTs fitted
 * @param issuer the operator's name for the JWTs' issuer
 * @param subject the {@code sub} of the JWTs
 */
record TokenSelection(
        @Nullable String team,
        @Nullable String identity,
        @Nullable String issuer,
        @Nullable String subject) implements Recorded {

    /** A token's own id has none. */
    private static final char EQUALS = '=';

    /** @param holder of a token */
    boolean includes(Actor holder) {
        return isOr(team, holder.team())
                && isOr(identity, holder.identity().map(id -> id.name()).orElse(null))
                && isOr(issuer, holder.identity().map(id -> id.issuer()).orElse(null))
                && isOr(subject, holder.subject());
    }

    /** What the record of their end is about: the team, or the identities by all that is given. */
    Target target() {
        return team == null ? Target.of(Target.Kind.IDENTITY, stored()) : Target.of(Target.Kind.TEAM, team);
    }

    private static boolean isOr(@Nullable String wanted, @Nullable String given) {
        return wanted == null || wanted.equals(given);
    }

    /** The text that is stored in the place of a token's id: a query, in one order. */
    String stored() {
        return Stream.of(
                        pair("team", team),
                        pair("identity", identity),
                        pair("issuer", issuer),
                        pair("subject", subject))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("&"));
    }

    private static Optional<String> pair(String name, @Nullable String value) {
        return Optional.ofNullable(value).map(text -> name + EQUALS + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }

    /** Reads what was {@linkplain #stored stored}; empty for the id of one token. */
    static Optional<TokenSelection> of(String stored) {
        if (stored.indexOf(EQUALS) < 0) {
            return Optional.empty();
        }
        Map<String, String> values = Arrays.stream(stored.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return Optional.of(new TokenSelection(
                values.get("team"), values.get("identity"), values.get("issuer"), values.get("subject")));
    }

    @Override
    public Change.Values recorded() {
        return new Change.Values()
                .with("team", team)
                .with("identity", identity)
                .with("issuer", issuer)
                .with("subject", subject);
    }
}
