package dev.linkgate.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Patience;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
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
    void onlyItsOwnThreadAsksWhetherItMayWait() throws InterruptedException {
        AtomicBoolean connected = new AtomicBoolean(true);
        List<Thread> asking = new CopyOnWriteArrayList<>();
        context.waitsWhile(() -> {
            asking.add(Thread.currentThread());
            return connected.get();
        });
        connected.set(false);

        assertThat(elsewhere(context::mayWait)).as("not noticed yet").isTrue();
        assertThat(context.mayWait()).isFalse();
        assertThat(elsewhere(context::mayWait)).isFalse();
        assertThat(context.isAwaited()).isFalse();
        assertThat(asking).containsExactly(Thread.currentThread());
    }

    @Test
    void lostAccessEndsTheWaitsOfAllItsThreads() throws InterruptedException {
        context.allowed(() -> new Right.Ended(Failure.of(ProblemCode.FORBIDDEN, "no more")));

        assertThatThrownBy(context::mayWait).isInstanceOf(LinkgateException.class);
        assertThat(elsewhere(context::mayWait)).isFalse();
    }

    /** Of a key that was revoked, although the team still has its role. */
    @Test
    void aCallerWithoutIdentityHasNoRight() {
        context.identified(
                Actor.team("payments", "k1"),
                () -> new Right.Ended(Failure.of(ProblemCode.UNAUTHENTICATED, "revoked")));
        assertThatThrownBy(context::mayWait).hasMessageContaining("unauthenticated");

        context.allowed(Right.PERMANENT);

        assertThatThrownBy(context::mayWait).hasMessageContaining("unauthenticated");
        assertThatThrownBy(context.right()::require).hasMessageContaining("unauthenticated");
    }

    private static boolean elsewhere(BooleanSupplier question) throws InterruptedException {
        AtomicBoolean answer = new AtomicBoolean();
        Thread.ofVirtual().start(() -> answer.set(question.getAsBoolean())).join();
        return answer.get();
    }

    @Test
    void aCallThatDoesNotStreamTakesAsLongAsItIsOld() {
        long age = context.ageMicros();
        long took = context.tookMicros();
        assertThat(took).isBetween(age, context.ageMicros());
    }
}
