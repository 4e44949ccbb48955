package dev.linkgate.sandbox;

import static dev.linkgate.sandbox.Json.assertError;
import static dev.linkgate.sandbox.RunningAtlas.LINK;
import static dev.linkgate.sandbox.RunningAtlas.PROJECT;
import static dev.linkgate.sandbox.RunningAtlas.V2_ENDPOINTS;
import static dev.linkgate.sandbox.RunningAtlas.V2_ROOT;
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
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
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
    void stoppingEndsHangingConnections() {
        atlas.faults().next("GET", ".", Fault.hang());
        CompletableFuture<HttpResponse<String>> answer = start("GET", LINKS);
        awaitArrival();

        atlas.close();

        assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
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
