package dev.linkgate.gateway.platform.observability;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Whether traces are exported: an endpoint for them is set. Otherwise nothing of tracing exists. */
public final class TracesExported {

    static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    private TracesExported() {}

    public static boolean in(Environment environment) {
        return StringUtils.hasText(environment.getProperty(ENDPOINT));
    }
}
