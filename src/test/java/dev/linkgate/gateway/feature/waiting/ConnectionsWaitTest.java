package dev.linkgate.gateway.feature.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.Patience;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnection;
import dev.linkgate.gateway.core.endpoints.link.ClusterConnections;
import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedReads;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionsWaitTest {

    private static final RequestContext CALL = RequestContext.system("waiter");
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final EndpointId ONE = ScriptedAtlas.id(1);
    private static final EndpointId TWO = ScriptedAtlas.id(2);

    private final ManualClock time = new ManualClock();
    private final ScriptedAtlas atlas = new ScriptedAtlas();
    private final SharedAtlas shared = SharedReads.of(atlas, time);
    private final Polls polls = new Polls(new LinkReader(shared, SharedReads.FAN_OUT, time), INTERVAL, time);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        polls.stop();
        callers.shutdownNow();
    }

    @Test
    void manyWaitersForManyEndpointsCostOnePollPerInterval() throws Exception {
        List<Future<Aged<ClusterConnections>>> forOne = new ArrayList<>();
        List<Future<Aged<ClusterConnections>>> forTwo = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            forOne.add(waiting(ONE, MINUTE));
            forTwo.add(waiting(TWO, MINUTE));
        }
        time.awaitParked(200);
        assertThat(polls.polled()).isEqualTo(1);

        time.advance(INTERVAL);
        polls(1);
        time.awaitParked(200);
        atlas.connects(ONE, "orders");
        time.advance(INTERVAL);

        for (Future<Aged<ClusterConnections>> one : forOne) {
            assertThat(clusters(one)).containsExactly("orders");
        }
        time.awaitParked(100);
        assertThat(forTwo).noneMatch(Future::isDone);
        assertThat(atlas.connectionReads).hasValue(2);
    }

    @Test
    void waitersForEndpointsHaveAPollerOfTheirOwn() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING);
        Endpoint pending = ScriptedAtlas.endpoint(ONE, ConnectionStatus.PENDING);
        Future<Aged<Endpoint>> reader = callers.submit(() -> new PolledEndpointWait(polls)
                .afterReading(CALL, ScriptedAtlas.PATH, ONE, new Aged<>(pending, time.read(), null), MINUTE));
        Future<Aged<ClusterConnections>> waiting = waiting(ONE, MINUTE);
        time.awaitParked(2);
        assertThat(polls.polled()).isEqualTo(2);

        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        time.advance(INTERVAL);
        assertThat(reader.get(30, TimeUnit.SECONDS).value().connectionStatus()).isEqualTo(ConnectionStatus.AVAILABLE);
        polls(1);
        time.awaitParked(1);
        assertThat(waiting).as("the strings come later").isNotDone();

        atlas.connects(ONE, "orders");
        time.advance(INTERVAL);
        assertThat(clusters(waiting)).containsExactly("orders");
        assertThat(atlas.endpointReads).hasValue(1);
    }

    @Test
    void timeoutReturnsWhatWasReadLastWithItsAge() throws Exception {
        Future<Aged<ClusterConnections>> waiting = waiting(ONE, Duration.ofSeconds(7));
        time.awaitParked(1);
        atlas.connects(TWO, "orders");
        time.advance(INTERVAL);
        Waits.seen(polls.connections(ScriptedAtlas.PROJECT), time.read());

        time.advance(Duration.ofSeconds(2));

        assertThat(clusters(waiting)).containsExactly("orders");
        assertThat(waiting.get().age()).isEqualTo(Duration.ofSeconds(2));
        Patience.until(() -> polls.polled() == 0 && polls.waiters() == 0);
    }

    @Test
    void failedPollIsIgnored() throws Exception {
        Future<Aged<ClusterConnections>> waiting = waiting(ONE, MINUTE);
        time.awaitParked(1);
        atlas.fails(ProblemCode.ATLAS_UNAVAILABLE);
        time.advance(INTERVAL);
        polls(1);
        time.awaitParked(1);

        atlas.works();
        atlas.connects(ONE, "orders");
        time.advance(INTERVAL);

        assertThat(clusters(waiting)).containsExactly("orders");
    }

    @Test
    void whatWasReadBeforeTheWaitIsAsOldAsTheWait() throws Exception {
        atlas.fails(ProblemCode.ATLAS_UNAVAILABLE);
        Future<Aged<ClusterConnections>> waiting = waiting(ONE, Duration.ofSeconds(7));
        time.awaitParked(1);
        time.advance(INTERVAL);
        polls(1);
        time.awaitParked(1);
        time.advance(Duration.ofSeconds(2));

        assertThat(waiting.get(30, TimeUnit.SECONDS).age()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void callerThatMayNotWaitAnyLongerIsLetGo() throws Exception {
        AtomicBoolean connected = new AtomicBoolean(true);
        Future<Aged<ClusterConnections>> waiting = waiting(
                () -> {
                    RequestContext caller = RequestContext.system("caller");
                    caller.waiting().addCondition(connected::get);
                    return caller;
                },
                ONE,
                MINUTE);
        time.awaitParked(1);

        connected.set(false);
        time.advance(Duration.ofSeconds(1));

        assertThat(clusters(waiting)).isEmpty();
        assertThat(atlas.connectionReads).hasValue(0);
        Patience.until(() -> polls.polled() == 0);
    }

    @Test
    void connectionThatIsThereIsNotWaitedFor() {
        atlas.connects(ONE, "orders");
        Aged<ClusterConnections> first = first();

        assertThat(polls.untilAny(CALL, ScriptedAtlas.PROJECT, one -> true, first, MINUTE))
                .isSameAs(first);
        assertThat(polls.untilAny(CALL, ScriptedAtlas.PROJECT, one -> false, first, Duration.ZERO))
                .isSameAs(first);
        assertThat(polls.polled()).isZero();
    }

    private Future<Aged<ClusterConnections>> waiting(EndpointId endpoint, Duration patience) {
        return waiting(() -> RequestContext.system("waiter"), endpoint, patience);
    }

    /** @param context makes the context of the waiting thread, which alone checks whether it may wait */
    private Future<Aged<ClusterConnections>> waiting(
            Supplier<RequestContext> context, EndpointId endpoint, Duration patience) {
        Aged<ClusterConnections> nothing = new Aged<>(new ClusterConnections(List.of(), List.of()), time.read(), null);
        return Waits.request(
                callers,
                context,
                waiting -> polls.untilAny(
                        waiting,
                        ScriptedAtlas.PROJECT,
                        connection -> connection.leadsThrough(endpoint),
                        nothing,
                        patience));
    }

    private Aged<ClusterConnections> first() {
        return new Aged<>(atlas.project(CALL, ScriptedAtlas.PROJECT).clusters().connections(), time.read(), null);
    }

    private void polls(int all) {
        Patience.until(() -> atlas.connectionReads.get() >= all);
        assertThat(atlas.connectionReads).hasValue(all);
    }

    private static List<String> clusters(Future<Aged<ClusterConnections>> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS).value().all().stream()
                .map(ClusterConnection::cluster)
                .toList();
    }
}
