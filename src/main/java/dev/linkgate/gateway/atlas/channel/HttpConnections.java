package dev.linkgate.gateway.atlas.channel;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/**
 * The connections to one Atlas, and the event loops that serve them: HTTP/2 if an https server offers it, otherwise
 * HTTP/1.1. They repeat nothing by themselves, follow no redirect and ask for no compression.
 */
final class HttpConnections implements AutoCloseable {

    /** Shorter than load balancers' usual idle timeout, so that they rarely close a connection we are about to use. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(30);

    /** The life of a connection, limited so that changes to Atlas's addresses are noticed. */
    private static final Duration MAX_LIFE = Duration.ofMinutes(5);

    /**
     * Half as many event loops as processors: they do a quarter of the work, and with fewer loops each finds more
     * requests when it is woken.
     */
    private final LoopResources loops =
            LoopResources.create("atlas", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

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
            AtlasSettings settings, String version, UnaryOperator<HttpClient> tuning, UnaryOperator<Scheduler> timing) {
        // Timeouts run on the event loops, which a request wakes anyway; a separate timer thread would be woken twice a
        // request.
        this.timers = timing.apply(Schedulers.fromExecutorService(loops.onClient(LoopResources.DEFAULT_NATIVE)));
        this.settings = settings;
        this.version = version;
        this.tuning = tuning;
        this.client = connecting(Http2SslContextSpec.forClient());
    }

    /** The client whose requests use the newest certificates. */
    WebClient web() {
        return client.web();
    }

    /** Runs the timeouts. */
    Scheduler timers() {
        return timers;
    }

    /** As {@link HttpChannel#use}. The old connections are closed when no request under way can need them. */
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
                // Versions of Reactor Netty differ in the requests they send again after a reset; here none is sent
                // again.
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
