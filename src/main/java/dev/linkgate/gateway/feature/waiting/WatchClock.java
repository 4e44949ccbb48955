package dev.linkgate.gateway.feature.waiting;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Monotonic time and waiting for it to pass, which a test drives by hand. */
public interface WatchClock extends Ticker {

    /**
     * Waits until an event, but at most for a time; may return early.
     *
     * @param event completes normally, if ever
     */
    void await(CompletableFuture<?> event, long nanos) throws InterruptedException;

    WatchClock SYSTEM = new WatchClock() {
        @Override
        public long read() {
            return System.nanoTime();
        }

        @Override
        public void await(CompletableFuture<?> event, long nanos) throws InterruptedException {
            try {
                event.get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // The time is up. The caller checks the clock itself.
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    };
}
