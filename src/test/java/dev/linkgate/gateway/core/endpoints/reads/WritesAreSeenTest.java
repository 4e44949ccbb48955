package dev.linkgate.gateway.core.endpoints.reads;

import static dev.linkgate.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.Patience;
import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.feature.asking.AskingWords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A write through any replica is seen by every read that begins after it has ended, through any replica, however they
 * interleave.
 */
@OnEachDatabase
class WritesAreSeenTest {

    private static final List<Action> ABOUT_ACCESS = List.of(
            Action.GRANT_PUT,
            Action.GRANT_REMOVE,
            AskingWords.ACCESS_REQUEST_CREATE,
            AskingWords.ACCESS_REQUEST_ANSWER,
            AskingWords.ACCESS_REQUEST_WITHDRAW,
            AskingWords.ACCESS_REQUEST_REVOKE);

    private static final Duration FOREVER = Duration.ofDays(1);
    private static final EndpointId ID = ScriptedAtlas.id(1);

    private final Replica one;
    private final Replica other;

    WritesAreSeenTest(TestDatabase database) {
        one = new Replica(new TestTrail(database));
        other = new Replica(one.trail.ofAnotherReplica());
    }

    @AfterEach
    void close() {
        one.trail.close();
        other.trail.close();
    }

    /** The part of a replica that reads and writes. An endpoint's error message contains the number of writes done. */
    private static final class Replica {
        private final TestTrail trail;
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final CoalescedReads reads = new CoalescedReads(Sharing.of(FOREVER, new ManualClock(), meters));

        Replica(TestTrail trail) {
            this.trail = trail;
            trail.writes().subscribe(reads);
        }

        int read(Freshness freshness, Supplier<Endpoint> atlas) {
            RequestContext context = RequestContext.system("t");
            return number(again(() -> trail.trail()
                    .read(
                            context,
                            Action.ENDPOINT_GET,
                            ScriptedAtlas.PATH.target(),
                            () -> reads.link(ScriptedAtlas.PATH)
                                    .endpoint(ID, read -> read.get(context, freshness, atlas))
                                    .value())));
        }

        /** Nothing was done or shown if the disk stood still for too long, as it may on a busy machine. */
        private static <T> T again(Supplier<T> call) {
            while (true) {
                try {
                    return call.get();
                } catch (LinkgateException e) {
                    if (!e.failure().code().equals(ProblemCode.AUDIT_UNAVAILABLE)) {
                        throw e;
                    }
                }
            }
        }

        int read(AtomicInteger truth) {
            return read(Freshness.SHARED, () -> endpoint(truth.get()));
        }

        /** How many requests have waited for another's read. */
        double joined() {
            return meters.get(Metric.SHARED_READS.meterName())
                    .tag("source", "joined")
                    .counter()
                    .count();
        }

        void write(Runnable atlas) {
            RequestContext context = RequestContext.system("t");
            Intent intent = again(() -> trail.trail().begin(context, Action.ENDPOINT_ADD, ScriptedAtlas.PATH.target()));
            atlas.run();
            trail.trail().end(context, intent, Outcome.succeeded(201));
        }
    }

    private SharedProject project(ScriptedAtlas there) {
        return new SharedAtlas(
                        there,
                        one.reads,
                        new ErrorHistory(Duration.ofMinutes(2), System::nanoTime),
                        (context, link, id) -> endpoint -> endpoint)
                .project(RequestContext.system("t"), ScriptedAtlas.PROJECT);
    }

    @Test
    void aWriteThroughAnotherReplicaMakesEarlierReadsVoid() {
        AtomicInteger truth = new AtomicInteger();
        for (int written = 0; written < 3; written++) {
            assertThat(one.read(truth)).isEqualTo(written);
            assertThat(other.read(truth)).isEqualTo(written);

            one.write(truth::incrementAndGet);
        }
    }

    @Test
    void aReadThatIsDoneAgainIsOnRecordOnce() {
        AtomicInteger truth = new AtomicInteger();
        other.read(truth);
        one.write(truth::incrementAndGet);
        int before = other.trail.records().size();

        assertThat(other.read(truth)).isEqualTo(1);

        assertThat(other.trail.records()).hasSize(before + 1).last().isEqualTo("EVENT endpoint.get SUCCEEDED 200");
    }

