package dev.linkgate.reads;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for the results of other threads. */
final class Futures {

    private Futures() {}

    /**
     * Waits for a result, like {@link CompletableFuture#join}.
     *
     * @param everySecond runs while it waits; its exception ends the wait
     * @throws CompletionException with the exception of the other thread as its cause
     */
    static <T> T join(CompletableFuture<T> result, Runnable everySecond) {
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
}
