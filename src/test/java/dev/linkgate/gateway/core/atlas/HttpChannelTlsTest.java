package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.Certificates;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.channel.ProxySettings;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.kernel.Secret;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;

@Timeout(60)
@Isolated("It logs everything")
class HttpChannelTlsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static KeyManagerFactory keys;
    private static TrustManagerFactory trust;

    private final List<String> requests = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeCertificate() throws Exception {
        keys = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .addExtendedKeyUsage(CertificateBuilder.ExtendedKeyUsage.PKIX_KP_SERVER_AUTH)
                .buildIssuedBy(Certificates.AUTHORITY)
                .toKeyManagerFactory();
        trust = Certificates.AUTHORITY.toTrustManagerFactory();
    }

    @ParameterizedTest
    @CsvSource({"true, HTTP/2.0", "false, HTTP/1.1"})
    void speaksWhatTheServerOffers(boolean http2, String version) {
        DisposableServer server = serve(http2);
        try (HttpChannel channel = trusting("https://localhost:" + server.port())) {
            AtlasResponse answer = channel.exchange(Requests.post("/a/%2Fb?c=%20", "{}", Requests.KEY));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{}");
            assertThat(requests).containsExactly(version + " POST /a/%2Fb?c=%20");
        } finally {
            server.disposeNow();
        }
    }

    @ParameterizedTest
    @CsvSource({"true, HTTP/2.0", "false, HTTP/1.1"})
    void speaksItThroughAProxy(boolean http2, String version) {
        DisposableServer server = serve(http2);
        try (ConnectProxy proxy = new ConnectProxy(server.port(), null);
                HttpChannel channel = new HttpChannel(
                        Requests.settings(URI.create("https://localhost:1")),
                        "1",
                        client -> new ProxySettings(proxy.url(), null, null).through(trusting(client), PATIENCE))) {
            channel.exchange(Requests.get("/x").authorizedBy(Secret.of("Bearer hush-hush")));

            assertThat(requests).containsExactly(version + " GET /x");
            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT localhost:1 ")
                    .doesNotContain("hush-hush");
        } finally {
            server.disposeNow();
        }
    }

    @Test
    void logsNoHeaderOfHttp2() {
        DisposableServer server = serve(true);
        try (CapturedLog log = CapturedLog.everything();
                HttpChannel channel = trusting("https://localhost:" + server.port())) {
            channel.exchange(Requests.get("/x").authorizedBy(Secret.of("Bearer hush-hush")));

            assertThat(log.lines()).hasSizeGreaterThan(10).noneMatch(line -> line.contains("hush-hush"));
        } finally {
            server.disposeNow();
        }
    }

    @Test
    void sendsNothingToAnUntrustedServer() {
        DisposableServer server = serve(true);
        try (HttpChannel channel = new HttpChannel(
                Requests.settings(URI.create("https://localhost:" + server.port())), "1", client -> client)) {
            assertNothingSent(channel);
        } finally {
            server.disposeNow();
        }
    }

    @Test
    void sendsNothingToAServerWithAnotherName() {
        DisposableServer server = serve(true);
        try (HttpChannel channel = trusting("https://127.0.0.1:" + server.port())) {
            assertNothingSent(channel);
        } finally {
            server.disposeNow();
        }
    }

    /** One connection could carry any number of requests, and each answer needs memory. */
    @Test
    void http2KeepsTheRequestLimit() throws InterruptedException {
        BlockingQueue<Sinks.Empty<Void>> held = new LinkedBlockingQueue<>();
        DisposableServer server = serve(true, () -> {
            Sinks.Empty<Void> answer = Sinks.empty();
            held.add(answer);
            return answer.asMono();
        });
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                HttpChannel channel = new HttpChannel(
                        settings("https://localhost:" + server.port(), 2), "1", HttpChannelTlsTest::trusting)) {
            Future<?> one = callers.submit(() -> channel.exchange(Requests.get("/x")));
            Future<?> another = callers.submit(() -> channel.exchange(Requests.get("/x")));
            List<Sinks.Empty<Void>> answers = List.of(held.take(), held.take());

            TransportFailure failure = catchThrowableOfType(
                    TransportFailure.class,
                    () -> channel.exchange(Requests.before(Requests.get("/x"), Duration.ofMillis(300))));

            assertThat(failure.phase()).isEqualTo(TransportFailure.Phase.NOT_SENT);
            assertThat(failure.whileWaiting()).isTrue();
            assertThat(requests).hasSize(2);
            answers.forEach(Sinks.Empty::tryEmitEmpty);
            assertThat(List.of(one, another))
                    .allSatisfy(request -> assertThat(request).succeedsWithin(PATIENCE));
        } finally {
            server.disposeNow();
        }
    }

    private void assertNothingSent(HttpChannel channel) {
        TransportFailure failure =
                catchThrowableOfType(TransportFailure.class, () -> channel.exchange(Requests.get("/x")));
        assertThat(failure.phase()).isEqualTo(TransportFailure.Phase.NOT_SENT);
        assertThat(failure.timeout()).isFalse();
        assertThat(requests).isEmpty();
    }

    private static AtlasSettings settings(String base, int maxConnections) {
        AtlasSettings usual = Requests.settings(URI.create(base));
        return new AtlasSettings(
                base,
                List.of(),
                false,
                usual.api(),
                usual.deadline(),
                usual.connectTimeout(),
                usual.responseTimeout(),
                maxConnections);
    }

    private DisposableServer serve(boolean http2) {
        return serve(http2, Mono::empty);
    }

    /** @param until when an answer goes out */
    private DisposableServer serve(boolean http2, Supplier<Mono<Void>> until) {
        SslProvider.GenericSslContextSpec<SslContextBuilder> certificate =
                http2 ? Http2SslContextSpec.forServer(keys) : Http11SslContextSpec.forServer(keys);
        HttpServer server = HttpServer.create().host("127.0.0.1").port(0).secure(tls -> tls.sslContext(certificate));
        return (http2 ? server.protocol(HttpProtocol.H2, HttpProtocol.HTTP11) : server)
                .handle((request, response) -> {
                    requests.add(request.version() + " " + request.method() + " " + request.uri());
                    return response.sendString(until.get().thenReturn("{}"));
                })
                .bindNow(Duration.ofSeconds(10));
    }

    /** Trusts the server's certificate, and changes nothing else of how the product connects. */
    private static HttpChannel trusting(String base) {
        return new HttpChannel(Requests.settings(URI.create(base)), "1", HttpChannelTlsTest::trusting);
    }

    private static HttpClient trusting(HttpClient client) {
        SslProvider.GenericSslContextSpec<SslContextBuilder> spec =
                Http2SslContextSpec.forClient().configure(builder -> builder.trustManager(trust));
        return client.secure(tls -> tls.sslContext(spec));
    }
}
