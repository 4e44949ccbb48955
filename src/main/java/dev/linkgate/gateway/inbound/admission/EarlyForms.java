package dev.linkgate.gateway.inbound.admission;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.web.ClientNetwork;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * The forms of requests for access tokens, which are read before their client is known. While one is read, its
 * connection cannot be closed for another caller. So each address has only a few at once, and further ones are refused.
 */
@Component
public class EarlyForms {

    /** Of one address. A form that is sent at once is read in microseconds. */
    static final int AT_ONCE = 16;

    private final BodyFilter bodies;
    private final ConcurrentMap<String, Integer> beingRead = new ConcurrentHashMap<>();

    EarlyForms(BodyFilter bodies) {
        this.bodies = bodies;
    }

    /**
     * Reads a form.
     *
     * @param reading gets the request with a bounded body
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code rate-limited} if {@value #AT_ONCE} of the
     *     address are being read
     */
    public <T> T read(HttpServletRequest request, Function<HttpServletRequest, T> reading) {
        String address = ClientNetwork.of(request.getRemoteAddr());
        beingRead.compute(address, (same, count) -> {
            if (count != null && count >= AT_ONCE) {
                throw Failure.of(
                                ProblemCode.RATE_LIMITED,
                                "Too many forms from this address have begun to arrive, and have no end yet.")
                        .retryAfter(Duration.ofSeconds(1))
                        .toException();
            }
            return count == null ? 1 : count + 1;
        });
        try {
            return reading.apply(bodies.bounded(request));
        } finally {
            beingRead.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        }
    }
}
