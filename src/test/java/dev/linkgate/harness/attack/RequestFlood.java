package dev.linkgate.harness.attack;

import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Connections that ask without a pause.
 *
 * @param connections each of which is opened again when it is closed
 * @param together how many requests are said at once, before the first of their answers is read
 * @param request by its number
 */
record RequestFlood(int connections, int together, LongFunction<RawRequest> request) {

    private static final long PAUSE_NANOS = 5_000_000;

    static RequestFlood of(int connections, LongFunction<RawRequest> request) {
        return new RequestFlood(connections, 1, request);
    }

    /** Returns when the attack's time is over. */
    void run(AttackContext context) {
        run(context, answer -> {});
    }

    /** @param check of each answer */
    void run(AttackContext context, Consumer<RawResponse> check) {
        AtomicLong number = new AtomicLong();
        try (ExecutorService threads = context.threads()) {
            for (int i = 0; i < connections; i++) {
                threads.execute(() -> flood(context, number, check));
            }
        }
    }

    private void flood(AttackContext context, AtomicLong number, Consumer<RawResponse> check) {
        while (!context.over()) {
            try (RawConnection connection = context.connect()) {
                while (!context.over()) {
                    for (int i = 0; i < together; i++) {
                        connection.say(request.apply(number.getAndIncrement()).bytes());
                    }
                    for (int i = 0; i < together; i++) {
                        RawResponse answer = connection.hear(false);
                        context.seen().answered(answer.status());
                        check.accept(answer);
                        if (answer.status() == 500) {
                            context.seen().violated("a 500", answer.toString());
                        }
                    }
                }
            } catch (IOException e) {
                context.seen().saw("closed");
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
