package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.app.EventStream.Block;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Following a link, with an Atlas whose clock stands, so that states change when a test wants it. */
@Alone
class LinkEventsTest {

    private static final int MAX_OF_TEAM = 102;

    private final Gateway gateway = Gateway.alone();
    private final Scene scene = Scene.in(gateway);
    private final Caller viewer = scene.viewer();
    private final String path = scene.linkPath() + "/events";

    @Test
    void streamBeginsWithTheCurrentState() {
        String one = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String two = scene.hasEndpoint(EndpointStatus.REJECTED);

        try (EventStream stream = EventStream.open(viewer, path)) {
            assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
            assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
            assertThat(stream.nextBlock().retry()).isEqualTo("3000");
            Block first = stream.next();
            assertThat(first.event()).isEqualTo("link");
            assertThat(first.id()).matches("[0-9a-f]{16}");
            assertThat(first.json().at("/link"))
                    .isEqualTo(viewer.get(scene.linkPath()).json());
            assertThat(first.json().at("/endpoints"))
                    .isEqualTo(viewer.get(scene.endpoints()).json().at("/results"));
            assertThat(first.data()).contains(one, two);
        }
    }

    @Test
    void reconnectSkipsTheKnownState() {
        String known;
        try (EventStream stream = EventStream.open(viewer, path)) {
            known = stream.next().id();
        }
        Caller back = viewer.with("Last-Event-ID", known);
        try (EventStream stream = EventStream.open(back, path)) {
            stream.nextComment();
            String added = scene.hasEndpoint(EndpointStatus.AVAILABLE);
            assertThat(stream.next().data()).contains(added);
        }
        try (EventStream stream = EventStream.open(back, path)) {
            assertThat(stream.next().id()).as("it changed meanwhile").isNotEqualTo(known);
        }
    }

    @Test
    void vanishedLinkEndsTheStream() {
        try (EventStream stream = EventStream.open(viewer.with("X-Request-Id", "follow-1"), path)) {
            stream.next();

            gateway.atlas().dropLink(scene.project(), scene.link());

            Block gone = stream.next();
            assertThat(gone.event()).isEqualTo("gone");
            assertThat(gone.id()).isEmpty();
            assertThat(gone.text("/code")).isEqualTo("link-not-found");
            assertThat(gone.text("/status")).isEqualTo("404");
            assertThat(gone.text("/instance")).isEqualTo(path);
            assertThat(gone.text("/requestId")).isEqualTo("follow-1");
            assertThat(stream.untilItEnds()).isEmpty();
        }
        assertThat(viewer.get(path)).as("there is nothing to come back to").isProblem("link-not-found");
    }

    @Test
    void endedStreamFreesTheTeamsPlace() {
        NewTeam team = NewTeam.in(gateway).may("viewer", scene.project());
        List<EventStream> streams = new ArrayList<>();
        try {
            for (int i = 0; i < MAX_OF_TEAM; i++) {
                streams.add(EventStream.open(team.caller(), path));
            }
            assertThat(team.caller().get(path)).isProblem("rate-limited").hasHeader("Retry-After", "10");
            Answer refusals = Patience.until(
                    () -> gateway.administrator().get("/admin/audit?action=request.refused&team=" + team.name()),
                    answer -> answer.text("/totalCount").equals("1"));
            assertThat(refusals).has("/results/0/status", 429);
            try (EventStream another = EventStream.open(viewer, path)) {
                assertThat(another.next().event()).as("another team's").isEqualTo("link");
            }

            streams.getFirst().close();

            streams.add(Patience.until(
                    () -> team.caller()
                                            .send("HEAD", path, BodyPublishers.noBody())
                                            .status()
                                    == 200
                            ? EventStream.open(team.caller(), path)
                            : null,
                    stream -> stream != null));
        } finally {
            streams.forEach(EventStream::close);
        }
        Patience.until(() -> gateway.metric("linkgate_streams"), gauge -> gauge == 0);
    }

    @Test
    void slowReaderDelaysOnlyItself() throws Exception {
        Patience.until(() -> gateway.metric("linkgate_streams"), gauge -> gauge == 0);
        try (EventStream stream = EventStream.open(viewer, path)) {
            stream.next();
            try (Socket silent =
                    new Socket(gateway.url().getHost(), gateway.url().getPort())) {
                silent.getOutputStream().write(request(viewer).getBytes(StandardCharsets.US_ASCII));
                Patience.until(() -> gateway.metric("linkgate_streams"), gauge -> gauge == 2);
                for (int i = 0; i < 5; i++) {
                    String added = scene.hasEndpoint(EndpointStatus.AVAILABLE);
                    assertThat(stream.next().data()).contains(added);
                }
                assertThat(gateway.metric("linkgate_streams")).isEqualTo(2);
            }
            Patience.until(() -> gateway.metric("linkgate_streams"), gauge -> gauge == 1);
        }
    }

