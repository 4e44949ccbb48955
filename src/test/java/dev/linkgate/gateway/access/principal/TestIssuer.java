package dev.linkgate.gateway.access.principal;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Settings of an issuer for tests. */
public final class TestIssuer {

    private TestIssuer() {}

    /** An issuer whose JWTs name their team in the claim {@code team}. */
    public static IssuerSettings.OfIssuer of(String uri, String... audiences) {
        return new IssuerSettings.OfIssuer(
                uri, null, List.of(audiences), Duration.ofHours(24), Set.of(), null, List.of(), "team");
    }
}
