package dev.linkgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.kernel.Actor;
import org.junit.jupiter.api.Test;

class StreamPlacesTest {

    private static final Actor PAYMENTS = Actor.team("payments", "key-1");
    private static final Actor LEDGER = Actor.team("ledger", "key-2");

    private final StreamPlaces places = new StreamPlaces(3, 2);

    @Test
    void aTeamHasItsShareWhateverItsCallersShow() {
        places.take(PAYMENTS);
        places.take(Actor.jwt("payments", "somebody"));
        assertThatThrownBy(() -> places.take(PAYMENTS)).hasMessageContaining("rate-limited: Your team has 2");
        places.take(LEDGER);
    }

    @Test
    void allHaveSoManyTheAdministratorIncluded() {
        places.take(PAYMENTS);
        places.take(LEDGER);
        places.take(Actor.ADMINISTRATOR);
        assertThat(places.taken()).isEqualTo(3);
        assertThatThrownBy(() -> places.take(Actor.ADMINISTRATOR))
                .hasMessageContaining("rate-limited: The gateway has 3");
    }

    @Test
    void aPlaceThatIsLeftIsFree() {
        for (int i = 0; i < 10; i++) {
            places.take(PAYMENTS);
            places.take(PAYMENTS);
            assertThatThrownBy(() -> places.take(PAYMENTS)).hasMessageContaining("rate-limited");
            places.leave(PAYMENTS);
            places.leave(PAYMENTS);
        }
        assertThat(places.taken()).isZero();
    }
}
