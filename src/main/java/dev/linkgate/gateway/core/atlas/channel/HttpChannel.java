package dev.linkgate.gateway.core.atlas.channel;

import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.TraceParent;
import dev.linkgate.gateway.core.platform.web.InterimAnswers;
import dev.linkgate.kernel.Secret;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.AttributeKey;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/**
 * Sends one request over HTTP: over HTTP/2 if an https server offers it, otherwise over HTTP/1.1. The innermost layer,
 * and the only one that waits for a {@link Mono}.
 *
 * <p>A request is sent only if its right holds when the connection is made and the first byte is about to be written.
 * It repeats nothing by itself, follows no redirect, keeps no cookie, asks for no compression and sends no header
 * except those named here. If a body is larger than {@value AtlasResponse#MAX_BODY_BYTES} bytes, only the status and
 * header are used.
 */
public final class HttpChannel implements AtlasChannel, AutoCloseable {

    /** Set on a connection by its first request. */
    private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(HttpChannel.class, "used");

    private final AtlasSettings settings;
    private final HttpConnections connections;

    /** Limits requests, and with them answers, because over HTTP/2 a connection carries many requests. */
    private final Semaphore underWay;

    /**
     * @param version the product's version, for {@code User-Agent}
     * @param tuning changes the client last, for instance its trusted certificates
     */
    public HttpChannel(AtlasSettings settings, String version, UnaryOperator<HttpClient> tuning) {
        this(settings, version, tuning, timers -> timers);
    }

    /** @param timing changes the timer of the timeouts */
    public HttpChannel(
            AtlasSettings settings, String version, UnaryOperator<HttpClient> tuning, UnaryOperator<Scheduler> timing) {
        this.settings = settings;
        this.connections = new HttpConnections(settings, version, tuning, timing);
        this.underWay = new Semaphore(settings.maxConnections(), true);
    }

    /**
     * Uses the trusted and the own certificates of a bundle from now on, and new connections with them. Requests under
     * way end on their old connections. Without a trust store in the bundle, the JVM's applies.
     */
    public void use(SslBundle bundle) {
        connections.use(bundle);
    }

    @Override
    public AtlasResponse exchange(AtlasRequest request) {
        Duration left = request.timeLeft();
        if (!left.isPositive()) {
            throw TransportFailure.whileWaiting(new TimeoutException("the deadline has passed"));
        }
        Duration patience = settings.connectTimeout();
        enter(left.compareTo(patience) < 0 ? left : patience);
        try {
            return carry(request);
        } finally {
            underWay.release();
        }
    }

    private void enter(Duration patience) {
        try {
            if (!underWay.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException("all connections were in use");
            }
        } catch (InterruptedException | TimeoutException e) {
            throw TransportFailure.whileWaiting(e);
        }
    }

    private AtlasResponse carry(AtlasRequest request) {
        Duration left = request.timeLeft();
        Duration longest = settings.responseTimeout();
        SendGuard guard = new SendGuard();
        Mono<AtlasResponse> answer = send(request, guard)
                .timeout(left.compareTo(longest) < 0 ? left : longest, connections.timers())
                .subscribeOn(connections.loop());
        request.context().facts().noteAttempt();
        AtlasResponse response;
        try {
            response = Objects.requireNonNull(answer.block());
        } catch (RuntimeException e) {
            Throwable cause = causeOf(e);
            TransportFailure.Phase atGuard = guard.giveUp();
            if (cause instanceof LinkgateException refusal) {
                throw refusal;
            }
            TransportFailure.Phase phase = hasNoTunnel(cause) ? TransportFailure.Phase.NOT_SENT : atGuard;
            boolean sent = phase == TransportFailure.Phase.SENT;
            // Connecting has its own timeout; this one is the deadline, or all connections were in use.
            if (!sent && cause instanceof TimeoutException ownWait) {
                throw TransportFailure.whileWaiting(ownWait);
            }
            boolean timeout = isTimeout(cause);
            throw sent && !timeout && guard.onKeptConnection()
                    ? TransportFailure.onKeptConnection(cause)
                    : new TransportFailure(phase, timeout, cause);
        }
        request.context().facts().noteAtlasStatus(response.status());
        return response;
    }

