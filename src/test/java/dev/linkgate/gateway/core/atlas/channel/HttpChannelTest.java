package dev.linkgate.gateway.core.atlas.channel;

import static dev.linkgate.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.gateway.core.atlas.ManualTimeouts;
import dev.linkgate.gateway.core.atlas.Requests;
import dev.linkgate.gateway.core.atlas.WireServer;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.request.TraceParent;
import dev.linkgate.gateway.core.trail.audit.Intents;
import dev.linkgate.kernel.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpMethod;
import reactor.netty.resources.LoopResources;

@Timeout(60)
class HttpChannelTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    private final ManualTimeouts timeouts = new ManualTimeouts();

    @AutoClose
    private final WireServer server = new WireServer(WireServer.answering(OK));

    @AutoClose
    private final HttpChannel channel =
            new HttpChannel(Requests.settings(server.uri()), "1.2.3", client -> client, timers -> timeouts);

    @Test
    void sendsTheExactTargetAndOnlyItsHeaders() {
        RequestContext context = new RequestContext(
                "id", "10.0.0.1", TraceParent.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), r -> {});
        String uri = "/api/atlas/v2/a/%2Fsubscriptions%2Fx%20y/e%C3%A9?pretty=true&q=%2B+%25";
        channel.exchange(AtlasRequest.read(uri, Requests.ACCEPT, Requests.KEY, context, in(10))
                .authorizedBy(Secret.of("Bearer t")));

        assertThat(server.requests().getFirst().split("\r\n"))
                .containsExactlyInAnyOrder(
                        "GET " + uri + " HTTP/1.1",
                        "host: " + server.uri().getAuthority(),
                        "User-Agent: Linkgate/1.2.3",
                        "Accept: " + Requests.ACCEPT,
                        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                        "Authorization: Bearer t");
        assertThat(context.facts().attempts()).isEqualTo(1);
        assertThat(context.facts().atlasStatus()).isEqualTo(200);
    }

    @Test
    void sendsABodyWithItsTypeAndLength() {
        channel.exchange(Requests.post("/x", "{\"id\":\"\u00e9\"}", Requests.KEY));

        assertThat(server.requests().getFirst())
                .startsWith("POST /x HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nContent-Type: " + Requests.ACCEPT + "\r\n")
                .containsIgnoringCase("\r\nContent-Length: 11\r\n")
                .endsWith("\r\n\r\n{\"id\":\"\u00e9\"}");
    }

    @Test
    void theRightIsAskedWhenTheFirstByteIsAboutToBeSent() {
        List<String> askedBy = new CopyOnWriteArrayList<>();
        Right right = () -> {
            askedBy.add(Thread.currentThread().getName());
            return new Right.Held();
        };
        channel.exchange(Requests.post("/x", "{}", Intents.with(right)));

        assertThat(askedBy).singleElement().asString().startsWith("atlas-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json|é",
                "application/json;charset=utf-8|é",
                "text/html; charset=ISO-8859-1|Ã©",
                "text/html; charset=unheard-of|é",
                "nonsense|é"
            })
    void decodesTheBodyByItsCharset(String contentType, String expected) {
        String response =
                "HTTP/1.1 404 Not Found\r\nContent-Type: " + contentType + "\r\nContent-Length: 2\r\n\r\n\u00c3\u00a9";
        server.answers(WireServer.answering(response));
        AtlasResponse answer = channel.exchange(Requests.get("/x"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo(expected);
    }

    @Test
    void skipsInterimAnswers() {
        String interim = "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n";
        server.answers(WireServer.answering(interim + interim + "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}"));
        for (int i = 0; i < 3; i++) {
            AtlasResponse answer = channel.exchange(Requests.get("/x"));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("{}");
        }
    }

    @Test
    void interimAnswersWithoutAnEndAreNoAnswer() {
        String interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
        CountDownLatch closed = new CountDownLatch(1);
        server.answers(connection -> {
            WireServer.answering(interim).answer(connection);
            repeat(connection, interim, closed);
        });
        assertThat(failure(Requests.get("/x")).phase()).isEqualTo(TransportFailure.Phase.SENT);
        await(closed);
    }

    @Test
    void anotherProtocolIsNoAnswer() {
        server.answers(WireServer.answering("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"));
        assertThat(failure(Requests.get("/x")).phase()).isEqualTo(TransportFailure.Phase.SENT);
    }

    @Test
    void followsNoRedirectAndKeepsNoCookie() {
        server.answers(WireServer.answering(
                "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"));
        assertThat(channel.exchange(Requests.get("/x")).status()).isEqualTo(302);
        channel.exchange(Requests.get("/x"));

        assertThat(server.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request).startsWith("GET /x ").doesNotContainIgnoringCase("cookie"));
    }

    @Test
    void anUnknownHostWasNotSent() {
        try (HttpChannel nowhere = limited(URI.create("http://atlas.invalid"), 30_000, 30_000, 1)) {
            AtlasRequest request = Requests.before(Requests.get("/x"), Duration.ofSeconds(3));

            assertThat(failure(nowhere, request).phase()).isEqualTo(TransportFailure.Phase.NOT_SENT);
        }
    }

    @Test
    void unacceptedConnectionWasNotSent() throws Exception {
        // A full backlog: further connections are neither taken nor refused.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket one = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket two = new Socket(full.getInetAddress(), full.getLocalPort());
                HttpChannel busy = limited(URI.create("http://127.0.0.1:" + full.getLocalPort()), 300, 10_000, 4)) {
            assertThat(one.isConnected() && two.isConnected()).isTrue();
            TransportFailure failure = failure(busy, Requests.get("/x"));

            assertThat(failure.phase()).isEqualTo(TransportFailure.Phase.NOT_SENT);
            assertThat(failure.timeout()).isTrue();
        }
    }

    @Test
    void aKeptConnectionThatIsResetIsNotRepeatedEither() {
        try (HttpChannel single = limited(server.uri(), 60_000, 60_000, 1)) {
            single.exchange(Requests.get("/first"));
            server.answers(HttpChannelTest::reset);
            TransportFailure failure = failure(single, Requests.post("/x", "{}", Requests.KEY));

            assertThat(failure.phase()).isEqualTo(TransportFailure.Phase.SENT);
            assertThat(failure.keptConnectionEnded()).isTrue();
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void truncatedAnswerIsNoAnswer() {
        server.answers(connection -> {
            WireServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
                    .answer(connection);
            connection.close();
        });
        assertThat(failure(Requests.get("/x")).phase()).isEqualTo(TransportFailure.Phase.SENT);
    }

    @Test
    void anAnswerThatComesTooLateIsATimeout() {
        server.answers(connection -> timeouts.pass());
        TransportFailure failure = failure(Requests.get("/x"));

        assertThat(failure.phase()).isEqualTo(TransportFailure.Phase.SENT);
        assertThat(failure.timeout()).isTrue();
        assertThat(timeouts.last()).isEqualTo(Requests.settings(server.uri()).responseTimeout());
    }

    @Test
    void theCallersDeadlineComesBeforeTheResponseTimeout() {
        Duration deadline = Duration.ofSeconds(9);
        server.answers(connection -> timeouts.pass());
        TransportFailure failure = failure(Requests.before(Requests.get("/x"), deadline));

        assertThat(failure.timeout()).isTrue();
        assertThat(timeouts.last()).isLessThanOrEqualTo(deadline);
    }

    @Test
    void aBodyThatTricklesIsCutAtTheDeadline() {
        CountDownLatch closed = new CountDownLatch(1);
        server.answers(connection -> {
            WireServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n   ")
                    .answer(connection);
            timeouts.pass();
            trickle(connection, 1, closed);
        });
        TransportFailure failure = failure(Requests.get("/x"));

        assertThat(failure.phase()).isEqualTo(TransportFailure.Phase.SENT);
        assertThat(failure.timeout()).isTrue();
    }

    @Test
    void endlessBodyLeavesOnlyTheStatus() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        server.answers(connection -> {
            WireServer.answering("HTTP/1.1 200 OK\r\n\r\n").answer(connection);
            trickle(connection, 65_536, closed);
        });
        AtlasResponse answer = channel.exchange(Requests.get("/x"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(AtlasResponse.TOO_LONG);
        closed.await();
    }

    @Test
    void aRequestThatWasGivenUpNeverLeaves() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        server.answers(connection -> {
            busy.countDown();
            await(release);
            WireServer.answering(OK).answer(connection);
        });
        try (HttpChannel single = limited(server.uri(), 30_000, 30_000, 1)) {
            Thread first = Thread.ofVirtual().start(() -> single.exchange(Requests.get("/first")));
            busy.await();
            TransportFailure failure =
                    failure(single, Requests.before(Requests.get("/given-up"), Duration.ofMillis(200)));
            release.countDown();
            first.join();
            single.exchange(Requests.get("/third"));

            assertThat(failure.phase()).isEqualTo(TransportFailure.Phase.NOT_SENT);
            assertThat(server.requests()).hasSize(2).noneMatch(request -> request.contains("given-up"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestGivenUpWhileConnectingNeverLeaves(Halt halt) throws Exception {
        CountDownLatch givenUp = new CountDownLatch(1);
        CountDownLatch goneOn = new CountDownLatch(1);
        CountDownLatch onItsWay = new CountDownLatch(1);
        Runnable pause = () -> {
            onItsWay.countDown();
            await(givenUp);
            goneOn.countDown();
        };
        LoopResources halting = LoopResources.create("halting", 1, true);
        try (HttpChannel halted = new HttpChannel(
                Requests.settings(server.uri()),
                "1",
                client -> switch (halt) {
                    case CONNECTED -> client.runOn(halting).doOnConnected(connection -> pause.run());
                    case ABOUT_TO_SEND -> client.runOn(halting).doOnRequest((request, connection) -> pause.run());
                },
                timers -> timeouts)) {
            CompletableFuture<TransportFailure> failing = CompletableFuture.supplyAsync(
                    () -> failure(halted, Requests.get("/x")), Thread.ofPlatform()::start);
            await(onItsWay);
            timeouts.pass();
            TransportFailure failure = failing.join();
            givenUp.countDown();
            goneOn.await();
            halted.exchange(Requests.get("/second"));

            assertThat(failure.phase()).isEqualTo(TransportFailure.Phase.NOT_SENT);
            assertThat(server.requests()).hasSize(1).allMatch(request -> request.startsWith("GET /second "));
        } finally {
            halting.dispose();
        }
    }

    enum Halt {
        CONNECTED,
        ABOUT_TO_SEND
    }

    @Test
    void printsNoSecret() {
        AtlasRequest request = new AtlasRequest(
                HttpMethod.GET,
                "/x",
                "a/b",
                null,
                "",
                Requests.KEY,
                Secret.of("Digest response"),
                RequestContext.system("t"),
                Right.PERMANENT,
                AtlasRequest.Precedence.READ,
                0,
                null);

        assertThat(request.toString()).doesNotContain("Digest response").doesNotContain("private-key");
    }

    private static void reset(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
        connection.close();
    }

    private static void trickle(Socket connection, int bytes, CountDownLatch closed) throws IOException {
        repeat(connection, " ".repeat(bytes), closed);
    }

    private static void repeat(Socket connection, String text, CountDownLatch closed) throws IOException {
        byte[] some = text.getBytes(StandardCharsets.US_ASCII);
        OutputStream out = connection.getOutputStream();
        try {
            while (true) {
                out.write(some);
                out.flush();
                LockSupport.parkNanos(1_000_000);
            }
        } finally {
            closed.countDown();
        }
    }

    private TransportFailure failure(AtlasRequest request) {
        return failure(channel, request);
    }

    private static TransportFailure failure(HttpChannel channel, AtlasRequest request) {
        return catchThrowableOfType(TransportFailure.class, () -> channel.exchange(request));
    }

    private static HttpChannel limited(URI base, int connectMillis, int responseMillis, int maxConnections) {
        AtlasSettings settings = new AtlasSettings(
                base.toString(),
                List.of(),
                true,
                AtlasSettings.Api.V2,
                Duration.ofSeconds(30),
                Duration.ofMillis(connectMillis),
                Duration.ofMillis(responseMillis),
                maxConnections);
        return new HttpChannel(settings, "1", client -> client);
    }

    private static long in(int seconds) {
        return Requests.in(Duration.ofSeconds(seconds));
    }
}
