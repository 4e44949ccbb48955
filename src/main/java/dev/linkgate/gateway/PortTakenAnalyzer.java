package dev.linkgate.gateway;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Names the setting of a port that another process uses, before Spring Boot's own analyzer explains only the port. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PortTakenAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {

    private final Environment environment;

    PortTakenAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
        String port = String.valueOf(cause.getPort());
        boolean ofManagement = port.equals(environment.getProperty("management.server.port"));
        String setting = ofManagement && !port.equals(environment.getProperty("server.port"))
                ? "management.server.port (MANAGEMENT_SERVER_PORT)"
                : "server.port (SERVER_PORT)";
        return new FailureAnalysis(
                "Port " + port + " is in use already.",
                "Set " + setting + " to another port, or free this one.",
                cause);
    }
}
