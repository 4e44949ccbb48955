package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two Atlases beside each other, each with the credentials that belong to it. */
@Timeout(60)
class AtlasClientsTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    private static final String TOKEN = "{\"access_token\":\"t\",\"expires_in\":3600}";

    @AutoClose
    private final WireServer usual = new WireServer(WireServer.answering(OK));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void anAccountGetsItsTokenFromItsAtlas() {
        String token = "HTTP/1.1 200 OK\r\nContent-Length: " + TOKEN.length() + "\r\n\r\n" + TOKEN;
        try (WireServer other = WireServer.answeringEach(request -> request.startsWith("POST") ? token : OK);
                AtlasClients clients = clients(other)) {
            read(
                    clients,
                    new AtlasCredential.ServiceAccount(
                            "gov", 1, Requests.ACCOUNT.clientId(), Requests.ACCOUNT.clientSecret(), other.uri()));

            assertThat(other.requests()).hasSize(2).first().asString().startsWith("POST /api/oauth/token ");
            assertThat(usual.requests()).isEmpty();
        }
    }

    @Test
    void theFailureOfOneAtlasLeavesTheOtherUsable() {
        try (WireServer other = new WireServer(
                        WireServer.answering("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"));
                AtlasClients clients = clients(other)) {
            AtlasCredential key = keyOf(other);
            while (breakerState(other) == 0) {
                Throwable unused = catchThrowable(() -> read(clients, key));
            }

            LinkgateException refused = catchThrowableOfType(LinkgateException.class, () -> read(clients, key));
            assertThat(refused.failure().code()).isEqualTo(ProblemCode.ATLAS_UNAVAILABLE);
            assertThat(read(clients, Requests.KEY).status()).isEqualTo(200);
            assertThat(breakerState(usual)).isZero();
        }
    }

    private static AtlasCredential keyOf(WireServer server) {
        return new AtlasCredential.DigestKey(
                "gov", 1, Requests.KEY.publicKey(), Requests.KEY.privateKey(), server.uri());
    }

    private double breakerState(WireServer server) {
        return meters.get("linkgate.atlas.breaker.state")
                .tag("atlas", server.uri().getAuthority())
                .gauge()
                .value();
    }

    private AtlasClients clients(WireServer other) {
        AtlasSettings settings = new AtlasSettings(
                usual.uri().toString(),
                List.of(other.uri().toString()),
                false,
                AtlasSettings.Api.V2,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                4);
        return new AtlasClients(
                settings,
                meters,
                own -> new HttpChannel(own, "test", client -> client),
                (http, own, labelled) -> new ResilientClient(
                        http,
                        own,
                        Requests.resilience(),
                        (credential, state) -> {},
                        (credential, patience) -> Optional.empty(),
                        InstantSource.system(),
                        new Random(1),
                        (pause, mayWait) -> true,
                        labelled));
    }

    private static AtlasResponse read(AtlasClients clients, AtlasCredential credential) {
        return clients.of(credential).read(Requests.get("/x", credential));
    }
}
