package dev.linkgate.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SendGuardTest {

    private final SendGuard guard = new SendGuard();

    @Test
    void whatWasGivenUpCannotLeave() {
        assertThat(guard.giveUp()).isEqualTo(TransportFailure.Phase.NOT_SENT);
        assertThatThrownBy(guard::markSent).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatHasLeftCanOnlyBeGivenUpAsSent() {
        guard.markSent();
        assertThat(guard.giveUp()).isEqualTo(TransportFailure.Phase.SENT);
    }
}
