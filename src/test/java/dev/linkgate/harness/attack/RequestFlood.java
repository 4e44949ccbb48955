package dev.linkgate.harness.attack;

import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import dev.linkgate.wire.RawResponse;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Connections that ask without a pause.
 *
 * @param connections each of which is opened again when it is closed
 * @param all how many requests there are before it ends early
 * @param request by its number
 */
record RequestFlood(int connections, long all, LongFunction<RawRequest> request) {

    private static final long PAUSE_NANOS = 5_000_000;

    static RequestFlood of(int connections, LongFunction<RawRequest> request) {
        return new RequestFlood(connections, Long.MAX_VALUE, request);
    }

    RequestFlood atMost(long requests) {
        return new RequestFlood(connections, requests, request);
    }

    /** Returns when the attack's time is over, or when all requests are answered. */
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
        BooleanSupplier goesOn = () -> !context.over() && number.get() < all;
        while (goesOn.getAsBoolean()) {
            try (RawConnection connection = context.connect()) {
                while (goesOn.getAsBoolean()) {
                    connection.say(request.apply(number.getAndIncrement()).bytes());
                    RawResponse answer = connection.hear(false);
                    context.seen().answered(answer.status());
                    check.accept(answer);
                    if (answer.status() == 500) {
                        context.seen().violated("a 500", answer.toString());
                    }
                }
            } catch (IOException e) {
                context.seen().saw("closed");
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
