package dev.linkgate.sandbox;

import static dev.linkgate.sandbox.Json.assertError;
import static dev.linkgate.sandbox.RunningAtlas.LINK;
import static dev.linkgate.sandbox.RunningAtlas.PROJECT;
import static dev.linkgate.sandbox.RunningAtlas.V2_ENDPOINTS;
import static dev.linkgate.sandbox.RunningAtlas.V2_ROOT;
import static dev.linkgate.sandbox.RunningAtlas.VPCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Patience;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.log.SeenRequest;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsOverHttpTest {

    private static final String LINKS = V2_ROOT + "/AWS/endpointService";
    private static final long NEVER_MILLIS = 100;

    private final RunningAtlas running = new RunningAtlas();
    private final SimulatedAtlas atlas = running.atlas;
    private final AtlasCaller caller = running.v2;

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void hitTheNextMatchingRequestsInTheirOrder() {
        atlas.faults()
                .next(
                        "GET",
                        "/AWS/endpointService$",
                        Fault.rateLimited(Duration.ofSeconds(7)),
                        Fault.error(503, "SERVICE_UNAVAILABLE", "Down."));

        assertThat(caller.get(LINKS + "/" + LINK).statusCode())
                .as("another path")
                .isEqualTo(200);
        HttpResponse<String> limited = caller.get(LINKS);
        assertError(limited, 429, "RATE_LIMITED_TOKEN_BUCKET");
        assertThat(limited.headers().firstValue("Retry-After")).contains("7");
        assertThat(atlas.faults().pending()).isOne();
        assertError(caller.get(LINKS), 503, "SERVICE_UNAVAILABLE");
        assertThat(caller.get(LINKS).statusCode()).isEqualTo(200);
    }

    @Test
    void leaveTheChallengeAlone() {
        atlas.faults().next("*", ".", Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error."));

        assertThat(caller.send("GET", LINKS, null, null).statusCode()).isEqualTo(401);
        assertThat(caller.get(LINKS).statusCode()).isEqualTo(500);
    }

    @Test
    void hitTheChallengeWhenAskedTo() {
        atlas.faultsBeforeAuthentication().next("GET", ".", Fault.answer(502, Map.of(), "<html></html>"));

        assertThat(caller.send("GET", LINKS, null, null).statusCode()).isEqualTo(502);
        assertThat(atlas.log().seen()).extracting(SeenRequest::authorized).containsExactly(false);
    }

    @Test
    void hitRequestsForTokensToo() {
        atlas.faults().next("POST", "/api/oauth/token", Fault.answer(503, Map.of("Retry-After", "3"), ""));

        HttpResponse<String> answer = caller.send("POST", "/api/oauth/token", "", null);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("3");
    }

    @Test
    void lastUntilTheyAreCleared() {
        atlas.faults().always("GET", ".", Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error."));

        assertThat(caller.get(LINKS).statusCode()).isEqualTo(500);
        assertThat(caller.get(LINKS).statusCode()).isEqualTo(500);
        atlas.faults().clear();
        assertThat(caller.get(LINKS).statusCode()).isEqualTo(200);
    }

    @Test
    void resetTheConnectionBeforeAnythingIsDone() {
        atlas.faults().next("POST", ".", Fault.reset());

        assertThatThrownBy(() -> running.add(VPCE))
                .isInstanceOf(UncheckedIOException.class)
                // If it waits for the answer when the reset comes, or still sends.
                .satisfiesAnyOf(
                        e -> assertThat(e).hasStackTraceContaining("Connection reset"),
                        e -> assertThat(e).hasStackTraceContaining("received no bytes"));
        assertThat(atlas.endpoint(PROJECT, LINK, VPCE)).isEmpty();
    }

    @Test
    void resetTheConnectionAfterItIsDone() {
        atlas.faults().next("POST", ".", Fault.reset().afterApplying());

        assertThatThrownBy(() -> running.add(VPCE))
                .isInstanceOf(UncheckedIOException.class)
                .hasStackTraceContaining("Connection reset");
        assertThat(atlas.endpoint(PROJECT, LINK, VPCE)).isPresent();
        assertThat(atlas.log().writes()).isOne();
    }

    @Test
    void closeTheConnectionInTheMiddleOfTheAnswer() {
        atlas.faults().next("POST", ".", Fault.cutShort());

        assertThatThrownBy(() -> running.add(VPCE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("bytes received: 77");
        assertThat(atlas.endpoint(PROJECT, LINK, VPCE)).isPresent();
    }

    @Test
    void hangUntilTheCallerGivesUp() {
        atlas.faults().next("GET", ".", Fault.hang());

        CompletableFuture<HttpResponse<String>> answer = start("GET", LINKS);

        assertStillRunning(answer);
        assertThat(caller.get(LINKS).statusCode()).as("others are served").isEqualTo(200);
    }

    @Test
    void stoppingEndsHangingConnections() {
        atlas.faults().next("GET", ".", Fault.hang());
        CompletableFuture<HttpResponse<String>> answer = start("GET", LINKS);
        awaitArrival();

        atlas.close();

        assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void delayTheRightAnswer() {
        Duration delay = Duration.ofMillis(200);
        atlas.faults().next("GET", ".", Fault.delay(delay));
        String authorization = caller.authorization("GET", LINKS, caller.nonce(LINKS), 1);

        long started = System.nanoTime();
        HttpResponse<String> answer = caller.send("GET", LINKS, null, authorization);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    void holdTheRightAnswerUntilItIsReleased() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        atlas.faults().next("POST", ".", Fault.hold(release));
        CompletableFuture<HttpResponse<String>> answer = start("POST", V2_ENDPOINTS, "{\"id\":\"" + VPCE + "\"}");
        Patience.until(() -> atlas.log().writes() == 1);
        assertThat(answer).isNotDone();

        release.complete(null);

        assertThat(answer.join().statusCode()).isEqualTo(201);
    }

    @Test
    void sendABodyWithoutEnd() throws IOException, InterruptedException {
        atlas.faults().next("GET", ".", Fault.endlessBody(Duration.ZERO));
        HttpRequest request =
                caller.request("GET", LINKS, null, caller.authorization("GET", LINKS, caller.nonce(LINKS), 1));

        HttpResponse<InputStream> answer = caller.client().send(request, HttpResponse.BodyHandlers.ofInputStream());

        try (InputStream body = answer.body()) {
            assertThat(body.readNBytes(5_000_000)).hasSize(5_000_000);
        }
        assertThat(caller.get(LINKS).statusCode()).as("others are served").isEqualTo(200);
    }

    @Test
    void delayEveryAnswerByTheSettings() {
        Duration delay = Duration.ofMillis(100);
        try (RunningAtlas slow = new RunningAtlas(settings -> settings.withAnswerDelay(delay))) {
            long started = System.nanoTime();
            assertThat(slow.add(VPCE).statusCode()).isEqualTo(201);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(delay.multipliedBy(2));
        }
    }

    private static final Set<MagicEndpoint> ENDS_REJECTED = EnumSet.of(MagicEndpoint.DECLINED, MagicEndpoint.UNKNOWN);

    static Stream<Arguments> magicOfEachProvider() {
        return Arrays.stream(Provider.values())
                .flatMap(provider -> Arrays.stream(MagicEndpoint.values()).map(magic -> Arguments.of(provider, magic)));
    }

    @ParameterizedTest
    @MethodSource("magicOfEachProvider")
    void happenByMagic(Provider provider, MagicEndpoint magic) {
        String id = magic.onAdding(provider, 1);
        String body = RunningAtlas.body(provider, id);
        Fault fault = magic.fault();
        LinkId link = new LinkId("6a794010c0eb9e7a17719674");
        atlas.addLink(PROJECT, link, provider, anyRegion(provider), SimulatedLinkStatus.AVAILABLE);
        String endpoints = RunningAtlas.endpoints(provider, link.value());

        CompletableFuture<HttpResponse<String>> answer = start("POST", endpoints, body);

        if (fault == null) {
            assertThat(answer.join().statusCode()).isEqualTo(201);
            running.letPass(Duration.ofHours(1));
            assertThat(atlas.endpoint(PROJECT, link, id).orElseThrow().status())
                    .isEqualTo(ENDS_REJECTED.contains(magic) ? EndpointStatus.REJECTED : EndpointStatus.PENDING);
            return;
        }
        if (fault.applied()) {
            Patience.until(() -> atlas.log().writes() == 1);
        }
        switch (fault.manner()) {
            case Fault.Manner.Answer expected ->
                assertThat(answer.join().statusCode()).isEqualTo(expected.status());
            case Fault.Manner.Reset reset -> assertThatThrownBy(answer::join).hasCauseInstanceOf(IOException.class);
            case Fault.Manner.CutShort cut -> assertThatThrownBy(answer::join).hasCauseInstanceOf(IOException.class);
            case Fault.Manner.Hang hang -> assertStillRunning(answer);
            case Fault.Manner.EndlessBody endless -> assertStillRunning(answer);
            case Fault.Manner.Delay delay ->
                assertThat(answer.join().statusCode()).isEqualTo(201);
            case Fault.Manner.Hold hold -> throw new AssertionError("nobody would release it");
        }
        assertThat(atlas.endpoint(PROJECT, link, id).isPresent()).isEqualTo(fault.applied());
        assertThat(caller.post(endpoints, body).statusCode())
                .as("the second attempt is without magic")
                .isEqualTo(fault.applied() ? 409 : 201);
    }

    private static String anyRegion(Provider provider) {
        return switch (provider) {
            case AWS -> "US_EAST_1";
            case AZURE -> "US_EAST_2";
            case GCP -> "US_EAST_4";
        };
    }

    @Test
    void happenByMagicOnReadsAndRemovals() {
        String unreadable = MagicEndpoint.UNAVAILABLE.onReading(0);
        String sticky = MagicEndpoint.RATE_LIMITED.onRemoving(2);
        running.add(unreadable);
        running.add(sticky);

        assertThat(caller.get(V2_ENDPOINTS + "/" + unreadable).statusCode()).isEqualTo(503);
        assertThat(caller.get(V2_ENDPOINTS + "/" + unreadable).statusCode()).isEqualTo(503);
        assertThat(caller.get(V2_ENDPOINTS + "/" + sticky).statusCode()).isEqualTo(200);
        assertThat(caller.delete(V2_ENDPOINTS + "/" + sticky).statusCode()).isEqualTo(429);
        assertThat(caller.delete(V2_ENDPOINTS + "/" + sticky).statusCode()).isEqualTo(429);
        assertThat(caller.delete(V2_ENDPOINTS + "/" + sticky).statusCode()).isEqualTo(202);
    }

    private void assertStillRunning(CompletableFuture<HttpResponse<String>> answer) {
        awaitArrival();
        assertThatThrownBy(() -> answer.get(NEVER_MILLIS, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        answer.cancel(true);
    }

    /** Returns when Atlas has let a request in. */
    private void awaitArrival() {
        Patience.until(() -> atlas.log().seen().stream().anyMatch(SeenRequest::authorized));
    }

    private CompletableFuture<HttpResponse<String>> start(String method, String uri) {
        String authorization = caller.authorization(method, uri, caller.nonce(uri), 1);
        return caller.client()
                .sendAsync(caller.request(method, uri, null, authorization), HttpResponse.BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> start(String method, String uri, String body) {
        String authorization = caller.authorization(method, uri, caller.nonce(uri), 1);
        return caller.client()
                .sendAsync(caller.request(method, uri, body, authorization), HttpResponse.BodyHandlers.ofString());
    }
}
