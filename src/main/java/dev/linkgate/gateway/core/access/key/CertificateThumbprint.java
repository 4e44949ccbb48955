package dev.linkgate.gateway.core.access.key;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.linkgate.kernel.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The SHA-256 of a certificate's DER form, which identifies the certificate.
 *
 * @param hex 64 lowercase hex digits
 */
public record CertificateThumbprint(@JsonValue String hex) {

    static final String EXPECTED = "must be the SHA-256 of a certificate: 64 hex digits, with or without colons between"
            + " bytes, or 43 characters of base64url";

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HEX_WITH_COLONS = Pattern.compile("[0-9a-f]{2}(?::[0-9a-f]{2}){31}");
    private static final Pattern BASE64_URL = Pattern.compile("[A-Za-z0-9_-]{43}");

    /**
     * @param text in hex, as {@code openssl x509 -fingerprint -sha256} prints it, or in base64url, as {@code x5t#S256}
     *     of RFC 8705 is
     * @throws IllegalArgumentException if it is neither
     */
    public static CertificateThumbprint of(String text) {
        String lowercase = text.toLowerCase(Locale.ROOT);
        if (HEX.matcher(lowercase).matches()) {
            return new CertificateThumbprint(lowercase);
        }
        if (HEX_WITH_COLONS.matcher(lowercase).matches()) {
            return new CertificateThumbprint(lowercase.replace(":", ""));
        }
        if (BASE64_URL.matcher(text).matches()) {
            return new CertificateThumbprint(
                    HexFormat.of().formatHex(Base64.getUrlDecoder().decode(text)));
        }
        throw new IllegalArgumentException(EXPECTED);
    }

    /** Whether the caller has shown the certificate in the TLS handshake, which proves that it has the private key. */
    public boolean isShownBy(HttpServletRequest request) {
        List<X509Certificate> chain = ClientCertificate.chainOf(request);
        return !chain.isEmpty() && hex.equals(thumbprint(chain.getFirst()));
    }

    private static String thumbprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(Sha256.digest().digest(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("the client's certificate has no DER form", e);
        }
    }
}
