package dev.linkgate.gateway.feature.identities;

import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.vocabulary.Words;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** The words of identities and their issuers. */
@Component
public final class IdentityWords implements Words {

    public static final ProblemCode TEAM_AMBIGUOUS = new ProblemCode(
            "team-ambiguous",
            403,
            "The token fits several teams",
            "The claims of the JWT fit the identities of several teams. `detail` has their names; the header"
                    + " `Linkgate-Team` chooses one.");

    public static final ProblemCode ISSUER_UNAVAILABLE = new ProblemCode(
            "issuer-unavailable",
            503,
            true,
            Duration.ofSeconds(30),
            "The issuer of the token cannot be asked",
            "The gateway cannot fetch the keys of the JWT's issuer now, and so cannot check the token. Nothing was done."
                    + " Callers with other credentials are served.");
}
