package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.endpoints.reads.SharedReads;
import dev.linkgate.gateway.platform.request.RequestContext;
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

    /** Polls at most once a millisecond. */
    public static TargetReader reader(SharedAtlas atlas, WatchClock time) {
        Duration interval = Duration.ofMillis(1);
        Pollers pollers = new Pollers(new LinkReader(atlas, SharedReads.FAN_OUT, time), interval, time);
        return new TargetReader(pollers);
    }

    public static EndpointWait on(SharedAtlas atlas, WatchClock time) {
        return new EndpointWait(
                new Pollers(new LinkReader(atlas, SharedReads.FAN_OUT, time), Duration.ofSeconds(5), time));
    }
}
