package dev.linkgate.gateway.inbound.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointWebExtension;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers the probes on the main port without Spring's dispatcher. Anybody may send any number of them, and Actuator's
 * own paths for them cost several times as much, because it looks for annotations at each call. Whatever the client
 * accepts, the answer is JSON: a probe looks at the status.
 */
@Component
class ProbeFilter extends HttpFilter {

    /** The groups of health components, by route. */
    private static final Map<String, String> GROUPS = Map.of("/livez", "liveness", "/readyz", "readiness");

    private final transient HealthEndpointWebExtension health;
    private final transient JsonMapper json;

    ProbeFilter(HealthEndpointWebExtension health, JsonMapper json) {
        this.health = health;
        this.json = json;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String group = GROUPS.get(EdgeFilter.route(request));
        if (group == null) {
            chain.doFilter(request, response);
            return;
        }
        WebEndpointResponse<? extends HealthDescriptor> answer =
                health.health(ApiVersion.LATEST, WebServerNamespace.SERVER, SecurityContext.NONE, group);
        byte[] body = json.writeValueAsBytes(answer.getBody());
        response.setStatus(answer.getStatus());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
