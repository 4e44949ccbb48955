package dev.linkgate.gateway.feature.tracing;

import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.SettingBounds;
import dev.linkgate.kernel.StartRefused;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Lazy;

/**
 * Where traces go, under the names that Spring Boot gives these settings. Read only if they go anywhere.
 *
 * @param endpoint the collector's whole URL for traces over OTLP/HTTP, as {@code http://collector:4318/v1/traces}
 * @param timeout of one export
 * @param headers to send with each export, as a token of the collector
 */
@ConfigurationProperties("management.opentelemetry.tracing.export.otlp")
@Lazy
record TracesExportSettings(
        String endpoint,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue Map<String, Secret> headers) {

    /** @throws StartRefused if a value cannot be used; the message omits the endpoint, which may contain a password */
    TracesExportSettings {
        if (!isUsable(endpoint)) {
            throw new StartRefused(
                    TracingBeans.ENDPOINT + " is not an http or https URL with a host.",
                    "Set it to the collector's URL for traces, as http://collector:4318/v1/traces, or leave it out.");
        }
        SettingBounds.requirePositive("management.opentelemetry.tracing.export.otlp.timeout", timeout);
    }

    private static boolean isUsable(String endpoint) {
        try {
            URI uri = new URI(endpoint);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
