package dev.linkgate.gateway.core.inbound.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
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
 * Answers the probes on the main port without Spring's dispatcher. Anybody may send any number of them, so an answer
 * holds for a second (a refusal less), for all that ask: Actuator asks eight components anew each time, and some of them the database.
 * Whatever the client accepts, the answer is JSON: a probe looks at the status.
 */
@Component
class ProbeFilter extends HttpFilter {

    private static final Duration KEPT = Duration.ofSeconds(1);

    /** How long a refusal is kept: it is short, so that a replica counts as ready as soon as it is. */
    private static final Duration REFUSAL_KEPT = Duration.ofMillis(100);

    /** How old an answer may become while the next one is made. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final transient HealthEndpointWebExtension health;
    private final transient JsonMapper json;
    private final transient Map<String, Probe> probes =
            Map.of("/livez", new Probe("liveness"), "/readyz", new Probe("readiness"));

    ProbeFilter(HealthEndpointWebExtension health, JsonMapper json) {
        this.health = health;
        this.json = json;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Probe probe = probes.get(EdgeFilter.route(request));
        if (probe == null) {
            chain.doFilter(request, response);
            return;
        }
        ProbeResponse answer = probe.answer();
        response.setStatus(answer.status);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(answer.body.length);
        response.getOutputStream().write(answer.body);
    }

    private static final class ProbeResponse {

        private final int status;
        private final byte[] body;
        private final long madeNanos = System.nanoTime();

        ProbeResponse(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        boolean isCurrent() {
            return isYoungerThan(status == HttpServletResponse.SC_OK ? KEPT : REFUSAL_KEPT);
        }

        boolean isYoungerThan(Duration age) {
            return System.nanoTime() - madeNanos < age.toNanos();
        }
    }

    /** The last answer of a group of health components. */
    private final class Probe {

        private final String group;
        private final Lock making = new ReentrantLock();
        private volatile @Nullable ProbeResponse last;

        Probe(String group) {
            this.group = group;
        }

        /** One caller makes the next answer; the others have the last one, unless it is too old. */
        ProbeResponse answer() {
            ProbeResponse known = last;
            if (known != null && known.isCurrent()) {
                return known;
            }
            if (!making.tryLock()) {
                if (known != null && known.isYoungerThan(LONGEST)) {
                    return known;
                }
                making.lock();
            }
            try {
                ProbeResponse meanwhile = last;
                if (meanwhile == null || !meanwhile.isCurrent()) {
                    meanwhile = make();
                    last = meanwhile;
                }
                return meanwhile;
            } finally {
                making.unlock();
            }
        }

        private ProbeResponse make() {
            WebEndpointResponse<? extends HealthDescriptor> answer =
                    health.health(ApiVersion.LATEST, WebServerNamespace.SERVER, SecurityContext.NONE, group);
            return new ProbeResponse(answer.getStatus(), json.writeValueAsBytes(answer.getBody()));
        }
    }
}
