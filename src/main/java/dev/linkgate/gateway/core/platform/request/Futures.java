package dev.linkgate.gateway.core.platform.request;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waiting for the results of other threads. */
public final class Futures {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private Futures() {}

    /**
     * Waits for a result, like {@link CompletableFuture#join}.
     *
     * @param everySecond runs while it waits; its exception ends the wait
     * @throws CompletionException with the exception of the other thread as its cause
     */
    public static <T> T join(CompletableFuture<T> result, Runnable everySecond) {
        try {
            while (true) {
                try {
                    return result.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    everySecond.run();
                }
            }
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return result.join();
        }
    }

    /**
     * Waits for an event.
     *
     * @param goesOn asked every second; false or its exception ends the wait
     * @return whether the event has come
     */
    public static boolean await(CompletableFuture<?> event, Duration patience, BooleanSupplier goesOn) {
        long end = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        try {
            while (!event.isDone() && left > 0) {
                try {
                    event.get(Math.min(left, SECOND), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    left = goesOn.getAsBoolean() ? end - System.nanoTime() : 0;
                }
            }
        } catch (ExecutionException | CancellationException e) {
            return true; // a failure is an end, too
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return event.isDone();
    }
}