    /** Both replicas have read; then others have done so much that it would take long to search it for writes. */
    @Test
    void aWriteAmongManyRecordsIsSeenToo() {
        AtomicInteger truth = new AtomicInteger();
        other.read(truth);
        one.write(truth::incrementAndGet);
        RequestContext context = RequestContext.system("t");
        for (int i = 0; i < 1_200; i++) {
            one.trail.trail().dryRun(context, Action.ENDPOINT_ADD, ScriptedAtlas.PATH.target(), () -> "nothing");
        }
        one.write(() -> {});

        assertThat(other.read(truth)).isEqualTo(1);
    }

    @Test
    void dryRunsAndReadsVoidNothing() {
        AtomicInteger truth = new AtomicInteger();
        other.read(truth); // a replica's first record
        other.read(truth);
        one.read(truth);
        one.trail
                .trail()
                .dryRun(
                        RequestContext.system("t"),
                        Action.ENDPOINT_ADD,
                        ScriptedAtlas.PATH.target(),
                        truth::incrementAndGet);

        assertThat(other.read(truth)).isZero();
    }

    /** Any team may ask for access to any project, so it must not make the project's own teams read Atlas anew. */
    @ParameterizedTest
    @FieldSource("ABOUT_ACCESS")
    void whoMayDoWhatVoidsNothing(Action action) {
        AtomicInteger truth = new AtomicInteger();
        one.read(truth); // a replica's first record
        other.read(truth);
        CoalescedReads.OfProject here = one.reads.project(ScriptedAtlas.PROJECT);
        CoalescedReads.OfProject there = other.reads.project(ScriptedAtlas.PROJECT);

        String done = one.trail
                .trail()
                .write(
                        RequestContext.system("t"),
                        action,
                        Target.project(ScriptedAtlas.PROJECT),
                        200,
                        intent -> "done");
        other.read(truth);

        assertThat(done).isEqualTo("done");
        assertThat(one.reads.project(ScriptedAtlas.PROJECT)).isSameAs(here);
        assertThat(other.reads.project(ScriptedAtlas.PROJECT)).isSameAs(there);
    }

    /** One that waits for another's read, which began before the write, gets neither its answer nor its failure. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitingForAnEarlierReadMissesNoWrite(boolean fails) throws Exception {
        other.read(new AtomicInteger());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        other.write(() -> {});
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> earlier = callers.submit(() -> other.read(Freshness.SHARED, () -> {
                asked.countDown();
                await(answers);
                if (fails) {
                    throw new IllegalStateException("not there yet");
                }
                return endpoint(0);
            }));
            await(asked);
            one.write(() -> {});

            Future<Integer> later = callers.submit(() -> other.read(new AtomicInteger(1)));
            Patience.until(() -> other.joined(), joined -> joined > 0);
            answers.countDown();

            assertThat(later.get(30, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(earlier).satisfies(Future::isDone);
        }
    }

    @Test
    void absentEndpointsTakeNoMemory() {
        ScriptedAtlas there = new ScriptedAtlas();
        SharedProject project = project(there);
        for (int i = 0; i < 100; i++) {
            EndpointId absent = ScriptedAtlas.id(i);
            assertThatThrownBy(() -> project.endpoint(ScriptedAtlas.LINK, absent, Freshness.SHARED))
                    .hasMessageContaining("endpoint-not-found");
            assertThat(one.reads.link(ScriptedAtlas.PATH).known(absent)).isNull();
        }
    }

    /** The writes and reads run in threads that nothing holds. */
    @Test
    void noConcurrentReadMissesAnEarlierWrite() throws Exception {
        AtomicInteger truth = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> readers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Replica replica = i % 2 == 0 ? one : other;
                readers.add(CompletableFuture.runAsync(
                        () -> {
                            for (int n = 0; n < 60; n++) {
                                int before = ended.get();
                                Freshness freshness = n % 7 == 0 ? Freshness.NEW : Freshness.SHARED;
                                assertThat(replica.read(freshness, () -> endpoint(truth.get())))
                                        .isGreaterThanOrEqualTo(before);
                            }
                        },
                        threads));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new));
            while (!all.isDone()) {
                one.write(truth::incrementAndGet);
                ended.incrementAndGet();
            }
            all.get(30, TimeUnit.SECONDS);
        }
    }

    private static Endpoint endpoint(int writes) {
        return new Endpoint(ID, ConnectionStatus.AVAILABLE, null, false, String.valueOf(writes), EndpointDetails.AWS);
    }

    private static int number(Endpoint endpoint) {
        return Integer.parseInt(String.valueOf(endpoint.errorMessage()));
    }
}
