package dev.linkgate.gateway.inbound.authentication;

import dev.linkgate.gateway.access.oauth.ClientCredentials;
import dev.linkgate.gateway.access.oauth.OAuthForm;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.web.CurrentContext;
import dev.linkgate.gateway.platform.web.RequestedApi;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;

/**
 * Identifies the client of a request for a token: by HTTP Basic, or by the form, which is small and is read here for
 * that. So a client in either way counts as itself, and not as one of the unknown callers of its address.
 *
 * <p>Under these paths nothing else identifies a caller, neither a bearer token nor a client certificate. Unknown
 * clients pass, as with {@link AuthenticationFilter}.
 */
public final class ClientAuthenticationFilter extends HttpFilter {

    private static final String REFUSAL = ClientAuthenticationFilter.class.getName() + ".refusal";

    private final transient Authenticator authenticator;
    private final transient FormReader forms;

    /** Reads a form, within bounds. */
    @FunctionalInterface
    public interface FormReader {
        OAuthForm read(HttpServletRequest request, Function<HttpServletRequest, OAuthForm> reading);
    }

    public ClientAuthenticationFilter(Authenticator authenticator, FormReader forms) {
        this.authenticator = authenticator;
        this.forms = forms;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (RequestedApi.of(request) == RequestedApi.OAUTH) {
            identify(request, CurrentContext.of(request));
        }
        chain.doFilter(request, response);
    }

    private void identify(HttpServletRequest request, RequestContext context) {
        context.identified(Actor.ANONYMOUS);
        try {
            switch (authenticator.identifyClient(credentials(request), request)) {
                case Authenticator.Identity.Known known -> context.identified(known.actor(), known.right());
                case Authenticator.Identity.Unknown unknown -> {
                    context.identified(unknown.actor());
                    request.setAttribute(REFUSAL, Failure.of(ProblemCode.UNAUTHENTICATED, unknown.reason()));
                }
            }
        } catch (LinkgateException e) {
            request.setAttribute(REFUSAL, e.failure());
        }
    }

    /** @throws LinkgateException if there is no form to be read */
    private Optional<ClientCredentials> credentials(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            return ClientCredentials.ofHeader(header);
        }
        return request.getMethod().equals("POST") && request.getContentType() != null
                ? ClientCredentials.ofForm(forms.read(request, OAuthForm::of))
                : Optional.empty();
    }

    /** Why the client is anonymous, if it was this filter's to identify it. */
    static Optional<Failure> refusalOf(HttpServletRequest request) {
        return Optional.ofNullable((Failure) request.getAttribute(REFUSAL));
    }
}
