package dev.linkgate.gateway.feature.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.RetryWindow;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

@Timeout(60)
class TeamRateFilterTest {

    private final AtomicLong skipped = new AtomicLong();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TeamRateFilter filter =
            new TeamRateFilter(new PerMinuteLimit(1, () -> System.nanoTime() + skipped.get()), meters);
    private final AtomicInteger passed = new AtomicInteger();

    @Test
    void aRequestThatMayWaitWaitsForTheNextMinute() throws Exception {
        ask(Duration.ZERO);
        skipped.addAndGet(Duration.ofSeconds(59).toNanos());

        MockHttpServletResponse answer = ask(Duration.ofSeconds(30));

        assertThat(passed).hasValue(2);
        assertThat(answer.getHeader("RateLimit-Remaining")).isEqualTo("0");
        assertThat(refusals()).isZero();
    }

    @Test
    void itDoesNotWaitForAMinuteThatComesTooLate() throws Exception {
        ask(Duration.ZERO);
        assertThatThrownBy(() -> ask(Duration.ofSeconds(30))).hasMessageContaining("rate-limited");
        assertThatThrownBy(() -> ask(Duration.ZERO)).hasMessageContaining("rate-limited");
        assertThat(passed).hasValue(1);
        assertThat(refusals()).isEqualTo(2);
    }

    private double refusals() {
        return meters.get("linkgate.team.refusals").counter().count();
    }

    private MockHttpServletResponse ask(Duration retryTime) throws ServletException, IOException {
        RequestContext context = new RequestContext("request-1", "192.0.2.1", null, receipt -> {});
        context.identified(Actor.team("payments", "key-1"));
        context.waiting().retryWithin(new RetryWindow(retryTime, () -> () -> {}));
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/atlas/v2");
        CurrentContext.set(request, context);
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, (same, answer) -> passed.incrementAndGet());
        return response;
    }
}
