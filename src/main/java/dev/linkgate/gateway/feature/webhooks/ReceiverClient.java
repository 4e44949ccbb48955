package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.settings.ClientBundle;
import dev.linkgate.gateway.core.platform.web.InterimAnswers;
import dev.linkgate.gateway.feature.webhooks.target.AllowedTargets;
import dev.linkgate.gateway.feature.webhooks.target.WebhookUrl;
import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.kernel.VisibleText;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.stereotype.Component;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

/**
 * Sends events to receivers. Each try has a connection of its own, to an address that was checked for it: the name
 * servers are asked once, and what they say is connected to only if all of it is allowed. So a name server that answers
 * otherwise the next time gains nothing, nor does one that adds an internal address. No redirect is followed, no proxy
 * is used, because a proxy would look up the address again, and of an answer only the status, the header and the first
 * {@value #MAX_BODY_BYTES} bytes are read.
 */
@Component
final class ReceiverClient implements AutoCloseable {

    private static final int MAX_BODY_BYTES = 1_024;

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private static final Duration BODY_PATIENCE = Duration.ofSeconds(1);

    private final LoopResources loops = LoopResources.create("webhook", 1, true);
    private final AddressResolverGroup<InetSocketAddress> names;
    private final WebhookSettings settings;
    private final AllowedTargets allowed;
    private final InstantSource clock;
    private final Duration bodyPatience;
    private final HttpClient client;
    private volatile SslProvider.GenericSslContextSpec<SslContextBuilder> tls = Http11SslContextSpec.forClient();

