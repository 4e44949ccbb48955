package dev.linkgate.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import org.junit.jupiter.api.Test;

class CallTest {

    private final Call call = Call.system("a-request");

    @Test
    void howLongSomebodyListensIsNotHowLongTheCallTook() {
        call.streams();
        long took = call.tookMicros();

        Patience.until(() -> call.ageMicros() > took);

        assertThat(call.tookMicros()).isEqualTo(took);
    }

    @Test
    void aCallThatDoesNotStreamTakesAsLongAsItIsOld() {
        long age = call.ageMicros();
        assertThat(call.tookMicros()).isBetween(age, call.ageMicros() + 1_000_000);
    }
}
