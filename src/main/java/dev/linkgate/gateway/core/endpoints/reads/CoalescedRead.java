package dev.linkgate.gateway.core.endpoints.reads;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.platform.concurrency.SharedResult;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.util.concurrent.CancellationException;
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

    private static final Failure MAY_NOT_WAIT =
            Failure.of(ProblemCode.ATLAS_TIMEOUT, "Atlas's answer to the same read did not come in time.");

    private final Sharing sharing;
    private final BooleanSupplier current;
    private final AtomicReference<@Nullable InFlightRead<T>> latest = new AtomicReference<>();

    /** A read of Atlas, which one request makes and others may wait for. */
    private record InFlightRead<T>(long startedNanos, SharedResult<T> result) {

        InFlightRead(long startedNanos) {
            this(startedNanos, new SharedResult<>());
        }

        /** Whether it has a value that is younger than this. */
        boolean isYounger(long now, long nanos) {
            return result.hasValue() && now - startedNanos < nanos;
        }
    }

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
                if (read.result().isUnderWay()) {
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
        return Aged.of(read.result().await(context, MAY_NOT_WAIT), read.startedNanos(), now);
    }

    private Aged<T> arrived(RequestContext context, InFlightRead<T> read) {
        context.facts().reliesOn(current);
        T value = read.result().await(context, MAY_NOT_WAIT);
        return Aged.of(value, read.startedNanos(), sharing.ticker().read());
    }

    private Aged<T> lead(RequestContext context, InFlightRead<T> own, Supplier<T> work) {
        sharing.reads().increment();
        T value = own.result().read(context, () -> {
            try {
                return work.get();
            } catch (Throwable e) {
                latest.compareAndSet(own, null);
                throw e;
            }
        });
        return new Aged<>(value, own.startedNanos(), null);
    }

    private Aged<T> readThrough(RequestContext context, Supplier<T> work) {
        InFlightRead<T> own = new InFlightRead<>(sharing.ticker().read());
        sharing.reads().increment();
        T value = own.result().read(context, work);
        latest.updateAndGet(other -> other == null || other.startedNanos() - own.startedNanos() <= 0 ? own : other);
        return new Aged<>(value, own.startedNanos(), null);
    }

    private Aged<T> alone(Supplier<T> work) {
        long started = sharing.ticker().read();
        sharing.reads().increment();
        return new Aged<>(work.get(), started, null);
    }
}
