package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.atlas.login.AuthenticatingChannel;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.kernel.Secret;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The client against digest servers that other people wrote, those of Debian as far as they are installed. */
@Timeout(120)
@Tag("harness")
class DigestInteroperabilityTest {

    @TempDir
    private Path directory;

    private final List<CredentialState> states = new CopyOnWriteArrayList<>();

    /** The {@code Authorization} of each request before it goes over the wire; empty if it has none. */
    private final List<String> authorizations = new CopyOnWriteArrayList<>();

    static Stream<ForeignDigestServer> servers() {
        return Stream.of(DigestServer.values(), DebianServer.values()).flatMap(Stream::of);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void noRequestIsRefusedAndNoCountRepeated(ForeignDigestServer kind) throws Exception {
        try (ForeignDigestServer.Running server = start(
                        kind,
                        Requests.KEY.publicKey(),
                        Requests.KEY.privateKey().reveal());
                HttpChannel http = new HttpChannel(Requests.settings(server.uri()), "1", client -> client)) {
            AtlasChannel channel = channel(http);
            Crowd crowd = new Crowd(kind.path(), 64, 5);

            List<Integer> statuses = new ArrayList<>(crowd.call(channel));
            kind.letNoncesGrowOld();
            statuses.addAll(crowd.call(channel));

            assertThat(statuses).hasSize(2 * crowd.callers() * crowd.calls()).containsOnly(200);
            assertThat(states).containsExactly(CredentialState.OK);
            NonceCounts.assertRiseByOne(authorizations);
            int secondTrips = authorizations.size() - statuses.size();
            if (kind.keepsNonces()) {
                assertThat(secondTrips)
                        .as("one for each nonce, and no more nonces than callers")
                        .isBetween(1, crowd.callers());
            } else {
                assertThat(secondTrips).as("nonces had to be renewed").isGreaterThan(crowd.callers());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void wrongKeyIsDetectedInTwoRequests(ForeignDigestServer kind) throws Exception {
        try (ForeignDigestServer.Running server = start(kind, Requests.KEY.publicKey(), "another key");
                HttpChannel http = new HttpChannel(Requests.settings(server.uri()), "1", client -> client)) {
            AtlasChannel channel = channel(http);

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> channel.exchange(Requests.get(kind.path())))
                        .isInstanceOf(LinkgateException.class);
            }

            assertThat(authorizations).hasSize(2);
            assertThat(states).containsExactly(CredentialState.SUSPECT);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DigestServer.class,
            names = {"JETTY", "TOMCAT"})
    void quotesAndBackslashesInNameAndKeyAreUnderstood(DigestServer kind) throws Exception {
        AtlasCredential odd = new AtlasCredential.DigestKey("odd", 1, "o'ne\"il", Secret.of("p\\a\"ss, w=rd"), null);
        try (ForeignDigestServer.Running server = start(kind, "o'ne\"il", "p\\a\"ss, w=rd");
                HttpChannel http = new HttpChannel(Requests.settings(server.uri()), "1", client -> client)) {
            assertThat(channel(http).exchange(Requests.get("/x?a=1&b=%20", odd)).status())
                    .isEqualTo(200);
        }
    }

    private ForeignDigestServer.Running start(ForeignDigestServer kind, String user, String password) throws Exception {
        assumeTrue(kind.isInstalled(), () -> kind + " is not installed: apt-get install apache2 lighttpd");
        return kind.start(directory, user, password);
    }

    private AtlasChannel channel(HttpChannel http) {
        AtlasChannel noting = request -> {
            Secret authorization = request.authorization();
            authorizations.add(authorization == null ? "" : authorization.reveal());
            return http.exchange(request);
        };
        return new AuthenticatingChannel(noting, InstantSource.system(), (credential, state) -> states.add(state));
    }
}
