package dev.linkgate.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import org.junit.jupiter.api.Test;

class RequestContextTest {

    private final RequestContext context = RequestContext.system("a-request");

    @Test
    void howLongSomebodyListensIsNotHowLongTheCallTook() {
        context.streams();
        long took = context.tookMicros();

        Patience.until(() -> context.ageMicros() > took);

        assertThat(context.tookMicros()).isEqualTo(took);
    }

    @Test
    void aCallThatDoesNotStreamTakesAsLongAsItIsOld() {
        long age = context.ageMicros();
        long took = context.tookMicros();
        assertThat(took).isBetween(age, context.ageMicros());
    }
}
