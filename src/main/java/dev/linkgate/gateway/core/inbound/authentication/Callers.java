package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.platform.web.CurrentContext;
import jakarta.servlet.Filter;
import java.util.List;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.stereotype.Component;

/**
 * Finds out who calls, by one provider for each kind of credential. It never fails: an unknown caller is one, too,
 * because admission counts it and open routes answer it. {@link RouteAuthorization} refuses it elsewhere.
 */
@Component
public final class Callers implements AuthenticationManager {

    private final ProviderManager providers;
    private final List<CredentialReader> readers;

    /** @param providers in their order, which matters for bearer tokens: what is nothing else is taken for a JWT */
    Callers(List<AuthenticationProvider> providers, List<CredentialReader> readers) {
        this.readers = List.copyOf(readers);
        this.providers = new ProviderManager(providers, Callers::refuse);
    }

    /** Identifies the caller of each request. */
    public Filter filter() {
        AuthenticationFilter filter = new AuthenticationFilter(this, new CredentialConverter(readers));
        filter.setSuccessHandler(
                (request, response, caller) -> ((CallerAuthentication) caller).noteIn(CurrentContext.of(request)));
        return filter;
    }

    @Override
    public CallerAuthentication authenticate(Authentication shown) {
        if (shown instanceof CallerAuthentication unknown) {
            return unknown;
        }
        try {
            return (CallerAuthentication) providers.authenticate(shown);
        } catch (UnknownCaller e) {
            return CallerAuthentication.unknown(e.actor(), e.failure());
        }
    }

    /** What no provider takes. */
    private static Authentication refuse(Authentication shown) {
        throw new UnknownCaller(
                shown instanceof ShownCredential.BearerToken
                        ? "The token is not known."
                        : CredentialConverter.NO_CREDENTIAL);
    }
}
