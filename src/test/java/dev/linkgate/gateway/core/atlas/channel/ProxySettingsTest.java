package dev.linkgate.gateway.core.atlas.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.Ports;
import dev.linkgate.gateway.core.atlas.CapturedLog;
import dev.linkgate.gateway.core.atlas.ConnectProxy;
import dev.linkgate.gateway.core.atlas.Requests;
import dev.linkgate.gateway.core.atlas.WireServer;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Atlas behind an HTTP proxy. */
@Timeout(60)
@Isolated("It logs everything")
class ProxySettingsTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    private static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString("gateway:hush-4711".getBytes(StandardCharsets.UTF_8));

    @AutoClose
    private final WireServer atlas = new WireServer(WireServer.answering(OK));

    @Test
    void requestsGoThroughATunnelToAHostThatOnlyTheProxyKnows() {
        try (ConnectProxy proxy = new ConnectProxy(atlas.uri().getPort(), null);
                HttpChannel channel = channel(new ProxySettings(proxy.url(), null, null))) {
            AtlasResponse answer = channel.exchange(Requests.get("/x").authorizedBy(Secret.of("Bearer of-atlas")));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(proxy.heads())
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT atlas.invalid:8443 ")
                    .doesNotContain("of-atlas")
                    .doesNotContainIgnoringCase("proxy-authorization");
            assertThat(atlas.requests())
                    .singleElement()
                    .asString()
                    .startsWith("GET /x ")
                    .containsIgnoringCase("host: atlas.invalid:8443");
        }
    }

    @Test
    void theProxyGetsItsLogin() {
        try (ConnectProxy proxy = new ConnectProxy(atlas.uri().getPort(), LOGIN);
                HttpChannel channel = channel(new ProxySettings(proxy.url(), "gateway", Secret.of("hush-4711")))) {
            assertThat(channel.exchange(Requests.get("/x")).status()).isEqualTo(200);

            assertThat(atlas.requests()).singleElement().asString().doesNotContainIgnoringCase("proxy-authorization");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void nothingWasSentIfTheProxyRefuses(String scheme) {
        try (ConnectProxy proxy = new ConnectProxy(atlas.uri().getPort(), LOGIN);
                CapturedLog log = CapturedLog.everything();
                HttpChannel channel =
                        channel(scheme, new ProxySettings(proxy.url(), "gateway", Secret.of("hush-wrong")))) {
            assertNothingSent(channel);
            assertThat(log.lines()).noneMatch(line -> line.contains("hush-wrong"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void nothingWasSentIfTheProxyIsAway(String scheme) {
        try (HttpChannel channel = channel(scheme, new ProxySettings("http://127.0.0.1:" + Ports.free(), null, null))) {
            assertNothingSent(channel);
        }
    }

    @Test
    void withoutAProxyAtlasIsReachedDirectly() {
        try (HttpChannel channel = new HttpChannel(
                Requests.settings(atlas.uri()),
                "1",
                client -> new ProxySettings("", "", Secret.of("")).through(client, Duration.ofSeconds(20)))) {
            assertThat(channel.exchange(Requests.get("/x")).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy:3128",
                "https://hush:3128",
                "socks5://hush:1080",
                "http://hush",
                "http://hush:0",
                "http://hush:65536",
                "http://:3128",
                "http://user:hush@proxy:3128",
                "http://proxy:3128/hush",
                "http://proxy:3128?hush",
                "http://proxy:3128#hush",
                "not a hush"
            })
    void anAddressThatIsNoneIsRefusedAndNotShown(String proxy) {
        assertThat(refusal(proxy, null, null))
                .hasMessageContaining("linkgate.atlas.proxy")
                .hasMessageNotContaining("hush")
                .hasNoCause();
    }

    @Test
    void halfALoginIsRefused() {
        assertThat(refusal("http://proxy:3128", "gateway", null)).hasMessageContaining("proxy-password");
        assertThat(refusal("http://proxy:3128", null, Secret.of("hush"))).hasMessageContaining("proxy-username");
        assertThat(refusal(null, "gateway", Secret.of("hush"))).hasMessageContaining("linkgate.atlas.proxy is not");
    }

    @Test
    void thePasswordIsBoundAsASecret() {
        ProxySettings settings = new Binder(new MapConfigurationPropertySource(Map.of(
                        "linkgate.atlas.proxy", "http://proxy:3128",
                        "linkgate.atlas.proxy-username", "gateway",
                        "linkgate.atlas.proxy-password", "hush-4711")))
                .bind("linkgate.atlas", ProxySettings.class)
                .get();

        assertThat(settings.proxyPassword()).isEqualTo(Secret.of("hush-4711"));
        assertThat(settings.toString()).doesNotContain("hush");
    }

    private void assertNothingSent(HttpChannel channel) {
        TransportFailure failure =
                catchThrowableOfType(TransportFailure.class, () -> channel.exchange(Requests.get("/x")));
        assertThat(failure.phase()).isEqualTo(TransportFailure.Phase.NOT_SENT);
        assertThat(atlas.requests()).isEmpty();
    }

    private static StartRefused refusal(@Nullable String proxy, @Nullable String username, @Nullable Secret password) {
        return catchThrowableOfType(StartRefused.class, () -> new ProxySettings(proxy, username, password));
    }

    private static HttpChannel channel(ProxySettings proxy) {
        return channel("http", proxy);
    }

    /** To a host that does not exist. */
    private static HttpChannel channel(String scheme, ProxySettings proxy) {
        AtlasSettings settings = Requests.settings(URI.create(scheme + "://atlas.invalid:8443"));
        return new HttpChannel(settings, "1", client -> proxy.through(client, settings.connectTimeout()));
    }
}
