package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.core.inbound.authentication.CredentialReader;
import dev.linkgate.gateway.core.inbound.authentication.ShownCredential;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import dev.linkgate.gateway.feature.identities.ShownAssertion;
import dev.linkgate.kernel.Secret;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Finds the client of a request for an access token. It shows itself by HTTP Basic, or by the form, which is small and
 * is read here for that, and by nothing else. So a client in either way counts as itself, and not as one of the unknown
 * callers of its address.
 */
@Component
final class ClientReader implements CredentialReader {

    /** A client that wants an access token. */
    record ShownClient(ClientCredentials client, HttpServletRequest request) implements ShownCredential {}

    @Override
    public Optional<Authentication> read(@Nullable String authorization, HttpServletRequest request) {
        return RequestedApi.of(request) == RequestedApi.OAUTH
                ? Optional.of(client(authorization, request))
                : Optional.empty();
    }

    private static Authentication client(@Nullable String header, HttpServletRequest request) {
        try {
            Optional<Secret> assertion = header == null && isForm(request)
                    ? ClientCredentials.assertionOf(OAuthForm.of(request))
                    : Optional.empty();
            if (assertion.isPresent()) {
                return new ShownAssertion(assertion.get(), request);
            }
            return credentials(header, request)
                    .<Authentication>map(client -> new ShownClient(client, request))
                    .orElseGet(() -> CallerAuthentication.unknown(
                            "Authenticate with HTTP Basic, or in the form with client_id and client_secret, or with"
                                    + " client_assertion."));
        } catch (LinkgateException e) {
            return CallerAuthentication.unknown(Actor.ANONYMOUS, e.failure());
        }
    }

    /** @throws LinkgateException if the form is not read to its end */
    private static Optional<ClientCredentials> credentials(@Nullable String header, HttpServletRequest request) {
        if (header != null) {
            return ClientCredentials.ofHeader(header);
        }
        return isForm(request) ? ClientCredentials.ofForm(OAuthForm.of(request)) : Optional.empty();
    }

    private static boolean isForm(HttpServletRequest request) {
        return request.getMethod().equals("POST") && request.getContentType() != null;
    }
}
