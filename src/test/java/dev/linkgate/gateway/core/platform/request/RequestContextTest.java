package dev.linkgate.gateway.core.platform.request;

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
        context.facts().noteStreaming();
        long took = context.facts().tookMicros();

        Patience.until(() -> context.facts().ageMicros() > took);

        assertThat(context.facts().tookMicros()).isEqualTo(took);
    }

    @Test
    void onlyItsOwnThreadAsksWhetherItMayWait() throws InterruptedException {
        AtomicBoolean connected = new AtomicBoolean(true);
        List<Thread> asking = new CopyOnWriteArrayList<>();
        context.waiting().addCondition(() -> {
            asking.add(Thread.currentThread());
            return connected.get();
        });
        connected.set(false);

        assertThat(elsewhere(context.waiting()::mayContinue))
                .as("not noticed yet")
                .isTrue();
        assertThat(context.waiting().mayContinue()).isFalse();
        assertThat(elsewhere(context.waiting()::mayContinue)).isFalse();
        assertThat(context.waiting().isAwaited()).isFalse();
        assertThat(asking).containsExactly(Thread.currentThread());
    }

    @Test
    void lostAccessEndsTheWaitsOfAllItsThreads() throws InterruptedException {
        context.allowed(() -> new Right.Ended(Failure.of(ProblemCode.FORBIDDEN, "no more")));

        assertThatThrownBy(context.waiting()::mayContinue).isInstanceOf(LinkgateException.class);
        assertThat(elsewhere(context.waiting()::mayContinue)).isFalse();
    }

    /** The caller's key was revoked, although the team still has its role. */
    @Test
    void aCallerWithoutIdentityHasNoRight() {
        context.identified(
                Actor.team("payments", "k1"),
                () -> new Right.Ended(Failure.of(ProblemCode.UNAUTHENTICATED, "revoked")));
        assertThatThrownBy(context.waiting()::mayContinue).hasMessageContaining("unauthenticated");

        context.allowed(Right.PERMANENT);

        assertThatThrownBy(context.waiting()::mayContinue).hasMessageContaining("unauthenticated");
        assertThatThrownBy(context.right()::require).hasMessageContaining("unauthenticated");
    }

    private static boolean elsewhere(BooleanSupplier question) throws InterruptedException {
        AtomicBoolean answer = new AtomicBoolean();
        Thread.ofVirtual().start(() -> answer.set(question.getAsBoolean())).join();
        return answer.get();
    }
}
