package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.app.EventStream.Block;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Following an operation, from its beginning or from where one was, to its end. */
@Alone
class OperationEventsTest {

    private static final Gateway GATEWAY = Gateway.alone(TestDatabase.POSTGRESQL);

    private final Scene scene = Scene.in(GATEWAY);
    private final Caller editor = scene.editor();
    private final Caller viewer = scene.viewer();

    @Test
    void itShowsEachStateAndEndsWithTheOperation() {
        String operation = scene.replacementUnderWay(editor).header("Location");
        try (EventStream stream = EventStream.open(viewer, operation + "/events")) {
            assertThat(stream.next().text("/state")).isEqualTo("QUEUED");
            assertThat(stream.next().text("/state")).isEqualTo("RUNNING");
            Block waiting = stream.next();
            assertThat(waiting.event()).isEqualTo("operation");
            assertThat(waiting.text("/step")).isEqualTo("waiting-for-removal");
            assertThat(stream.nextComment()).isNotEmpty();

            scene.ended(operation);
            List<Block> rest = stream.untilItEnds();
            assertThat(rest)
                    .extracting(block -> block.text("/step"))
                    .containsExactly("adding", "waiting-for-connection", "waiting-for-connection");
            assertThat(rest.getLast().json()).isEqualTo(viewer.get(operation).json());
            assertThat(rest).extracting(Block::id).containsExactly("4", "5", "6");
        }
    }

    @Test
    void streamResumesAfterTheLastEvent() {
        String operation = scene.replacementUnderWay(editor).header("Location");
        scene.ended(operation);
        try (EventStream stream = EventStream.open(viewer.with("Last-Event-ID", "3"), operation + "/events")) {
            assertThat(stream.untilItEnds()).extracting(Block::id).containsExactly("4", "5", "6");
        }
        try (EventStream stream = EventStream.open(viewer.with("Last-Event-ID", "nonsense"), operation + "/events")) {
            assertThat(stream.untilItEnds()).hasSize(6);
        }
        assertThat(viewer.with("Last-Event-ID", "6").get(operation + "/events")).hasStatus(204);
    }

    @Tag("harness")
    @Test
    void itIsFollowedOnAnotherReplicaToo() {
        String operation = scene.replacementUnderWay(editor).header("Location");
        try (Gateway replica = GATEWAY.another()) {
            Caller there = new Caller(replica.url(), viewer.check(), viewer.headers());
            replica.looksForChanges();
            try (EventStream stream = EventStream.open(there, operation + "/events")) {
                assertThat(stream.next().text("/state")).isEqualTo("QUEUED");
                scene.ended(operation);
                assertThat(stream.untilItEnds().getLast().text("/state")).isEqualTo("SUCCEEDED");
            }
        }
    }

    @Test
    void streamNeedsAccessToTheProject() {
        String events = scene.replacementUnderWay(editor).header("Location") + "/events";
        assertThat(Scene.in(GATEWAY).owner().get(events)).isProblem("operation-not-found");
        assertThat(viewer.get("/operations/op_1/events")).isProblem("operation-not-found");
        assertThat(GATEWAY.anonymous().get(events)).isProblem("unauthenticated");
        assertThat(viewer.with("Accept", "application/json").get(events)).isProblem("not-acceptable");
        assertThat(viewer.send("HEAD", events, BodyPublishers.noBody())).isOk();
    }

    @Test
    void streamEndsWithTheAccess() {
        NewTeam team = NewTeam.in(GATEWAY);
        team.may("viewer", scene.project());
        String operation = scene.replacementUnderWay(editor).header("Location");
        try (EventStream stream = EventStream.open(team.caller(), operation + "/events")) {
            stream.next();
            GATEWAY.administrator().delete("/admin/teams/" + team.name() + "/grants/" + scene.project());
            stream.untilItEnds();
        }
    }
}
