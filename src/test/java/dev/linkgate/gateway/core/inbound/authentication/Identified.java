package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.kernel.Secret;
import java.util.List;
import java.util.Objects;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AuthenticationProvider;

/** Asks one provider who a caller is. */
public final class Identified {

    private Identified() {}

    public static CallerAuthentication by(AuthenticationProvider provider, ShownCredential shown) {
        return new Callers(List.of(provider), List.of()).authenticate(shown);
    }

    public static CallerAuthentication by(AuthenticationProvider provider, String token) {
        return by(provider, new ShownCredential.BearerToken(Secret.of(token), new MockHttpServletRequest()));
    }

    /** Why a caller is not known. */
    public static String reason(CallerAuthentication unknown) {
        return Objects.requireNonNull(unknown.refusal(), () -> unknown + " is known")
                .detail();
    }
}
