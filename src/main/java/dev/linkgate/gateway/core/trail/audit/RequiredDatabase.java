package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.store.DatabaseFailures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.QueryTimeoutException;

/**
 * Work that needs the database. It can become busy, or go away, after the record of the work was stored; a caller gets
 * the same answer as before that, because it can do the same: try again.
 */
public final class RequiredDatabase {

    private static final Logger log = LoggerFactory.getLogger(RequiredDatabase.class);

    private RequiredDatabase() {}

    /**
     * Does the work.
     *
     * @param work must not end with an exception of the database once it has sent a write to Atlas
     * @throws LinkgateException {@code audit-unavailable} if the database cannot do its part
     *     now; all other exceptions of the work pass through
     */
    public static <T extends @Nullable Object> T during(RequestContext context, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw DatabaseFailures.mayPass(e) ? unavailable(context, e).toException() : e;
        }
    }

    /**
     * Asks the database, without waiting longer than a time: a silent one would hold the caller for as long as a
     * connection lasts.
     *
     * @throws QueryTimeoutException if the answer does not come in time; all other exceptions of the question pass
     *     through
     */
    static <T> T within(Duration patience, Supplier<T> question) {
        return asked(patience, question).get();
    }

    /**
     * Begins to ask the database.
     *
     * @return waits for the answer, and ends as {@link #within} does
     */
    static <T> Supplier<T> asked(Duration patience, Supplier<T> question) {
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(
                question, task -> Thread.ofVirtual().name("database-question").start(task));
        return () -> {
            try {
                // An answer that is there takes no timer.
                return answer.isDone()
                        ? answer.join()
                        : answer.copy()
                                .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
                                .join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof TimeoutException) {
                    throw new QueryTimeoutException("the database did not answer in time", e);
                }
                throw e.getCause() instanceof RuntimeException failed ? failed : e;
            }
        };
    }

    /**
     * Does work that changes the database, as {@link #during} does. The exception is {@linkplain
     * LinkgateException#isDoubtful doubtful} if perhaps only the answer to the change was lost.
     */
    static <T extends @Nullable Object> T duringChange(RequestContext context, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (!DatabaseFailures.mayPass(e)) {
                throw e;
            }
            Failure failure = unavailable(context, e);
            throw DatabaseFailures.mayHaveBeenDone(e) ? LinkgateException.doubtful(failure) : failure.toException();
        }
    }

    private static Failure unavailable(RequestContext context, RuntimeException e) {
        log.warn("The database did not do its part of request {}: {}", context.requestId(), e.getMessage());
        return Failure.of(
                ProblemCode.AUDIT_UNAVAILABLE,
                "The database of the gateway did not answer in time. Nothing was sent to Atlas, and nothing was"
                        + " changed unless only the answer to the change was lost. Try again.");
    }
}
