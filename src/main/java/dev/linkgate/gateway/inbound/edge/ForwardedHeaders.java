package dev.linkgate.gateway.inbound.edge;

import dev.linkgate.gateway.platform.web.TrustedProxies;
import dev.linkgate.kernel.StartRefused;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import java.util.stream.Collectors;
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
 * Makes Tomcat take a caller's address from {@code X-Forwarded-For} only if a proxy named by the operator sent it. By
 * default Tomcat would trust every private address, and accept any text.
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

    /** @throws StartRefused if forwarded headers are trusted, but from no proxy, or from every client */
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
            return;
        }
        if (proxies.isEmpty()) {
            throw new StartRefused(
                    "Forwarded headers are trusted (server.forward-headers-strategy), but no proxy is named.",
                    "Set linkgate.trusted-proxies to the addresses of your proxies, such as 10.0.0.0/8, comma separated.");
        }
        settings.setInternalProxies(
                proxies.trustedProxies().stream().map(Object::toString).collect(Collectors.joining(",")));
        factory.addEngineValves(new AddressesOnly(Objects.requireNonNullElse(header, "X-Forwarded-For"), proxies));
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
