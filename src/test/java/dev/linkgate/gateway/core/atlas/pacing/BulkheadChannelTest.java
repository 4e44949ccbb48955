package dev.linkgate.gateway.core.atlas.pacing;

import static dev.linkgate.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.gateway.core.atlas.Outbound;
import dev.linkgate.gateway.core.atlas.Requests;
import dev.linkgate.gateway.core.atlas.ScriptedWire;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkheadChannelTest {

    private static final int PLACES = 3;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch hanging = new CountDownLatch(PLACES);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ScriptedWire wire = new ScriptedWire();
    private final BulkheadChannel channel =
            new BulkheadChannel(wire, PLACES, new WaitMetrics((time, mayWait) -> true, new SimpleMeterRegistry()));

    @AfterEach
    void stop() {
        answer.countDown();
        threads.close();
    }

    @Test
    void hangingTeamTakesNoPlacesOfOthers() throws InterruptedException {
        hang("noisy", 50);

        assertThat(ask("quiet", Duration.ofSeconds(10)).status()).isEqualTo(200);
        assertThat(wire.requests())
                .as("places of the one, and one of the other")
                .isEqualTo(PLACES + 1);
    }

    @Test
    void teamWithoutAPlaceFailsAtItsDeadline() throws InterruptedException {
        hang("noisy", PLACES);

        LinkgateException thrown =
                catchThrowableOfType(LinkgateException.class, () -> ask("noisy", Duration.ofMillis(50)));

        assertThat(thrown.failure().code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(thrown.failure().retryAfter()).isPositive();
        assertThat(wire.requests()).as("nothing was sent").isEqualTo(PLACES);
    }

    @Test
    void endedRequestGivesItsPlaceToAWaiter() throws InterruptedException, ExecutionException, TimeoutException {
        List<Future<AtlasResponse>> all = hang("noisy", 20);

        answer.countDown();

        for (Future<AtlasResponse> one : all) {
            assertThat(one.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    @Test
    void waiterWhoseCallerHasLeftEndsBeforeItsDeadline() throws Exception {
        hang("noisy", PLACES);

        Future<AtlasResponse> left = threads.submit(() -> {
            RequestContext context = Outbound.context("noisy");
            context.waiting().addCondition(() -> false);
            return ask(context, Duration.ofHours(1));
        });

        assertThatThrownBy(() -> left.get(30, TimeUnit.SECONDS)).hasMessageContaining("rate-limited");
        assertThat(wire.requests()).as("nothing was sent").isEqualTo(PLACES);
    }

    /** Sends so many requests, and returns when all places are taken by them. */
    private List<Future<AtlasResponse>> hang(String team, int requests) throws InterruptedException {
        wire.answers(request -> {
            if (request.team().equals(team)) {
                hanging.countDown();
                await(answer);
            }
            return ScriptedWire.answer(200, "{}");
        });
        List<Future<AtlasResponse>> sent = IntStream.range(0, requests)
                .mapToObj(i -> threads.submit(() -> ask(team, Duration.ofSeconds(20))))
                .toList();
        assertThat(hanging.await(10, TimeUnit.SECONDS)).isTrue();
        return sent;
    }

    private AtlasResponse ask(String team, Duration deadline) {
        return ask(Outbound.context(team), deadline);
    }

    private AtlasResponse ask(RequestContext context, Duration deadline) {
        return channel.exchange(AtlasRequest.read(
                "/api/atlas/v2/groups/1/x", Requests.ACCEPT, Requests.KEY, context, Requests.in(deadline)));
    }
}
