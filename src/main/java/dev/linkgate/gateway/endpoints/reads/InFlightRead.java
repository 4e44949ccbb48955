package dev.linkgate.gateway.endpoints.reads;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.Futures;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One read of Atlas, which one request makes and others may wait for: under way, completed with a value, failed, or
 * given up.
 */
final class InFlightRead<T> {

    private final long startedNanos;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /** The leader's credential; written before the result, read after it. */
    private @Nullable String credential;

    private int credentialVersion;

    InFlightRead(long startedNanos) {
        this.startedNanos = startedNanos;
    }

    long startedNanos() {
        return startedNanos;
    }

    boolean isUnderWay() {
        return !result.isDone();
    }

    /** Whether it has a value that is younger than this. */
    boolean isYounger(long now, long nanos) {
        return result.state() == CompletableFuture.State.SUCCESS && now - startedNanos < nanos;
    }

    /** Ends it with a value. */
    void complete(RequestContext leader, T value) {
        note(leader);
        result.complete(value);
    }

    /** Ends it with the failure that its followers get. */
    void fail(RequestContext leader, Throwable reason) {
        note(leader);
        result.completeExceptionally(reason);
    }

    /** Ends it without a result, because the leader may not wait for it any longer. */
    void giveUp() {
        result.cancel(false);
    }

    /**
     * Waits for the value; throws the failure of the read.
     *
     * @throws CancellationException if the leader gave up
     * @throws dev.linkgate.gateway.platform.request.LinkgateException if the follower may not wait any longer, as if its time were up
     */
    T await(RequestContext follower) {
        try {
            return Futures.join(result, () -> requireMayWait(follower));
        } catch (CompletionException e) {
            Throwable reason = e.getCause();
            if (reason instanceof Error error) {
                throw error;
            }
            throw reason instanceof RuntimeException failure ? failure : e;
        } finally {
            if (credential != null) {
                follower.facts().noteCredential(credential, credentialVersion);
            }
        }
    }

    private static void requireMayWait(RequestContext follower) {
        if (!follower.waiting().mayContinue()) {
            throw Failure.of(ProblemCode.ATLAS_TIMEOUT, "Atlas's answer to the same read did not come in time.")
                    .toException();
        }
    }

    private void note(RequestContext leader) {
        Integer version = leader.facts().credentialVersion();
        if (version != null) {
            credential = leader.facts().credential();
            credentialVersion = version;
        }
    }
}
