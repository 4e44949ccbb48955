package dev.linkgate.link;

import dev.linkgate.kernel.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One read of Atlas, which one request makes and others may wait for: under way, landed with a value, or failed. */
final class Flight<T> {

    private final long startedNanos;
    private final CompletableFuture<T> landing = new CompletableFuture<>();

    /** What Atlas was shown; written before the landing, read after it. */
    private @Nullable String credential;

    private int credentialVersion;

    Flight(long startedNanos) {
        this.startedNanos = startedNanos;
    }

    long startedNanos() {
        return startedNanos;
    }

    boolean isUnderWay() {
        return !landing.isDone();
    }

    /** Whether it brought a value that is younger than this. */
    boolean isYounger(long now, long nanos) {
        return landing.state() == CompletableFuture.State.SUCCESS && now - startedNanos < nanos;
    }

    /** Ends it with a value. */
    void land(RequestContext pilot, T value) {
        note(pilot);
        landing.complete(value);
    }

    /** Ends it with what those who wait for it get to see. */
    void fail(RequestContext pilot, Throwable reason) {
        note(pilot);
        landing.completeExceptionally(reason);
    }

    /** The value, once it has landed; throws what it failed with. */
    T arrival(RequestContext passenger) {
        try {
            return landing.join();
        } catch (CompletionException e) {
            Throwable reason = e.getCause();
            if (reason instanceof Error error) {
                throw error;
            }
            throw reason instanceof RuntimeException failure ? failure : e;
        } finally {
            if (credential != null) {
                passenger.uses(credential, credentialVersion);
            }
        }
    }

    private void note(RequestContext pilot) {
        Integer version = pilot.credentialVersion();
        if (version != null) {
            credential = pilot.credential();
            credentialVersion = version;
        }
    }
}
