package dev.linkgate.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.ManualClock;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakingChannelTest {

    private static final ResilienceSettings.Breaker SETTINGS =
            new ResilienceSettings.Breaker(20, 10, 50, Duration.ofSeconds(10), 2);

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ScriptedWire wire = new ScriptedWire();
    private final BreakingChannel channel = new BreakingChannel(wire, "atlas", SETTINGS, clock, meters);

    @Test
    void opensWhenMostRequestsFailAndSaysWhenToComeBack() {
        fail(10);
        clock.advance(Duration.ofSeconds(4));

        LinkgateException thrown = catchThrowableOfType(LinkgateException.class, this::ask);

        assertThat(thrown.failure().code()).isEqualTo(ProblemCode.ATLAS_UNAVAILABLE);
        assertThat(thrown.failure().retryAfter()).isEqualTo(Duration.ofSeconds(6));
        assertThat(wire.requests()).as("the last one was not sent").isEqualTo(10);
        assertThat(state()).isEqualTo(2);
        assertThat(meters.get("linkgate.atlas.breaker.refusals").counter().count())
                .isOne();
    }

    @Test
    void halfOpensByItselfAndClosesWhenAtlasWorksAgain() {
        fail(10);
        clock.advance(Duration.ofSeconds(11));
        wire.answers(200);

        ask();
        assertThat(state()).isEqualTo(1);
        ask();
        assertThat(state()).isZero();
    }

    @Test
    void opensAgainWhenTheTrialsFail() {
        fail(10);
        clock.advance(Duration.ofSeconds(11));

        fail(2);

        assertThat(state()).isEqualTo(2);
        assertThat(catchThrowableOfType(LinkgateException.class, this::ask)).isNotNull();
    }

    @Test
    void opensWhenNothingIsAnswered() {
        wire.answers(request -> {
            throw new TransportFailure(TransportFailure.Phase.SENT, true, new IOException("silence"));
        });
        IntStream.range(0, 10)
                .forEach(i -> assertThat(catchThrowableOfType(TransportFailure.class, this::ask))
                        .isNotNull());

        assertThat(state()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 405, 406, 409, 410, 429})
    void staysClosedWhateverAtlasRefuses(int status) {
        wire.answers(status);
        IntStream.range(0, 100).forEach(i -> ask());

        assertThat(state()).isZero();
    }

    @Test
    void staysClosedWhenTheGatewayItselfHadNoTime() {
        wire.answers(request -> {
            throw TransportFailure.whileWaiting(new TimeoutException("no turn"));
        });
        IntStream.range(0, 100)
                .forEach(i -> assertThat(catchThrowableOfType(TransportFailure.class, this::ask))
                        .isNotNull());

        assertThat(state()).isZero();
    }

    @Test
    void isNotKeptHalfOpenByRateLimits() {
        fail(10);
        clock.advance(Duration.ofSeconds(11));
        wire.answers(429);
        IntStream.range(0, 10).forEach(i -> ask());

        wire.answers(200);
        ask();
        ask();

        assertThat(state()).isZero();
    }

    private void fail(int times) {
        wire.answers(503);
        IntStream.range(0, times).forEach(i -> ask());
    }

    private void ask() {
        channel.exchange(Requests.get("/api/atlas/v2/groups/1/x"));
    }

    private double state() {
        return meters.get("linkgate.atlas.breaker.state").gauge().value();
    }
}
