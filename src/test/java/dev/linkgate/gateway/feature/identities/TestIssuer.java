package dev.linkgate.gateway.feature.identities;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of an issuer for tests. */
public final class TestIssuer {

    private TestIssuer() {}

    /** An issuer whose JWTs name their team in the claim {@code team}. */
    public static IssuerSettings.OfIssuer of(String uri, String... audiences) {
        return withKeys(uri, null, audiences);
    }

    /** @param jwkSetUri absent to take it from the discovery document */
    public static IssuerSettings.OfIssuer withKeys(String uri, @Nullable String jwkSetUri, String... audiences) {
        return new IssuerSettings.OfIssuer(
                uri,
                jwkSetUri,
                List.of(audiences),
                Duration.ofHours(24),
                Set.of(),
                null,
                List.of(),
                "team",
                null,
                null,
                Duration.ofHours(1));
    }
}
