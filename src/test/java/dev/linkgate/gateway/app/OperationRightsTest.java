package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How each kind of operation ends when what it was asked with ends before its next step: the right of its caller, the
 * approval of the endpoint, or what the project's rules said. Atlas's clock stands until then.
 */
@Alone
class OperationRightsTest {

    private static final String CANCELLED = "operation-cancelled";

    /** What ends. */
    enum Loss {
        KEY_REVOKED,
        ROLE_ENDED,
        TEAM_REMOVED,
        APPROVAL_WITHDRAWN,
        RULE_CHANGED,
        QUOTA_REACHED
    }

    /** The kinds of operations, with the end after each loss, in their order. */
    enum Work {
        /** A failed endpoint was removed by the operation, which adds it again. */
        RESTORATION("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED"),

        /** The caller has removed an endpoint, and wants it again as soon as it is gone. */
        ADDITION(CANCELLED, CANCELLED, CANCELLED, "origin-not-allowed", "invalid-request", "quota-reached"),

        /** The last endpoint was removed with its link, which an owner's operation creates again, but no endpoint. */
        LINK_CREATION(CANCELLED, CANCELLED, CANCELLED, "link-not-found", "invalid-request", "link-not-found"),

        /** What became of an addition is asked, and nothing is written at Atlas. */
        OUTCOME("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED");

        private final Map<Loss, String> ends = new EnumMap<>(Loss.class);

        Work(String... ends) {
            for (Loss loss : Loss.values()) {
                this.ends.put(loss, ends[loss.ordinal()]);
            }
        }
    }

    private final Gateway gateway = Gateway.alone();

    @ParameterizedTest
    @EnumSource
    void whatIsAddedNeedsTheRightOfThen(Work work) {
        Map<Loss, Begun> begun =
                Stream.of(Loss.values()).collect(Collectors.toMap(loss -> loss, loss -> begin(work, loss)));
        begun.forEach((loss, each) -> each.lose(loss));

        Map<Loss, String> ends = new EnumMap<>(Loss.class);
        begun.forEach((loss, each) -> ends.put(loss, each.end(work)));

        assertThat(ends).isEqualTo(work.ends);
    }

    @Test
    void anAdditionThatIsKnownLateHasUsedItsApproval() {
        Scene scene = Scene.in(gateway).registered();
        Begun begun = new Begun(scene, NewTeam.in(gateway).may("editor", scene.project()), Scene.newEndpoint());
        assertThat(begun.rules("{\"awsEndpoints\":\"approved\"}")).hasStatus(201);
        begun.approve(begun.other);
        begun.unknown();
        assertThat(gateway.administrator().get(begun.approval)).has("/state", "APPROVED");

        assertThat(begun.end(Work.OUTCOME)).isEqualTo("SUCCEEDED");

        assertThat(gateway.administrator().get(begun.approval)).has("/state", "USED");
    }

    private Begun begin(Work work, Loss loss) {
        Scene scene = Scene.in(gateway).registered();
        NewTeam team = NewTeam.in(gateway).may(work == Work.LINK_CREATION ? "owner" : "editor", scene.project());
        Begun begun = new Begun(
                scene,
                team,
                scene.hasEndpoint(
                        work == Work.RESTORATION || work == Work.LINK_CREATION
                                ? EndpointStatus.REJECTED
                                : EndpointStatus.AVAILABLE));
        begun.approve(begun.id);
        return switch (work) {
            case RESTORATION -> {
                scene.hasEndpoint(EndpointStatus.AVAILABLE);
                begun.has(loss);
                yield begun.put("", "waiting-for-removal");
            }
            case LINK_CREATION -> begun.put("?allowLinkRemoval=true", "waiting-for-removal");
            case ADDITION -> {
                scene.hasEndpoint(EndpointStatus.AVAILABLE);
                begun.has(loss);
                assertThat(team.caller().delete(scene.endpoint(begun.id))).hasStatus(202);
                yield begun.put("", "waiting-for-removal");
            }
            case OUTCOME -> begun.unknown();
        };
    }

    /** An operation that waits for Atlas. */
    private final class Begun {
        private final Scene scene;
        private final NewTeam team;
        private final String id;
        private final String other = Scene.newEndpoint();
        private String location = "";
        private String approval = "";

        Begun(Scene scene, NewTeam team, String id) {
            this.scene = scene;
            this.team = team;
            this.id = id;
        }

        /** The team's other endpoint. */
        void has(Loss loss) {
            if (loss == Loss.QUOTA_REACHED) {
                assertThat(team.caller().put(scene.endpoint(Scene.newEndpoint())))
                        .hasStatus(201);
            }
        }

        void approve(String endpoint) {
            Answer approved = gateway.administrator()
                    .post(
                            "/projects/" + scene.project() + "/access-requests",
                            "{\"kind\":\"ENDPOINT\",\"linkId\":\"" + scene.link() + "\",\"interfaceEndpointId\":\""
                                    + endpoint + "\",\"team\":\"" + team.name() + "\"}");
            assertThat(approved).hasStatus(201);
            approval = approved.header("Location");
        }

        Begun put(String query, String step) {
            Answer accepted = team.caller().put(scene.endpoint(id) + query);
            assertThat(accepted).hasStatus(202);
            location = accepted.header("Location");
            Patience.until(() -> gateway.administrator().get(location).text("/step"), step::equals);
            return this;
        }

        /** However often it is sent, no answer comes. */
        Begun unknown() {
            location = scene.additionWithoutAnswers(team.caller(), other).header("Location");
            return this;
        }

        void lose(Loss loss) {
            Caller administrator = gateway.administrator();
            Answer done = switch (loss) {
                case KEY_REVOKED -> administrator.delete(team.path() + "/keys/" + team.keyId());
                case ROLE_ENDED -> administrator.delete(team.path() + "/grants/" + scene.project());
                case TEAM_REMOVED -> administrator.delete(team.path());
                case APPROVAL_WITHDRAWN -> {
                    rules("{\"awsEndpoints\":\"approved\"}");
                    yield administrator.delete(approval);
                }
                case RULE_CHANGED -> rules("{\"changeReference\":{\"pattern\":\"CHG[0-9]{7}\"}}");
                case QUOTA_REACHED -> rules("{\"endpointsPerTeam\":1}");
            };
            assertThat(done).extractingStatus().isIn(201, 204);
        }

        private Answer rules(String rules) {
            return gateway.administrator().put("/admin/projects/" + scene.project() + "/rules", rules);
        }

        String end(Work work) {
            if (work == Work.OUTCOME) {
                gateway.atlas().addEndpoint(scene.project(), scene.link(), other, EndpointStatus.PENDING);
            }
            Answer ended = scene.ended(location);
            return ended.text("/state").equals("SUCCEEDED") ? "SUCCEEDED" : ended.text("/problem/code");
        }
    }
}