    private Mono<AtlasResponse> send(AtlasRequest request, SendGuard guard) {
        WebClient.RequestBodySpec spec = connections
                .web()
                .method(request.method())
                .uri(URI.create(settings.baseUrl() + request.uri()))
                .headers(headers -> addHeaders(headers, request))
                .httpRequest(outgoing -> {
                    request.right().require();
                    guard.markSent(isKept(outgoing));
                });
        String body = request.body();
        return (body == null ? spec : spec.bodyValue(body.getBytes(StandardCharsets.UTF_8)))
                .exchangeToMono(response -> read(request, response));
    }

    /** Whether the connection carried another request before. Over HTTP/2 a request has a stream of a connection. */
    private static boolean isKept(ClientHttpRequest request) {
        Channel stream = ((Connection) request.<HttpClientRequest>getNativeRequest()).channel();
        Channel connection = stream.parent() == null ? stream : stream.parent();
        return connection.attr(USED).getAndSet(true) != null;
    }

    private static void addHeaders(HttpHeaders headers, AtlasRequest request) {
        headers.set(HttpHeaders.ACCEPT, request.accept());
        if (request.body() != null) {
            headers.set(HttpHeaders.CONTENT_TYPE, request.contentType());
        }
        TraceParent trace = request.trace();
        if (trace != null) {
            headers.set(TraceParent.HEADER, trace.toString());
        }
        Secret authorization = request.authorization();
        if (authorization != null) {
            headers.set(HttpHeaders.AUTHORIZATION, authorization.reveal());
        }
    }

    private static Mono<AtlasResponse> read(AtlasRequest request, ClientResponse response) {
        HttpHeaders headers = response.headers().asHttpHeaders();
        return DataBufferUtils.join(response.body(BodyExtractors.toDataBuffers()), AtlasResponse.MAX_BODY_BYTES)
                .map(HttpChannel::bytes)
                .defaultIfEmpty(new byte[0])
                .map(body -> new String(body, charset(headers)))
                .onErrorReturn(DataBufferLimitException.class, AtlasResponse.TOO_LONG)
                .map(body -> new AtlasResponse(
                        response.statusCode().value(), headers, body, new RequestSecrets(request, headers)));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static Charset charset(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            Charset charset = type == null ? null : type.getCharset();
            return charset == null ? StandardCharsets.UTF_8 : charset;
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8; // an unreadable Content-Type is no reason to lose the answer
        }
    }

    private static Throwable causeOf(RuntimeException thrown) {
        Throwable cause = Exceptions.unwrap(thrown);
        return cause instanceof WebClientRequestException && cause.getCause() != null ? cause.getCause() : cause;
    }

    /** Whether the proxy refused. A request that was written before its answer is dropped, not sent. */
    private static boolean hasNoTunnel(Throwable cause) {
        return cause instanceof ProxyConnectException;
    }

