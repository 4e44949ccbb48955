package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.atlas.login.AuthenticatingChannel;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.DemoAtlas;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against digest servers that other people wrote. */
@Timeout(120)
class DigestInteroperabilityTest {

    /** Slashes are percent-encoded in the id of an Azure endpoint, and the digest covers the path as it is sent. */
    private static final Crowd CROWD =
            new Crowd("/groups/1/endpoint/" + new EndpointId(DemoAtlas.AVAILABLE_AZURE_ENDPOINT).pathSegment(), 64, 5);

    private final List<CredentialState> states = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource(DigestServer.class)
    void noRequestIsRefusedAndNoCountRepeated(DigestServer kind) throws Exception {
        try (DigestServer.Running server = kind.start(
                        Requests.KEY.publicKey(), Requests.KEY.privateKey().reveal());
                HttpChannel http = new HttpChannel(Requests.settings(server.uri()), "1", client -> client)) {
            AtlasChannel channel = channel(http);

            List<Integer> statuses = new ArrayList<>(CROWD.call(channel));
            kind.letNoncesGrowOld();
            statuses.addAll(CROWD.call(channel));

            assertThat(statuses).hasSize(2 * CROWD.callers() * CROWD.calls()).containsOnly(200);
            assertThat(states).containsExactly(CredentialState.OK);
            NonceCounts.assertRiseByOne(server.authorizations());
            int secondTrips = server.authorizations().size() - statuses.size();
            System.out.printf(
                    "%s: %d calls of %d callers, %.3f round trips a call%n",
                    kind,
                    statuses.size(),
                    CROWD.callers(),
                    (double) server.authorizations().size() / statuses.size());
            if (kind.hasShortNonces()) {
                assertThat(secondTrips).as("nonces had to be renewed").isGreaterThan(CROWD.callers());
            } else {
                assertThat(secondTrips)
                        .as("one for each nonce, and no more nonces than callers")
                        .isBetween(1, CROWD.callers());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DigestServer.class)
    void wrongKeyIsDetectedInTwoRequests(DigestServer kind) throws Exception {
        try (DigestServer.Running server = kind.start(Requests.KEY.publicKey(), "another key");
                HttpChannel http = new HttpChannel(Requests.settings(server.uri()), "1", client -> client)) {
            AtlasChannel channel = channel(http);

            assertThatThrownBy(() -> channel.exchange(Requests.get("/x"))).isInstanceOf(LinkgateException.class);
            assertThatThrownBy(() -> channel.exchange(Requests.get("/x"))).isInstanceOf(LinkgateException.class);

            assertThat(server.authorizations()).hasSize(2);
            assertThat(states).containsExactly(CredentialState.SUSPECT);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DigestServer.class,
            names = {"JETTY", "TOMCAT"})
    void quotesAndBackslashesInNameAndKeyAreUnderstood(DigestServer kind) throws Exception {
        AtlasCredential odd = new AtlasCredential.DigestKey("odd", 1, "o'ne\"il", Secret.of("p\\a\"ss, w=rd"), null);
        try (DigestServer.Running server = kind.start("o'ne\"il", "p\\a\"ss, w=rd");
                HttpChannel http = new HttpChannel(Requests.settings(server.uri()), "1", client -> client)) {
            assertThat(channel(http).exchange(Requests.get("/x?a=1&b=%20", odd)).status())
                    .isEqualTo(200);
        }
    }

    private AtlasChannel channel(HttpChannel http) {
        return new AuthenticatingChannel(http, InstantSource.system(), (credential, state) -> states.add(state));
    }
}
