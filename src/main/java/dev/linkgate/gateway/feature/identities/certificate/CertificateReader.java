package dev.linkgate.gateway.feature.identities.certificate;

import dev.linkgate.gateway.core.access.key.ClientCertificate;
import dev.linkgate.gateway.core.inbound.authentication.CredentialReader;
import dev.linkgate.gateway.core.inbound.authentication.ShownCredential;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Finds the client certificate of a request that shows nothing else. */
@Component
final class CertificateReader implements CredentialReader {

    /** @param chain the client certificate of the connection, and those of intermediate authorities; not empty */
    record ShownCertificate(List<X509Certificate> chain, HttpServletRequest request) implements ShownCredential {}

    @Override
    public Optional<Authentication> read(@Nullable String authorization, HttpServletRequest request) {
        if (authorization != null || RequestedApi.of(request) == RequestedApi.OAUTH) {
            return Optional.empty();
        }
        List<X509Certificate> chain = ClientCertificate.chainOf(request);
        return chain.isEmpty() ? Optional.empty() : Optional.of(new ShownCertificate(chain, request));
    }
}
