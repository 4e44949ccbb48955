package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.access.key.ClientCertificate;
import dev.linkgate.gateway.core.platform.web.TrustedProxies;
import dev.linkgate.kernel.StartRefused;
import jakarta.servlet.ServletException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Makes Tomcat take a caller's address from {@code X-Forwarded-For}, and its certificate from {@code Client-Cert}, only
 * if a proxy named by the operator sent it. By default Tomcat would trust every private address, and accept any text.
 *
 * <p>It runs before Boot's own customizer, which creates Tomcat's valve from these settings.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ForwardedHeaders implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

    private final TrustedProxies proxies;
    private final ForwardHeadersStrategy strategy;
    private final TomcatServerProperties.Remoteip settings;

    ForwardedHeaders(TrustedProxies proxies, ServerProperties server, TomcatServerProperties tomcat) {
        this.proxies = proxies;
        this.strategy = Objects.requireNonNullElse(server.getForwardHeadersStrategy(), ForwardHeadersStrategy.NONE);
        this.settings = tomcat.getRemoteip();
    }

    /** @throws StartRefused if forwarded headers are trusted from no proxy, or every client, or only proxies are named */
    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        if (strategy == ForwardHeadersStrategy.FRAMEWORK) {
            throw new StartRefused(
                    "server.forward-headers-strategy is 'framework', which trusts forwarded headers from every client.",
                    "Set it to 'native', and linkgate.trusted-proxies to the addresses of your proxies.");
        }
        String header = settings.getRemoteIpHeader();
        boolean isOn =
                strategy == ForwardHeadersStrategy.NATIVE || header != null || settings.getProtocolHeader() != null;
        if (!isOn) {
            requireNone();
            return;
        }
        if (proxies.isEmpty()) {
            throw new StartRefused(
                    "Forwarded headers are trusted (server.forward-headers-strategy), but no proxy is named.",
                    "Set linkgate.trusted-proxies to the addresses of your proxies, such as 10.0.0.0/8, comma separated.");
        }
        settings.setInternalProxies(
                proxies.trustedProxies().stream().map(Object::toString).collect(Collectors.joining(",")));
        factory.addEngineValves(
                new ForwardedCertificate(proxies),
                new AddressesOnly(Objects.requireNonNullElse(header, "X-Forwarded-For"), proxies));
    }

    /**
     * Takes a caller's certificate from the headers {@code Client-Cert} and {@code Client-Cert-Chain} of a trusted proxy
     * (RFC 9440), in place of one that the proxy itself has shown; what cannot be read is none. From others the headers
     * have no effect.
     */
    private static final class ForwardedCertificate extends ValveBase {

        private static final Pattern BYTES = Pattern.compile(":([A-Za-z0-9+/]*={0,2}):");
        private static final int LONGEST_CHAIN = 10;

        private final TrustedProxies proxies;

        ForwardedCertificate(TrustedProxies proxies) {
            super(true);
            this.proxies = proxies;
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            if (proxies.contains(request.getRemoteAddr())) {
                request.setAttribute(ClientCertificate.ATTRIBUTE, chain(request));
            }
            getNext().invoke(request, response);
        }

        private static X509Certificate[] chain(Request request) {
            List<String> own = Collections.list(request.getHeaders("Client-Cert"));
            List<String> others = Collections.list(request.getHeaders("Client-Cert-Chain")).stream()
                    .flatMap(line -> Stream.of(line.split(",", -1)))
                    .toList();
            if (own.size() != 1 || others.size() > LONGEST_CHAIN) {
                return new X509Certificate[0];
            }
            try {
                CertificateFactory certificates = CertificateFactory.getInstance("X.509");
                List<X509Certificate> chain = new ArrayList<>();
                for (String item : Stream.concat(own.stream(), others.stream()).toList()) {
                    chain.add((X509Certificate)
                            certificates.generateCertificate(new ByteArrayInputStream(bytes(item.strip()))));
                }
                return chain.toArray(X509Certificate[]::new);
            } catch (CertificateException | IllegalArgumentException e) {
                return new X509Certificate[0];
            }
        }

        /** A byte sequence of RFC 9651, section 3.3.5. */
        private static byte[] bytes(String item) {
            Matcher matcher = BYTES.matcher(item);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("no byte sequence");
            }
            return Base64.getDecoder().decode(matcher.group(1));
        }
    }

    /** Else the operator would take the proxies' addresses on record for those of callers. */
    private void requireNone() {
        if (!proxies.isEmpty()) {
            throw new StartRefused(
                    "linkgate.trusted-proxies is set, but their headers are not read, because"
                            + " server.forward-headers-strategy is not native.",
                    "Set server.forward-headers-strategy (SERVER_FORWARD_HEADERS_STRATEGY) to native, or remove"
                            + " linkgate.trusted-proxies.");
        }
    }

    /** Keeps only IP addresses in the header; Tomcat's valve would look up or trust other text. */
    private static final class AddressesOnly extends ValveBase {

        private final String header;
        private final TrustedProxies proxies;

        AddressesOnly(String header, TrustedProxies proxies) {
            super(true);
            this.header = header;
            this.proxies = proxies;
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            MimeHeaders headers = request.getCoyoteRequest().getMimeHeaders();
            if (headers.getHeader(header) != null) {
                String sent = String.join(",", Collections.list(headers.values(header)));
                String kept = String.join(", ", proxies.addressesIn(sent));
                headers.removeHeader(header);
                if (!kept.isEmpty()) {
                    headers.setValue(header).setString(kept);
                }
            }
            getNext().invoke(request, response);
        }
    }
}
