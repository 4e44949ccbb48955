package dev.linkgate.gateway.access.principal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Identities by one claim of each that is compared whole: that which the fewest others want, too. So a JWT is compared
 * with few, however many its issuer has.
 */
record IdentityIndex(Map<Claim, List<Identity>> identities) {

    static final IdentityIndex EMPTY = new IdentityIndex(Map.of());

    /** @param value absent for the identities of an issuer of which no claim is compared whole */
    private record Claim(
            String issuer, String name, @Nullable String value) {

        static Claim none(String issuer) {
            return new Claim(issuer, "", null);
        }
    }

    static IdentityIndex of(List<Identity> identities) {
        Map<Claim, Long> wanted = identities.stream()
                .flatMap(IdentityIndex::whole)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return new IdentityIndex(identities.stream()
                .collect(Collectors.groupingBy(identity -> whole(identity)
                        .min(Comparator.comparing(claim -> wanted.getOrDefault(claim, 0L)))
                        .orElse(Claim.none(identity.issuer())))));
    }

    private static Stream<Claim> whole(Identity identity) {
        return identity.claims().entrySet().stream()
                .filter(claim -> !Identity.isOpen(claim))
                .map(claim -> new Claim(identity.issuer(), claim.getKey(), claim.getValue()));
    }

    /**
     * Those that a JWT fits, by their names.
     *
     * @param issuer the operator's name for it
     */
    List<Identity> fitting(String issuer, Map<String, Object> token) {
        Stream<Claim> shown = token.entrySet().stream()
                .flatMap(claim -> texts(claim.getValue()).map(text -> new Claim(issuer, claim.getKey(), text)));
        return Stream.concat(Stream.of(Claim.none(issuer)), shown)
                .distinct()
                .flatMap(claim -> identities.getOrDefault(claim, List.of()).stream())
                .filter(identity -> identity.fits(token))
                .sorted(Comparator.comparing(Identity::name))
                .toList();
    }

    private static Stream<String> texts(Object value) {
        Stream<?> all = value instanceof Collection<?> list ? list.stream() : Stream.of(value);
        return all.filter(String.class::isInstance).map(String.class::cast);
    }
}
