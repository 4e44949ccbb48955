package dev.linkgate.gateway.core.access.key;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads the client certificate of a request's caller. */
public final class ClientCertificate {

    /** Jakarta Servlet 6.1, section 3.10: the chain, beginning with the client's own certificate. */
    public static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

    private ClientCertificate() {}

    /**
     * The certificate that the TLS handshake has checked, here or at the trusted proxy that forwards it, and its chain;
     * empty if there is none.
     */
    public static List<X509Certificate> chainOf(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof X509Certificate[] chain ? List.of(chain) : List.of();
    }
}