    /** An address that is not allowed. The message is a clause for people; the address is nothing that it may tell. */
    static final class AddressRefused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        AddressRefused(String host) {
            super("the host " + host + " has an address that linkgate.webhooks.allow does not allow");
        }
    }

    /** @throws dev.linkgate.kernel.StartRefused if the bundle of {@code linkgate.webhooks.ssl-bundle} does not exist, or cannot be used */
    @Autowired
    ReceiverClient(WebhookSettings settings, InstantSource clock, ProductVersion version, SslBundles bundles) {
        this(settings, clock, version.value(), dns(settings), BODY_PATIENCE);
        new ClientBundle("linkgate.webhooks.ssl-bundle", settings.sslBundle()).follow(bundles, this::use);
    }

    /**
     * @param version the product's, for {@code User-Agent}
     * @param names asks the name servers
     * @param bodyPatience the time for the body of an answer whose status has arrived; then what was read counts
     */
    ReceiverClient(
            WebhookSettings settings,
            InstantSource clock,
            String version,
            AddressResolverGroup<InetSocketAddress> names,
            Duration bodyPatience) {
        this.settings = settings;
        this.allowed = settings.targets();
        this.clock = clock;
        this.names = names;
        this.bodyPatience = bodyPatience;
        this.client = HttpClient.create(ConnectionProvider.newConnection())
                .runOn(loops, false)
                .resolver(names)
                .protocol(HttpProtocol.HTTP11)
                .disableRetry(true)
                .followRedirect(false)
                .compress(false)
                .noProxy()
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, "Linkgate/" + version)
                        .set(HttpHeaderNames.CONTENT_TYPE, "application/cloudevents+json; charset=utf-8"))
                .doOnConnected(connection -> connection.addHandlerLast(new InterimAnswers()))
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.connectTimeout().toMillis()));
    }

    private static AddressResolverGroup<InetSocketAddress> dns(WebhookSettings settings) {
        return new DnsAddressResolverGroup(new DnsNameResolverBuilder()
                .datagramChannelType(NioDatagramChannel.class)
                .queryTimeoutMillis(settings.connectTimeout().toMillis()));
    }

    /** Trusts the certificates of a bundle from now on. */
    void use(SslBundle bundle) {
        tls = Http11SslContextSpec.forClient().configure(context -> configure(context, bundle));
    }

    private static void configure(SslContextBuilder context, SslBundle bundle) {
        context.keyManager(bundle.getManagers().getKeyManagerFactory())
                .trustManager(bundle.getManagers().getTrustManagerFactory());
    }

    /**
     * Sends an event once, and waits for the answer.
     *
     * @param id the event's, the same at each try
     * @param body the event as a CloudEvent in JSON
     * @param signers the secrets that sign, at least one
     */
    TryResult send(WebhookUrl url, String id, String body, List<SigningSecret> signers) {
        String refusal = allowed.refusal(url).orElse(null);
        if (refusal != null) {
            return new TryResult.NoAnswer("the URL " + refusal);
        }
        try {
            return Objects.requireNonNull(exchange(url, id, body, signers).block());
        } catch (RuntimeException e) {
            return new TryResult.NoAnswer(why(Exceptions.unwrap(e)));
        }
    }

    private Mono<TryResult> exchange(WebhookUrl url, String id, String body, List<SigningSecret> signers) {
        var time = clock.instant();
        String signatures =
                signers.stream().map(secret -> secret.sign(id, time, body)).collect(Collectors.joining(" "));
        HttpClient towards = url.secure()
                ? client.secure(spec -> spec.sslContext(tls).handshakeTimeout(settings.connectTimeout()))
                : client;
        return towards.resolvedAddressesSelector((config, found) -> checked(url, found))
                .headers(headers -> headers.set("webhook-id", id)
                        .set("webhook-timestamp", Long.toString(time.getEpochSecond()))
                        .set("webhook-signature", signatures))
                .responseTimeout(settings.timeout())
                .post()
                .uri(url.uri())
                .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(body, StandardCharsets.UTF_8)))
                .response(this::answer)
                .next()
                .timeout(settings.timeout().plus(bodyPatience));
    }

    /** What to connect to: all that was found, and nothing else. A host that is an address is checked, too. */
    private List<? extends SocketAddress> checked(WebhookUrl url, List<? extends SocketAddress> found) {
        for (SocketAddress each : found) {
            InetAddress address = ((InetSocketAddress) each).getAddress();
            if (!allowed.allows(url.secure(), url.host(), url.port(), address)) {
                throw new AddressRefused(url.host());
            }
        }
        return found;
    }

    private Mono<TryResult> answer(HttpClientResponse response, ByteBufFlux body) {
        int status = response.status().code();
        Duration retryAfter = status == 429 || status == 503 ? retryAfter(response.responseHeaders()) : null;
        return body.asByteArray()
                .scan(new byte[0], ReceiverClient::joined)
                .takeUntil(read -> read.length >= MAX_BODY_BYTES)
                .take(bodyPatience)
                .onErrorComplete()
                .last(new byte[0])
                .map(read -> new TryResult.Answered(status, text(read), retryAfter));
    }

    private static byte[] joined(byte[] before, byte[] next) {
        byte[] both = Arrays.copyOf(before, before.length + next.length);
        System.arraycopy(next, 0, both, before.length, next.length);
        return both;
    }

    private static String text(byte[] read) {
        return VisibleText.in(new String(read, 0, Math.min(read.length, MAX_BODY_BYTES), StandardCharsets.UTF_8));
    }

    private @Nullable Duration retryAfter(HttpHeaders headers) {
        String text = headers.get(HttpHeaderNames.RETRY_AFTER);
        return text == null ? null : retryAfter(text, clock.instant());
    }

    @Override
    public void close() {
        names.close();
        loops.dispose();
    }

    /** Why a receiver did not answer: a clause for people, without what the other side wrote. */
    private String why(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String clause = known(cause);
            if (clause != null) {
                return clause;
            }
        }
        return "the connection broke before there was an answer";
    }

    private @Nullable String known(Throwable cause) {
        return switch (cause) {
            case AddressRefused refused -> refused.getMessage();
            case UnknownHostException unknown -> "the host's name is not known to the name servers";
            case ConnectTimeoutException late -> "no connection could be made in time";
            case SslHandshakeTimeoutException late -> "the TLS handshake took too long";
            case ReadTimeoutException late -> slow();
            case TimeoutException late -> slow();
            case ConnectException refused -> "the connection was refused";
            case SSLException untrusted ->
                "the TLS handshake failed: the certificate is not trusted, or not the host's, or there is no TLS";
            default -> null;
        };
    }

    private String slow() {
        return "there was no answer within " + settings.timeout().toSeconds() + " s";
    }

    /**
     * The header {@code Retry-After}: seconds or a date (RFC 9110, 10.2.3).
     *
     * @return absent if it has neither form; zero of a date that has passed
     */
    static @Nullable Duration retryAfter(String text, Instant now) {
        String value = text.strip();
        if (SECONDS.matcher(value).matches()) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
