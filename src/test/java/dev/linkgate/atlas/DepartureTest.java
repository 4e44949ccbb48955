package dev.linkgate.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DepartureTest {

    private final Departure departure = new Departure();

    @Test
    void whatWasGivenUpCannotLeave() {
        assertThat(departure.giveUp()).isEqualTo(TransportFailure.Phase.NOT_SENT);
        assertThatThrownBy(departure::leave).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatHasLeftCanOnlyBeGivenUpAsSent() {
        departure.leave();
        assertThat(departure.giveUp()).isEqualTo(TransportFailure.Phase.SENT);
    }
}
