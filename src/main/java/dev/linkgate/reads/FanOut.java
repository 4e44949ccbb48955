package dev.linkgate.reads;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Applies a function to many sources in virtual threads, a bounded number at a time. */
public final class FanOut {

    /** The bound for one list, so that a long list does not take every connection to Atlas. */
    private static final int WIDTH = 8;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** The results in the order of the sources; the first failure ends it. */
    public <S, T> List<T> map(List<S> sources, Function<S, T> work) {
        Semaphore places = new Semaphore(WIDTH);
        List<CompletableFuture<T>> results = sources.stream()
                .map(source -> CompletableFuture.supplyAsync(() -> within(places, source, work), threads))
                .toList();
        try {
            return results.stream().map(CompletableFuture::join).toList();
        } catch (CompletionException e) {
            results.forEach(result -> result.cancel(false));
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static <S, T> T within(Semaphore places, S source, Function<S, T> work) {
        places.acquireUninterruptibly();
        try {
            return work.apply(source);
        } finally {
            places.release();
        }
    }
}
