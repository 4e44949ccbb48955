package dev.linkgate.gateway.core.platform.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightTest {

    private static final Failure NO_MORE = Failure.of(ProblemCode.UNAUTHENTICATED, "no more");

    private static Right right(String state) {
        return switch (state) {
            case "held" -> Right.Held::new;
            case "unconfirmed" -> Right.Unconfirmed::new;
            default -> () -> new Right.Ended(NO_MORE);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "held, held, held",
        "held, unconfirmed, unconfirmed",
        "unconfirmed, held, unconfirmed",
        "held, ended, ended",
        "ended, held, ended",
        "unconfirmed, ended, ended",
        "ended, unconfirmed, ended"
    })
    void bothMustHold(String one, String other, String both) {
        assertThat(right(one).and(right(other)).state()).isEqualTo(right(both).state());
    }

    @Test
    void aWaitEndsEarlyIfNobodyKnowsAndFailsIfTheRightHasEnded() {
        assertThat(right("held").continues()).isTrue();
        assertThat(right("unconfirmed").continues()).isFalse();
        assertThatThrownBy(right("ended")::continues).hasMessageContaining("unauthenticated");
    }

    @Test
    void aWriteNeedsToKnow() {
        right("held").require();
        assertThatThrownBy(right("unconfirmed")::require).hasMessageContaining("access-unconfirmed");
        assertThatThrownBy(right("ended")::require).hasMessageContaining("unauthenticated");
    }

    @Test
    void workThatNobodyHasDecidedOnMayNotWrite() {
        RequestContext request = new RequestContext("req-1", "192.0.2.7", null, receipt -> {});
        request.identified(Actor.team("payments", "k1"));
        RequestContext operation = RequestContext.system("op-1", request.actor().onBehalf());

        assertThatThrownBy(request.right()::require).hasMessageContaining("forbidden");
        assertThatThrownBy(operation.right()::require).hasMessageContaining("forbidden");
        RequestContext.system("own").right().require();
    }

    @Test
    void aPartHasTheRightOfItsRequest() {
        RequestContext request = new RequestContext("req-1", "192.0.2.7", null, receipt -> {});
        request.allowed(right("ended"));

        assertThatThrownBy(request.part().right()::require).hasMessageContaining("unauthenticated");
    }
}
