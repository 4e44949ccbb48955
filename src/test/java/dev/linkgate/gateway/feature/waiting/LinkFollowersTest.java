package dev.linkgate.gateway.feature.waiting;

import static dev.linkgate.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.Patience;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkDetails;
import dev.linkgate.gateway.core.endpoints.link.LinkStatus;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.endpoints.link.WholeLink;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.endpoints.reads.SharedReads;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinkFollowersTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final EndpointId ONE = ScriptedAtlas.id(1);
    private static final EndpointId TWO = ScriptedAtlas.id(2);

    private final ManualClock time = new ManualClock();
    private final ScriptedAtlas atlas = new ScriptedAtlas();
    private final SharedAtlas shared = SharedReads.of(atlas, time);
    private final LinkReader reader = new LinkReader(shared, SharedReads.FAN_OUT, time);
    private final Polls polls = new Polls(reader, INTERVAL, time);
    private final PolledEndpointWait endpointWait = new PolledEndpointWait(polls);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        polls.stop();
        callers.shutdownNow();
    }

    @Test
    void onlyFollowersCauseReadsOfTheLink() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING);
        atlas.has(TWO, ConnectionStatus.PENDING);
        Future<@Nullable LinkObservation> following = next(follow());
        Future<Aged<Endpoint>> waiting = waiting(ONE);
        time.awaitParked(2);
        time.advance(INTERVAL);
        linkReads(2);
        endpointReads(4);
        time.awaitParked(2);

        following.cancel(true);
        time.awaitParked(1);
        time.advance(INTERVAL);

        endpointReads(5);
        linkReads(2);
        assertThat(waiting).isNotDone();
    }

    /** Otherwise a follower could see an older state than the one it began with. */
    @Test
    void followerIgnoresEarlierPolls() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING);
        Future<@Nullable LinkObservation> early = next(follow());
        time.awaitParked(1);
        CountDownLatch answers = new CountDownLatch(1);
        atlas.has(ONE, ConnectionStatus.NONE);
        atlas.beforeAnswer(() -> await(answers));
        time.advance(INTERVAL);
        linkReads(2);

        time.advance(Duration.ofMillis(1));
        WholeLink newer =
                new WholeLink(linkWith(ONE), List.of(ScriptedAtlas.endpoint(ONE, ConnectionStatus.AVAILABLE)));
        Future<@Nullable LinkObservation> late = next(polls.follow(ScriptedAtlas.PATH, newer));
        answers.countDown();

        assertThat(statuses(early)).containsExactly(ConnectionStatus.NONE);
        time.awaitParked(1);
        assertThat(late).isNotDone();
        atlas.has(ONE, ConnectionStatus.REJECTED);
        time.advance(INTERVAL);
        assertThat(statuses(late)).containsExactly(ConnectionStatus.REJECTED);
    }

    @Test
    void waiterIsServedWithoutTheLink() throws Exception {
        atlas.has(ONE, ConnectionStatus.PENDING);
        Future<@Nullable LinkObservation> following = next(follow());
        Future<Aged<Endpoint>> waiting = waiting(ONE);
        time.awaitParked(2);
        atlas.failsOfLink(ProblemCode.ATLAS_UNAVAILABLE);
        atlas.has(ONE, ConnectionStatus.AVAILABLE);

        time.advance(INTERVAL);

        assertThat(waiting.get(30, TimeUnit.SECONDS).value().connectionStatus()).isEqualTo(ConnectionStatus.AVAILABLE);
        assertThat(following).isNotDone();
    }

    @Test
    void vanishedEndpointIsLeftOut() throws Exception {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        atlas.has(TWO, ConnectionStatus.DELETING);
        Future<@Nullable LinkObservation> following = next(follow());
        time.awaitParked(1);
        CountDownLatch read = new CountDownLatch(1);
        atlas.beforeAnswer(() -> {
            atlas.drop(TWO);
            read.countDown();
        });

        time.advance(INTERVAL);

        assertThat(statuses(following)).containsExactly(ConnectionStatus.AVAILABLE);
        assertThat(read.getCount()).isZero();
    }

    private LinkFollower follow() {
        return polls.follow(ScriptedAtlas.PATH, reader.first(RequestContext.system("test"), ScriptedAtlas.PATH));
    }

    private Future<@Nullable LinkObservation> next(LinkFollower follower) {
        return next(follower, MINUTE);
    }

    private Future<@Nullable LinkObservation> next(LinkFollower follower, Duration patience) {
        return callers.submit(() -> follower.next(patience));
    }

    private Future<Aged<Endpoint>> waiting(EndpointId endpoint) {
        return waiting(endpoint, MINUTE);
    }

    private Future<Aged<Endpoint>> waiting(EndpointId endpoint, Duration patience) {
        Endpoint first = ScriptedAtlas.endpoint(endpoint, ConnectionStatus.PENDING);
        return Waits.request(
                callers,
                () -> RequestContext.system("waiter"),
                context -> endpointWait.afterReading(
                        context, ScriptedAtlas.PATH, endpoint, new Aged<>(first, time.read(), null), patience));
    }

    private Link linkWith(EndpointId endpoint) {
        return new Link(
                ScriptedAtlas.LINK,
                "US_EAST_1",
                LinkStatus.AVAILABLE,
                null,
                List.of(endpoint),
                null,
                new LinkDetails.Aws(null, List.of()));
    }

    private void linkReads(int all) {
        Patience.until(() -> atlas.linkReads.get() >= all);
        assertThat(atlas.linkReads).hasValue(all);
    }

    private void endpointReads(int all) {
        Patience.until(() -> atlas.endpointReads.get() >= all);
        assertThat(atlas.endpointReads).hasValue(all);
    }

    private static List<ConnectionStatus> statuses(Future<@Nullable LinkObservation> observation) throws Exception {
        LinkObservation found = observation.get(30, TimeUnit.SECONDS);
        assertThat(found).isInstanceOf(LinkObservation.Present.class);
        return ((LinkObservation.Present) found)
                .whole().endpoints().stream().map(Endpoint::connectionStatus).toList();
    }
}
