package dev.linkgate.gateway.core.endpoints.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorHistoryTest {

    private static final Duration GRACE = Duration.ofMinutes(2);
    private static final EndpointId ID = new EndpointId("vpce-0b9c5701325cb15dd");

    private final ManualClock clock = new ManualClock();
    private final ErrorHistory history = new ErrorHistory(GRACE, clock);

    @ParameterizedTest
    @EnumSource(
            value = ConnectionStatus.class,
            names = {"NONE", "PENDING_ACCEPTANCE", "PENDING", "UNKNOWN"})
    void anErrorThatOutlastsTheGraceIsAFailure(ConnectionStatus status) {
        assertThat(look(status, "Verify endpoint ID")).isFalse();
        clock.advance(GRACE.minusMillis(1));
        assertThat(look(status, "Verify endpoint ID")).isFalse();
        clock.advance(Duration.ofMillis(1));
        assertThat(look(status, "Verify endpoint ID, then retry")).isTrue();
    }

    @Test
    void anErrorThatPassesStartsTheGraceAnew() {
        look(ConnectionStatus.PENDING, "busy");
        clock.advance(GRACE);
        assertThat(look(ConnectionStatus.PENDING, null)).isFalse();
        assertThat(look(ConnectionStatus.PENDING, "busy")).isFalse();
        clock.advance(GRACE);
        assertThat(look(ConnectionStatus.PENDING, "busy")).isTrue();
    }

    /** What is there afterwards was added anew. */
    @Test
    void anAbsentEndpointStartsTheGraceAnew() {
        look(ConnectionStatus.PENDING, "busy");
        clock.advance(GRACE);
        assertThatThrownBy(() -> history.judge(ScriptedAtlas.PATH, ID, () -> {
                    throw ScriptedAtlas.notFound();
                }))
                .hasMessageContaining("endpoint-not-found");
        assertThat(look(ConnectionStatus.PENDING, "busy")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = ConnectionStatus.class,
            names = {"AVAILABLE", "DELETING"})
    void whatIsConnectedOrLeavingNeverFails(ConnectionStatus status) {
        look(status, "busy");
        clock.advance(GRACE);
        assertThat(look(status, "busy")).isFalse();
    }

    @Test
    void aRejectedEndpointHasFailedAtOnce() {
        assertThat(look(ConnectionStatus.REJECTED, null)).isTrue();
        assertThat(look(ConnectionStatus.ofAtlas("FAILED"), null)).isTrue();
    }

    private boolean look(ConnectionStatus status, @Nullable String error) {
        Endpoint read = new Endpoint(ID, status, null, false, error, EndpointDetails.AWS);
        return history.judge(ScriptedAtlas.PATH, ID, () -> read).failed();
    }
}
