package dev.linkgate.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.Samples;
import dev.linkgate.audit.Intents;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.link.Aged;
import dev.linkgate.link.ConnectionStatus;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.EndpointDetails;
import dev.linkgate.link.EndpointWrite;
import dev.linkgate.link.Freshness;
import dev.linkgate.link.NewEndpoint;
import dev.linkgate.link.ScriptedAtlas;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A write through the gateway is seen by every read that begins after it has ended, however they interleave. */
class WritesAreSeenTest {

    private static final Duration FOREVER = Duration.ofDays(1);
    private static final EndpointId ID = ScriptedAtlas.id(1);

    private final CoalescedReads reads =
            new CoalescedReads(Sharing.of(FOREVER, new ManualClock(), new SimpleMeterRegistry()));

    @Test
    void nextReadsSeeAWrite() {
        ScriptedAtlas there = new ScriptedAtlas();
        SharedProject project = new SharedAtlas(there, reads, new ErrorHistory(Duration.ofMinutes(2), System::nanoTime))
                .project(RequestContext.system("t"), ScriptedAtlas.PROJECT);
        assertThat(project.links(Provider.AWS, Freshness.SHARED)
                        .value()
                        .getFirst()
                        .interfaceEndpointIds())
                .isEmpty();
        assertThat(project.link(ScriptedAtlas.LINK, Freshness.SHARED).value().interfaceEndpointIds())
                .isEmpty();

        write(project, new EndpointWrite.Add(ScriptedAtlas.PATH, new NewEndpoint.Aws(ID), EndpointWrite.Cause.REQUEST));

        assertThat(project.links(Provider.AWS, Freshness.SHARED)
                        .value()
                        .getFirst()
                        .interfaceEndpointIds())
                .hasSize(1);
        assertThat(project.link(ScriptedAtlas.LINK, Freshness.SHARED).value().interfaceEndpointIds())
                .hasSize(1);
        assertThat(status(project)).isEqualTo(ConnectionStatus.PENDING);

        write(project, new EndpointWrite.Remove(ScriptedAtlas.PATH, ID, false));

        assertThat(status(project)).isEqualTo(ConnectionStatus.DELETING);
    }

    @Test
    void aChangeMakesEarlierReadsVoid() {
        AtomicInteger truth = new AtomicInteger();
        assertThat(read(truth)).isEqualTo(endpoint(0));

        reads.begun(ScriptedAtlas.PATH.target());
        truth.incrementAndGet();
        reads.ended(ScriptedAtlas.PATH.target());

        assertThat(read(truth)).isEqualTo(endpoint(1));
    }

    private void write(SharedProject project, EndpointWrite write) {
        reads.begun(write.target());
        project.send(Intents.any(), write).orThrow();
        reads.ended(write.target());
    }

    @Test
    void absentEndpointsTakeNoMemory() {
        ScriptedAtlas there = new ScriptedAtlas();
        SharedProject project = new SharedAtlas(there, reads, new ErrorHistory(Duration.ofMinutes(2), System::nanoTime))
                .project(RequestContext.system("t"), ScriptedAtlas.PROJECT);
        for (int i = 0; i < 100; i++) {
            EndpointId absent = ScriptedAtlas.id(i);
            assertThatThrownBy(() -> project.endpoint(ScriptedAtlas.LINK, absent, Freshness.SHARED))
                    .hasMessageContaining("endpoint-not-found");
            assertThat(reads.link(ScriptedAtlas.PATH).known(absent)).isNull();
        }
    }

    /**
     * Steps of several readers and writers in any order. A reader's Atlas looks at one step and answers at a later one;
     * a writer's is changed at one step and answers at a later one.
     */
    @Test
    void noReadMissesAnEarlierWrite() {
        Samples.check(
                200,
                random -> random.ints(random.nextInt(4, 41), 0, 6).boxed().toList(),
                WritesAreSeenTest::noReadMissesAWriteThatEndedBeforeItBegan);
    }

    private static void noReadMissesAWriteThatEndedBeforeItBegan(List<Integer> steps) throws Exception {
        try (Stage stage = new Stage()) {
            for (int step : steps) {
                stage.step(step);
            }
            stage.finish();
        }
    }

