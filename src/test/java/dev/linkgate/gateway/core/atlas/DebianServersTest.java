package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linkgate.gateway.core.atlas.channel.AtlasChannel;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.atlas.login.AuthenticatingChannel;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.kernel.Secret;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client against the digest servers of Debian, as far as they are installed. */
@Timeout(120)
class DebianServersTest {

    private static final Crowd CROWD = new Crowd("/groups/1/x", 64, 8);

    @TempDir
    private Path directory;

    private final List<CredentialState> states = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource
    void noRequestIsRefusedAndNoCountRepeated(DebianServer kind) throws Exception {
        try (ServerProcess server = start(kind, Requests.KEY.privateKey().reveal());
                HttpChannel http = new HttpChannel(Requests.settings(server.uri()), "1", client -> client)) {
            WireTap wire = new WireTap(http);
            AtlasChannel channel = channel(wire);

            List<Integer> statuses = new ArrayList<>(CROWD.call(channel));
            kind.letNoncesGrowOld();
            statuses.addAll(CROWD.call(channel));

            int calls = 2 * CROWD.callers() * CROWD.calls();
            int trips = wire.authorizations().size();
            System.out.printf(
                    "%s: %d calls of %d callers, %.3f round trips a call%n",
                    kind, calls, CROWD.callers(), (double) trips / calls);
            assertThat(statuses).hasSize(calls).containsOnly(200);
            assertThat(states).containsExactly(CredentialState.OK);
            NonceCounts.assertRiseByOne(wire.authorizations());
            if (kind.keepsNonces()) {
                assertThat(trips - calls)
                        .as("one more for each nonce, and no more nonces than callers")
                        .isBetween(1, CROWD.callers());
            } else {
                assertThat(trips - calls).as("nonces had to be renewed").isGreaterThan(CROWD.callers());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrongKeyIsDetectedInTwoRequests(DebianServer kind) throws Exception {
        try (ServerProcess server = start(kind, "another key");
                HttpChannel http = new HttpChannel(Requests.settings(server.uri()), "1", client -> client)) {
            WireTap wire = new WireTap(http);
            AtlasChannel channel = channel(wire);

            assertThatThrownBy(() -> channel.exchange(Requests.get("/groups/1/x")))
                    .isInstanceOf(LinkgateException.class);
            assertThatThrownBy(() -> channel.exchange(Requests.get("/groups/1/x")))
                    .isInstanceOf(LinkgateException.class);

            assertThat(wire.authorizations()).hasSize(2);
            assertThat(states).containsExactly(CredentialState.SUSPECT);
        }
    }

    private ServerProcess start(DebianServer kind, String password) throws Exception {
        assumeTrue(
                kind.isInstalled(),
                () -> kind.program() + " is not installed: apt-get install " + kind.program() + " to run this test");
        return kind.start(directory, Requests.KEY.publicKey(), password);
    }

    private AtlasChannel channel(AtlasChannel wire) {
        return new AuthenticatingChannel(wire, InstantSource.system(), (credential, state) -> states.add(state));
    }

    /**
     * Notes the {@code Authorization} of each request that goes over the wire, before it goes; empty if it has none.
     */
    private static final class WireTap implements AtlasChannel {

        private final AtlasChannel wire;
        private final List<String> authorizations = new CopyOnWriteArrayList<>();

        WireTap(AtlasChannel wire) {
            this.wire = wire;
        }

        @Override
        public AtlasResponse exchange(AtlasRequest request) {
            Secret authorization = request.authorization();
            authorizations.add(authorization == null ? "" : authorization.reveal());
            return wire.exchange(request);
        }

        List<String> authorizations() {
            return authorizations;
        }
    }
}
