package dev.linkgate.gateway.core.atlas.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SendGuardTest {

    private final SendGuard guard = new SendGuard();

    @Test
    void abandonedRequestCannotLeave() {
        assertThat(guard.giveUp()).isEqualTo(TransportFailure.Phase.NOT_SENT);
        assertThatThrownBy(() -> guard.markSent(false)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void sentRequestIsGivenUpAsSent() {
        guard.markSent(false);
        assertThat(guard.giveUp()).isEqualTo(TransportFailure.Phase.SENT);
    }
}
