package dev.linkgate.gateway.core.endpoints.reads;

import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import dev.linkgate.gateway.core.platform.observability.LoggedRequest;
import dev.linkgate.gateway.core.platform.request.Futures;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Applies a function to many sources in a few virtual threads, however many sources there are. For more sources than
 * threads it takes a turn, of which there are few.
 */
public final class FanOut {

    /** The threads for one list, so that a long list does not take every connection to Atlas. */
    static final int WIDTH = 8;

    private final FairTurns turns;
    private final Duration patience;

    /**
     * @param turns limits how many long lists are read at once
     * @param patience how long to wait for a turn
     */
    public FanOut(FairTurns turns, Duration patience) {
        this.turns = turns;
        this.patience = patience;
    }

    /**
     * Applies the function to all sources on behalf of a request, which the caller's thread works for. While it waits,
     * it checks whether the request may wait, so that the other threads learn it.
     *
     * @return the results in the order of the sources
     * @throws RuntimeException the first failure, which ends all work that has not begun
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code rate-limited} if the turn did not come in
     *     time
     */
    public <S, T> List<T> map(RequestContext context, List<S> sources, Function<S, T> work) {
        if (sources.size() <= 1) {
            return sources.stream().map(work).toList();
        }
        Run<S, T> run = new Run<>(sources, work);
        return sources.size() <= WIDTH
                ? run.results(context)
                : turns.run(context, patience, () -> run.results(context));
    }

    /** The threads take one source after the other. */
    private static final class Run<S, T> {

        private final List<S> sources;
        private final Function<S, T> work;
        private final AtomicReferenceArray<@Nullable T> results;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger working;
        private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

        Run(List<S> sources, Function<S, T> work) {
            this.sources = sources;
            this.work = work;
            this.results = new AtomicReferenceArray<>(sources.size());
            this.working = new AtomicInteger(Math.min(WIDTH, sources.size()));
        }

        List<T> results(RequestContext context) {
            int threads = working.get();
            for (int i = 0; i < threads; i++) {
                Thread.ofVirtual().name("fan-out").start(LoggedRequest.wrap(context.requestId(), this::takeSources));
            }
            try {
                Futures.join(end, context.waiting()::mayContinue);
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            } finally {
                next.set(sources.size());
            }
            return IntStream.range(0, sources.size()).mapToObj(results::get).toList();
        }

        private void takeSources() {
            try {
                for (int i = next.getAndIncrement(); i < sources.size(); i = next.getAndIncrement()) {
                    results.set(i, work.apply(sources.get(i)));
                }
                if (working.decrementAndGet() == 0) {
                    end.complete(null);
                }
            } catch (Throwable e) {
                next.set(sources.size());
                end.completeExceptionally(e);
            }
        }
    }
}
