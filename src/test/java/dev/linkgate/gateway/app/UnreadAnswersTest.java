package dev.linkgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client that never reads holds of its answers. */
@Alone
@Tag("harness")
class UnreadAnswersTest {

    private static final int ENDPOINTS = 900;
    private static final String[] REGIONS = {"US_EAST_2", "US_WEST_1", "US_WEST_2"};

    /** The kernel's buffers take less before anybody has to wait: twenty of the shortest of these answers. */
    private static final int BUFFERED_BYTES = 450_000;

    private static final class Large {
        static final Scene SCENE = Scene.in(Gateway.alone());
        static final NewTeam TEAM = NewTeam.in(Gateway.alone()).may("viewer", SCENE.project());

        static {
            fill(SCENE.link());
            for (String region : REGIONS) {
                fill(SCENE.hasLink(region, SimulatedLinkStatus.AVAILABLE));
            }
        }

        private static void fill(LinkId link) {
            for (int i = 0; i < ENDPOINTS; i++) {
                SCENE.gateway()
                        .atlas()
                        .addEndpoint(SCENE.project(), link, Scene.newEndpoint(), EndpointStatus.AVAILABLE);
            }
        }
    }

    private final Gateway gateway = Gateway.alone();

    static Stream<RawRequest> largeReads() {
        Scene scene = Large.SCENE;
        RawRequest atlas = RawRequest.get(
                        "/api/atlas/v2/groups/" + scene.project() + "/privateEndpoint/AWS/endpointService")
                .with("Accept: application/vnd.atlas.2023-01-01+json");
        return Stream.of(
                RawRequest.get(scene.linkPath()),
                RawRequest.get(scene.linkPath() + "?pretty=true"),
                RawRequest.get(scene.links() + "?envelope=true"),
                RawRequest.get("/projects/" + scene.project() + "/terraform"),
                atlas,
                atlas.to(atlas.target() + "?pretty=true"));
    }

    @ParameterizedTest
    @MethodSource("largeReads")
    void aLargeAnswerCountsUntilItsClientHasGone(RawRequest read) throws IOException {
        Connections connections = new Connections(gateway);
        RawRequest request = read.as(Large.TEAM.key());
        int length = connections.from(1).ask(request).body().length();
        RawConnection silent = connections.from(1);

        silent.say(request.text().repeat(2 + BUFFERED_BYTES / length).getBytes(StandardCharsets.UTF_8));

        Patience.until(this::unsent, bytes -> bytes >= length);
        connections.close();
        Patience.until(this::unsent, bytes -> bytes < length);
    }

    /** They are the same for all, so that any number of clients that do not read holds nothing of them. */
    @Test
    void filesThatAllShareDoNotCount() {
        Caller anybody = gateway.anonymous();
        for (String path : new String[] {"/swagger-ui/swagger-ui-bundle.js", "/v3/api-docs", "/pages.css"}) {
            assertThat(anybody.get(path).body()).isNotEmpty();
        }
        assertThat(unsent()).isZero();
    }

    private double unsent() {
        return gateway.metric("linkgate_requests_bytes");
    }
}
