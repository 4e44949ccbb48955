package dev.linkgate.harness.rotation;

import dev.linkgate.Patience;
import dev.linkgate.gateway.app.Answer;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.harness.Fleet;
import dev.linkgate.harness.HarnessGateway;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Callers of one team that read and write without a pause, each on a link of its own, and notice each failed call. */
final class Load implements AutoCloseable {

    private final Fleet fleet;
    private final List<String> links;
    private final List<Thread> callers = new ArrayList<>();
    private final AtomicLongArray ended;
    private final Queue<Long> durationsNanos = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile String key;
    private volatile boolean stopped;

    /**
     * @param links the path of each caller's link, which has an endpoint already
     * @param key the team's API key
     */
    Load(Fleet fleet, List<String> links, String key) {
        this.fleet = fleet;
        this.links = List.copyOf(links);
        this.key = key;
        this.ended = new AtomicLongArray(links.size());
        for (int i = 0; i < links.size(); i++) {
            int caller = i;
            callers.add(Thread.ofVirtual().name("caller-" + i).start(() -> work(caller)));
        }
    }

    /** Lets all callers use another key from their next call on. */
    void useKey(String newKey) {
        key = newKey;
    }

    /** Waits until each call that is under way has ended. */
    void awaitCallsUnderWay() {
        long[] before = IntStream.range(0, ended.length()).mapToLong(ended::get).toArray();
        Patience.until(() -> IntStream.range(0, before.length).allMatch(i -> ended.get(i) > before[i]));
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** The time of each call that has ended. */
    List<Long> durationsNanos() {
        return List.copyOf(durationsNanos);
    }

    private void work(int caller) {
        String endpoints = links.get(caller) + "/endpoints";
        for (long number = 1; !stopped; number++) {
            String id = "vpce-%017x".formatted(0xf000_0000_0000L * (caller + 1) + number);
            call(caller, as -> as.get(links.get(caller)));
            call(caller, as -> as.post(endpoints, "{\"interfaceEndpointId\":\"" + id + "\"}"));
            call(caller, as -> as.get(endpoints + "/" + id));
            call(caller, as -> as.get(endpoints));
            call(caller, as -> as.delete(endpoints + "/" + id));
        }
    }

    private void call(int caller, Function<Caller, Answer> request) {
        Caller as = HarnessGateway.as(key, fleet.any());
        long begun = System.nanoTime();
        try {
            Answer answer = request.apply(as);
            if (answer.status() >= 400) {
                failures.add(answer.method() + " " + answer.target() + " " + answer.status() + " " + answer.body());
            }
        } catch (UncheckedIOException e) {
            failures.add(e.toString());
        }
        durationsNanos.add(System.nanoTime() - begun);
        ended.incrementAndGet(caller);
    }

    /** Lets each caller end its round. */
    @Override
    public void close() {
        stopped = true;
        for (Thread caller : callers) {
            try {
                caller.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
