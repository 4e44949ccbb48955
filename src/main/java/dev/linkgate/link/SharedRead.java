package dev.linkgate.link;

import dev.linkgate.kernel.RequestContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing in Atlas that many callers read.
 *
 * <pre>
 *              first caller             it landed
 *   nothing ────────────────► under way ─────────► landed
 *      ▲                        │    ▲                │
 *      └────────────────────────┘    └────────────────┘
 *               it failed         first caller after max-age
 * </pre>
 *
 * Invariants:
 *
 * <ol>
 *   <li>At most one read is under way for all callers that take shared answers.
 *   <li>An answer is handed out for max-age after Atlas was asked, not after it came.
 *   <li>A failure is seen by the request that made the read and by those that were waiting for it, and then by nobody.
 *   <li>A caller that wants a new answer makes a read of its own, and its answer takes the place of any that Atlas was
 *       asked for before.
 * </ol>
 *
 * It never blocks but to wait for Atlas, and a hit takes no lock.
 */
final class SharedRead<T> {

    private final Sharing sharing;
    private final AtomicReference<@Nullable Flight<T>> latest = new AtomicReference<>();

    SharedRead(Sharing sharing) {
        this.sharing = sharing;
    }

    /**
     * The thing as it is or was a moment ago.
     *
     * @param work asks Atlas; its exception passes through
     */
    Seen<T> get(RequestContext context, Freshness freshness, Supplier<T> work) {
        if (sharing.isOff()) {
            return alone(work);
        }
        return switch (freshness) {
            case NEW -> readThrough(context, work);
            case SHARED -> share(context, work);
        };
    }

    /** The answer that is there already, if it is young enough. */
    @Nullable
    Seen<T> recent(RequestContext context) {
        long now = sharing.ticker().read();
        Flight<T> flight = latest.get();
        return flight != null && flight.isYounger(now, sharing.maxAgeNanos()) ? hit(context, flight, now) : null;
    }

    /** Whether it holds no answer and waits for none. */
    boolean isEmpty() {
        return latest.get() == null;
    }

    private Seen<T> share(RequestContext context, Supplier<T> work) {
        while (true) {
            long now = sharing.ticker().read();
            Flight<T> flight = latest.get();
            if (flight != null) {
                if (flight.isUnderWay()) {
                    sharing.joined().increment();
                    return arrived(context, flight);
                }
                if (flight.isYounger(now, sharing.maxAgeNanos())) {
                    return hit(context, flight, now);
                }
            }
            Flight<T> own = new Flight<>(now);
            if (latest.compareAndSet(flight, own)) {
                return lead(context, own, work);
            }
        }
    }

    private Seen<T> hit(RequestContext context, Flight<T> flight, long now) {
        sharing.hits().increment();
        return seen(flight, flight.arrival(context), now);
    }

    private Seen<T> arrived(RequestContext context, Flight<T> flight) {
        T value = flight.arrival(context);
        return seen(flight, value, sharing.ticker().read());
    }

    private static <T> Seen<T> seen(Flight<T> flight, T value, long now) {
        long age = Math.max(0, now - flight.startedNanos());
        return new Seen<>(value, flight.startedNanos(), Duration.ofNanos(age));
    }

    private Seen<T> lead(RequestContext context, Flight<T> own, Supplier<T> work) {
        sharing.reads().increment();
        T value;
        try {
            value = work.get();
        } catch (Throwable e) {
            latest.compareAndSet(own, null);
            own.fail(context, e);
            throw e;
        }
        own.land(context, value);
        return new Seen<>(value, own.startedNanos(), null);
    }

    private Seen<T> readThrough(RequestContext context, Supplier<T> work) {
        Flight<T> own = new Flight<>(sharing.ticker().read());
        sharing.reads().increment();
        T value = work.get();
        own.land(context, value);
        latest.updateAndGet(other -> other == null || other.startedNanos() - own.startedNanos() <= 0 ? own : other);
        return new Seen<>(value, own.startedNanos(), null);
    }

    private Seen<T> alone(Supplier<T> work) {
        long started = sharing.ticker().read();
        sharing.reads().increment();
        return new Seen<>(work.get(), started, null);
    }
}
