package dev.linkgate.gateway.core.platform.concurrency;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.Futures;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one request reads for itself and for others, which wait for it. They get its failure, too. If the request ended
 * because its client left, there is no result, and one of the others must read instead.
 */
public final class SharedResult<V> {

    /** A read ends by the deadlines of its own work. */
    private static final Duration LONG = Duration.ofDays(1);

    private final CompletableFuture<V> result = new CompletableFuture<>();

    /** The reader's credential; written before the result, read after it. */
    private @Nullable String credential;

    private int credentialVersion;

    /**
     * Reads.
     *
     * @param work its exception passes through, and to all who wait
     */
    public V read(RequestContext reader, Supplier<V> work) {
        V value;
        try {
            value = work.get();
        } catch (Throwable e) {
            note(reader);
            if (reader.waiting().isAwaited()) {
                result.completeExceptionally(e);
            } else {
                result.cancel(false);
            }
            throw e;
        }
        note(reader);
        result.complete(value);
        return value;
    }

    private void note(RequestContext reader) {
        Integer version = reader.facts().credentialVersion();
        if (version != null) {
            credential = reader.facts().credential();
            credentialVersion = version;
        }
    }

    /**
     * Waits for the result, on behalf of another request.
     *
     * @param tooLate the failure of a request that may not wait any longer
     * @throws LinkgateException that, or as the read; also other exceptions of the read
     * @throws CancellationException if there is none
     */
    public V await(RequestContext follower, Failure tooLate) {
        try {
            return Futures.join(result, () -> {
                if (!follower.waiting().mayContinue()) {
                    throw tooLate.toException();
                }
            });
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        } finally {
            if (result.isDone() && !result.isCancelled() && credential != null) {
                follower.facts().noteCredential(credential, credentialVersion);
            }
        }
    }

    /**
     * Waits for the end of the read, whatever it is.
     *
     * @return false if the request may not wait any longer
     */
    boolean awaitEnd(RequestContext context) {
        return Futures.await(result, LONG, context.waiting()::mayContinue);
    }

    public boolean isUnderWay() {
        return !result.isDone();
    }

    public boolean hasValue() {
        return result.state() == CompletableFuture.State.SUCCESS;
    }
}
