package dev.linkgate.gateway.feature.waiting;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedReads;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** Waiting for endpoints, for tests of those who let it be done. */
public final class Waits {

    private Waits() {}

    /** Waits as a request does: in its own thread, which makes its context, and with a turn that ends with it. */
    static <T> Future<T> request(
            ExecutorService callers, Supplier<RequestContext> context, Function<RequestContext, T> wait) {
        return callers.submit(() -> {
            RequestContext request = context.get();
            try {
                return wait.apply(request);
            } finally {
                request.waiting().endTurn();
            }
        });
    }

    /** Returns when this was read, now or later, and those who wait know it. */
    static <T> void seen(Supplier<Poll<T>> poll, long now) {
        Patience.until(() -> poll.get().newerThan(now - 1) != null);
    }

    /** Polls at most so often. */
    public static Polls polls(SharedAtlas atlas, WatchClock time, Duration interval) {
        return new Polls(new LinkReader(atlas, SharedReads.FAN_OUT, time), interval, time);
    }

    public static PolledEndpointWait on(SharedAtlas atlas, WatchClock time) {
        return new PolledEndpointWait(polls(atlas, time, Duration.ofSeconds(5)));
    }
}
