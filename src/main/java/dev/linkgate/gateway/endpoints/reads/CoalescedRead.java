package dev.linkgate.gateway.endpoints.reads;

import dev.linkgate.gateway.endpoints.link.Aged;
import dev.linkgate.gateway.endpoints.link.Freshness;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.Futures;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One value in Atlas that many callers read.
 *
 * <pre>
 *              first caller             completed
 *   nothing ────────────────► under way ─────────► loaded
 *      ▲                        │    ▲                │
 *      └────────────────────────┘    └────────────────┘
 *               it failed         first caller after max-age
 * </pre>
 *
 * Invariants:
 *
 * <ol>
 *   <li>At most one read is under way for all callers that accept shared answers.
 *   <li>An answer is shared for max-age after Atlas was asked, not after the answer came.
 *   <li>A failure reaches only the request that made the read and the requests that waited for it. If that request
 *       ended because its caller left, one of the waiting requests reads instead.
 *   <li>A caller that wants a fresh answer makes its own read. Its answer replaces any answer to an earlier read.
 *   <li>A caller that gets another's answer, or its failure, {@linkplain RequestFacts#reliesOn relies on} this being
 *       current.
 * </ol>
 *
 * It blocks only to wait for Atlas, and a hit takes no lock.
 */
final class CoalescedRead<T> {

    private final Sharing sharing;
    private final BooleanSupplier current;
    private final AtomicReference<@Nullable InFlightRead<T>> latest = new AtomicReference<>();

    /** @param current whether no write has begun or ended since this was made; false for good once it is false */
    CoalescedRead(Sharing sharing, BooleanSupplier current) {
        this.sharing = sharing;
        this.current = current;
    }

    /**
     * The value as it is or was a moment ago.
     *
     * @param work asks Atlas; its exception passes through
     */
    Aged<T> get(RequestContext context, Freshness freshness, Supplier<T> work) {
        if (sharing.isOff()) {
            return alone(work);
        }
        return switch (freshness) {
            case NEW -> readThrough(context, work);
            case SHARED -> share(context, work);
        };
    }

    /** The answer already held, if it is young enough. */
    @Nullable
    Aged<T> recent(RequestContext context) {
        long now = sharing.ticker().read();
        InFlightRead<T> read = latest.get();
        return read != null && read.isYounger(now, sharing.maxAgeNanos()) ? hit(context, read, now) : null;
    }

    /** Whether it holds no answer and waits for none. */
    boolean isEmpty() {
        return latest.get() == null;
    }

    private Aged<T> share(RequestContext context, Supplier<T> work) {
        while (true) {
            long now = sharing.ticker().read();
            InFlightRead<T> read = latest.get();
            if (read != null) {
                if (read.isUnderWay()) {
                    sharing.joined().increment();
                    try {
                        return arrived(context, read);
                    } catch (CancellationException e) {
                        continue; // the leader gave up
                    }
                }
                if (read.isYounger(now, sharing.maxAgeNanos())) {
                    return hit(context, read, now);
                }
            }
            InFlightRead<T> own = new InFlightRead<>(now);
            if (latest.compareAndSet(read, own)) {
                return lead(context, own, work);
            }
        }
    }

    private Aged<T> hit(RequestContext context, InFlightRead<T> read, long now) {
        sharing.hits().increment();
        context.facts().reliesOn(current);
        return aged(read, read.await(context), now);
    }

    private Aged<T> arrived(RequestContext context, InFlightRead<T> read) {
        context.facts().reliesOn(current);
        T value = read.await(context);
        return aged(read, value, sharing.ticker().read());
    }

    private static <T> Aged<T> aged(InFlightRead<T> read, T value, long now) {
        long age = Math.max(0, now - read.startedNanos());
        return new Aged<>(value, read.startedNanos(), Duration.ofNanos(age));
    }

    private Aged<T> lead(RequestContext context, InFlightRead<T> own, Supplier<T> work) {
        sharing.reads().increment();
        T value;
        try {
            value = work.get();
        } catch (Throwable e) {
            latest.compareAndSet(own, null);
            if (context.waiting().isAwaited()) {
                own.fail(context, e);
            } else {
                own.giveUp();
            }
            throw e;
        }
        own.complete(context, value);
        return new Aged<>(value, own.startedNanos(), null);
    }

    private Aged<T> readThrough(RequestContext context, Supplier<T> work) {
        InFlightRead<T> own = new InFlightRead<>(sharing.ticker().read());
        sharing.reads().increment();
        T value = work.get();
        own.complete(context, value);
        latest.updateAndGet(other -> other == null || other.startedNanos() - own.startedNanos() <= 0 ? own : other);
        return new Aged<>(value, own.startedNanos(), null);
    }

    private Aged<T> alone(Supplier<T> work) {
        long started = sharing.ticker().read();
        sharing.reads().increment();
        return new Aged<>(work.get(), started, null);
    }

    /**
     * One read of Atlas, which one request makes and others may wait for: under way, completed with a value, failed, or
     * given up.
     */
    static final class InFlightRead<T> {

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
}