    private String request(Caller caller) {
        return "GET " + path + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: "
                + caller.headers().get("Authorization") + "\r\n\r\n";
    }

    @Test
    void aRevokedKeyEndsIt() {
        NewTeam team = NewTeam.in(gateway).may("viewer", scene.project());
        assertEnds(
                team,
                () -> assertThat(gateway.administrator().delete(team.path() + "/keys/" + team.keyId()))
                        .hasStatus(204));
        assertThat(team.caller().get(path)).isProblem("unauthenticated");
    }

    @Test
    void removedGrantEndsTheStream() {
        NewTeam team = NewTeam.in(gateway).may("viewer", scene.project());
        assertEnds(
                team,
                () -> assertThat(gateway.administrator().delete(team.path() + "/grants/" + scene.project()))
                        .hasStatus(204));
        assertThat(team.caller().get(path)).isProblem("forbidden");
    }

    @Test
    void aKeyThatExpiresEndsIt() {
        NewTeam team = NewTeam.in(gateway).may("viewer", scene.project());
        assertEnds(team, team::keyExpires);
        assertThat(team.caller().get(path)).isProblem("unauthenticated");
    }

    /** A follower without access sees no later changes. */
    private void assertEnds(NewTeam team, Runnable event) {
        try (EventStream stream = EventStream.open(team.caller(), path);
                EventStream other = EventStream.open(viewer, path)) {
            stream.next();
            other.next();
            event.run();
            scene.hasEndpoint(EndpointStatus.AVAILABLE);
            assertThat(stream.untilItEnds()).isEmpty();
            assertThat(other.next().event()).as("others go on").isEqualTo("link");
        }
    }

    @Tag("harness")
    @Test
    void revocationOnAnotherReplicaEndsTheStream() {
        try (Gateway here = Gateway.start(TestDatabase.POSTGRESQL);
                Gateway there = here.another()) {
            Scene followed = Scene.in(here);
            NewTeam team = NewTeam.in(here).may("viewer", followed.project());
            there.looksForChanges();
            try (EventStream stream = EventStream.open(there.as(team.key()), followed.linkPath() + "/events")) {
                stream.next();
                here.administrator().delete(team.path());
                there.looksForChanges();
                assertThat(stream.untilItEnds()).isEmpty();
            }
        }
    }

    @Test
    void streamIsRecordedAsOneReadFirst() {
        try (EventStream stream = EventStream.open(viewer, path)) {
            String[] receipt = stream.header("Audit-Receipt").split(":", -1);
            assertThat(gateway.administrator().get("/admin/audit/records/" + receipt[0]))
                    .has("/hash", receipt[1])
                    .has("/phase", "EVENT")
                    .has("/action", "link.get")
                    .has("/result", "SUCCEEDED")
                    .has("/status", 200)
                    .has("/requestId", stream.header("X-Request-Id"));
            stream.next();
            scene.hasEndpoint(EndpointStatus.AVAILABLE);
            stream.next();
        }
        assertThat(gateway.administrator().get("/admin/audit?action=link.get&projectId=" + scene.project()))
                .has("/totalCount", 1);
    }

    @Test
    void headRequestOpensNoStream() {
        assertThat(viewer.send("HEAD", path, BodyPublishers.noBody()))
                .isOk()
                .isEmpty()
                .hasHeader("Content-Type", "text/event-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/*", "text/event-stream", "application/json, text/event-stream;q=0.1"})
    void whoeverAcceptsItGetsIt(String accept) {
        try (EventStream stream =
                EventStream.open(viewer.with("Accept", accept), path + "?pretty=true&envelope=true")) {
            assertThat(stream.next().event()).isEqualTo("link");
        }
    }

    @Test
    void unacceptableStreamIsRefused() {
        Answer refused = viewer.with("Accept", "application/json").get(path);
        assertThat(refused).isProblem("not-acceptable");
        assertThat(refused.text("/detail")).contains("text/event-stream");
    }

    @Test
    void failedStartIsAnOrdinaryProblem() {
        Caller listener = viewer.with("Accept", "text/event-stream");
        assertThat(listener.get(scene.links() + "/" + Scene.newLink() + "/events?pretty=true"))
                .isProblem("link-not-found");
        assertThat(listener.get(scene.links() + "/nonsense/events")).isInvalidIn("linkId");
        assertThat(gateway.anonymous().get(path)).isProblem("unauthenticated");
        assertThat(NewTeam.in(gateway).caller().get(path)).isProblem("forbidden");
        assertThat(listener.post(path, "{}")).isProblem("method-not-allowed").hasHeader("Allow", "GET, HEAD");
        assertThat(listener.get(path + "/")).isProblem("not-found");
    }
}