    /** The same with free-running threads. */
    @Test
    void noConcurrentReadMissesAnEarlierWrite() throws Exception {
        AtomicInteger truth = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> readers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                readers.add(CompletableFuture.runAsync(
                        () -> {
                            for (int n = 0; n < 3_000; n++) {
                                int before = ended.get();
                                Endpoint seen = n % 7 == 0 ? readThrough(truth) : read(truth);
                                assertThat(number(seen)).isGreaterThanOrEqualTo(before);
                            }
                        },
                        threads));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new));
            while (!all.isDone()) {
                reads.begun(ScriptedAtlas.PATH.target());
                int written = truth.incrementAndGet();
                reads.ended(ScriptedAtlas.PATH.target());
                ended.set(written);
                LockSupport.parkNanos(1_000);
            }
            all.get(30, TimeUnit.SECONDS);
        }
    }

    /** Actors that make one step at a time. An endpoint's error message contains the number of writes done. */
    private static final class Stage implements AutoCloseable {
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final CoalescedReads reads =
                new CoalescedReads(Sharing.of(FOREVER, new ManualClock(), new SimpleMeterRegistry()));
        private final AtomicInteger truth = new AtomicInteger();
        private final AtomicInteger ended = new AtomicInteger();
        private final Deque<Actor> readers = new ArrayDeque<>();
        private final Deque<Actor> writers = new ArrayDeque<>();
        private final List<CompletableFuture<Void>> writes = new ArrayList<>();
        private final List<Reading> readings = new ArrayList<>();

        private record Reading(int endedBefore, CompletableFuture<Integer> saw) {}

        void step(int step) throws Exception {
            switch (step) {
                case 0 -> read(Freshness.SHARED);
                case 1 -> read(Freshness.NEW);
                case 2 -> advance(readers);
                case 3 -> write();
                default -> advance(writers);
            }
        }

        private void read(Freshness freshness) throws Exception {
            Actor actor = new Actor();
            int before = ended.get();
            CompletableFuture<Integer> saw = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            Aged<Endpoint> aged = reads.link(ScriptedAtlas.PATH)
                                    .endpoint(
                                            ID,
                                            read -> read.get(RequestContext.system("t"), freshness, () -> {
                                                actor.pause();
                                                Endpoint looked = endpoint(truth.get());
                                                actor.pause();
                                                return looked;
                                            }));
                            return number(aged.value());
                        } finally {
                            actor.done();
                        }
                    },
                    threads);
            readings.add(new Reading(before, saw));
            actor.settle();
            readers.add(actor);
        }

        private void write() throws Exception {
            Actor actor = new Actor();
            writes.add(CompletableFuture.runAsync(
                    () -> {
                        reads.begun(ScriptedAtlas.PATH.target());
                        actor.pause();
                        truth.incrementAndGet();
                        actor.pause();
                        reads.ended(ScriptedAtlas.PATH.target());
                        ended.updateAndGet(before -> before + 1);
                        actor.done();
                    },
                    threads));
            actor.settle();
            writers.add(actor);
        }

        /** The one that has rested longest. */
        private static void advance(Deque<Actor> actors) throws Exception {
            Actor actor = actors.poll();
            if (actor != null && !actor.goOn()) {
                actors.add(actor);
            }
        }

        void finish() throws Exception {
            while (!writers.isEmpty() || !readers.isEmpty()) {
                advance(writers);
                advance(readers);
            }
            for (CompletableFuture<Void> write : writes) {
                write.get(30, TimeUnit.SECONDS);
            }
            for (Reading reading : readings) {
                assertThat(reading.saw().get(30, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(reading.endedBefore());
            }
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    /** A thread that stops at its pauses until it is told to go on. */
    private static final class Actor {
        private static final int MOMENT_MILLIS = 5;

        private final Semaphore stops = new Semaphore(0);
        private final Semaphore orders = new Semaphore(0);
        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private boolean stopped;

        void pause() {
            stops.release();
            orders.acquireUninterruptibly();
        }

        void done() {
            end.complete(null);
            stops.release();
        }

        /** Gives it a moment to come to a pause or to its end; one that waits for another's read does neither. */
        void settle() throws InterruptedException {
            stopped = stopped || stops.tryAcquire(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
        }

        /** Lets it go on if it can; true once it has ended. */
        boolean goOn() throws InterruptedException {
            settle();
            if (!stopped || end.isDone()) {
                return end.isDone();
            }
            stopped = false;
            orders.release();
            settle();
            return end.isDone();
        }
    }

    private Endpoint read(AtomicInteger truth) {
        return get(truth, Freshness.SHARED);
    }

    private Endpoint readThrough(AtomicInteger truth) {
        return get(truth, Freshness.NEW);
    }

    private Endpoint get(AtomicInteger truth, Freshness freshness) {
        return reads.link(ScriptedAtlas.PATH)
                .endpoint(ID, read -> read.get(RequestContext.system("t"), freshness, () -> endpoint(truth.get())))
                .value();
    }

    private static ConnectionStatus status(SharedProject project) {
        return project.endpoint(ScriptedAtlas.LINK, ID, Freshness.SHARED)
                .value()
                .connectionStatus();
    }

    private static Endpoint endpoint(int writes) {
        return new Endpoint(ID, ConnectionStatus.AVAILABLE, null, false, String.valueOf(writes), EndpointDetails.AWS);
    }

    private static int number(Endpoint endpoint) {
        return Integer.parseInt(String.valueOf(endpoint.errorMessage()));
    }
}
