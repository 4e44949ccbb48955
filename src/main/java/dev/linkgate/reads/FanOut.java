package dev.linkgate.reads;

import dev.linkgate.kernel.RequestContext;
import dev.linkgate.observability.LoggedRequest;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Applies a function to many sources in virtual threads, a bounded number at a time. */
public final class FanOut {

    /** The bound for one list, so that a long list does not take every connection to Atlas. */
    private static final int WIDTH = 8;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Applies the function to all sources on behalf of a request, which the caller's thread works for. While it waits,
     * it checks whether the request may wait, so that the other threads learn it.
     *
     * @return the results in the order of the sources
     * @throws RuntimeException the first failure, which ends all work that has not begun
     */
    public <S, T> List<T> map(RequestContext context, List<S> sources, Function<S, T> work) {
        Function<S, T> logged = source -> LoggedRequest.during(context.requestId(), () -> work.apply(source));
        Semaphore places = new Semaphore(WIDTH);
        AtomicBoolean ended = new AtomicBoolean();
        List<CompletableFuture<T>> results = sources.stream()
                .map(source -> CompletableFuture.supplyAsync(() -> within(places, ended, source, logged), threads))
                .toList();
        try {
            return results.stream()
                    .map(result -> Futures.join(result, context::mayWait))
                    .toList();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            ended.set(true);
        }
    }

    private static <S, T> T within(Semaphore places, AtomicBoolean ended, S source, Function<S, T> work) {
        places.acquireUninterruptibly();
        try {
            if (ended.get()) {
                throw new CancellationException();
            }
            return work.apply(source);
        } finally {
            places.release();
        }
    }
}