    private static boolean isTimeout(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof SslHandshakeTimeoutException) {
                return true;
            }
        }
        return false;
    }

    /** Closes the connections. */
    @Override
    public void close() {
        connections.close();
    }

    /**
     * The connections to one Atlas, and the event loops that serve them.
     */
    static final class HttpConnections implements AutoCloseable {

        /**
         * Shorter than load balancers' usual idle timeout, so that they rarely close a connection we are about to use.
         */
        private static final Duration MAX_IDLE = Duration.ofSeconds(30);

        /** The life of a connection, limited so that changes to Atlas's addresses are noticed. */
        private static final Duration MAX_LIFE = Duration.ofMinutes(5);

        /**
         * Half as many event loops as processors: they do a quarter of the work, and with fewer loops each finds more
         * requests when it is woken.
         */
        private final LoopResources loops =
                LoopResources.create("atlas", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

        private final Scheduler loop;
        private final Scheduler timers;
        private final AtlasSettings settings;
        private final String version;
        private final UnaryOperator<HttpClient> tuning;
        private volatile Client client;

        /** A pool of connections, and the client that takes them from there. */
        private record Client(ConnectionProvider connections, WebClient web) {}

        /**
         * @param version the product's version, for {@code User-Agent}
         * @param tuning changes the client last
         * @param timing changes the timer of the timeouts
         */
        HttpConnections(
                AtlasSettings settings,
                String version,
                UnaryOperator<HttpClient> tuning,
                UnaryOperator<Scheduler> timing) {
            // Timeouts run on the event loops, which a request wakes anyway; a timer thread would be woken twice.
            this.loop = Schedulers.fromExecutorService(loops.onClient(LoopResources.DEFAULT_NATIVE));
            this.timers = timing.apply(loop);
            this.settings = settings;
            this.version = version;
            this.tuning = tuning;
            this.client = connecting(Http2SslContextSpec.forClient());
        }

        /** The client whose requests use the newest certificates. */
        WebClient web() {
            return client.web();
        }

        /** Begins requests, so that one task of the event loop sets the timeout and takes a connection. */
        Scheduler loop() {
            return loop;
        }

        /** Runs the timeouts. */
        Scheduler timers() {
            return timers;
        }

        /**
         * Uses these certificates from now on, as {@link HttpChannel#use} says. The old connections are closed when no
         * request under way can need them.
         */
        void use(SslBundle bundle) {
            Client before = client;
            client = connecting(Http2SslContextSpec.forClient().configure(tls -> configure(tls, bundle)));
            timers.schedule(
                    before.connections()::dispose, settings.responseTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }

        private static void configure(SslContextBuilder tls, SslBundle bundle) {
            tls.keyManager(bundle.getManagers().getKeyManagerFactory())
                    .trustManager(bundle.getManagers().getTrustManagerFactory());
            SslOptions options = bundle.getOptions();
            if (options.getCiphers() != null) {
                tls.ciphers(List.of(options.getCiphers()));
            }
            if (options.getEnabledProtocols() != null) {
                tls.protocols(options.getEnabledProtocols());
            }
        }

        private Client connecting(SslProvider.GenericSslContextSpec<SslContextBuilder> alpn) {
            ConnectionProvider connections = ConnectionProvider.builder("atlas")
                    .maxConnections(settings.maxConnections())
                    .pendingAcquireMaxCount(2 * settings.maxConnections())
                    .pendingAcquireTimeout(settings.connectTimeout())
                    .maxIdleTime(MAX_IDLE)
                    .maxLifeTime(MAX_LIFE)
                    .evictInBackground(MAX_IDLE)
                    .build();
            HttpClient http = HttpClient.create(connections)
                    .runOn(loops)
                    // Versions of Reactor Netty differ in what they send again after a reset; here it is nothing.
                    .disableRetry(true)
                    .followRedirect(false)
                    .compress(false)
                    .doOnConnected(connection -> connection.addHandlerLast(new InterimAnswers()))
                    .option(
                            ChannelOption.CONNECT_TIMEOUT_MILLIS,
                            Math.toIntExact(settings.connectTimeout().toMillis()));
            if (settings.origin().getScheme().equals("https")) {
                http = http.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                        .secure(tls -> tls.sslContext(alpn).handshakeTimeout(settings.connectTimeout()));
            } else {
                http = http.protocol(HttpProtocol.HTTP11);
            }
            return new Client(
                    connections,
                    WebClient.builder()
                            .clientConnector(new ReactorClientHttpConnector(tuning.apply(http)))
                            .defaultHeader(HttpHeaders.USER_AGENT, "Linkgate/" + version)
                            .build());
        }

        @Override
        public void close() {
            client.connections().dispose();
            loops.dispose();
        }
    }
}
