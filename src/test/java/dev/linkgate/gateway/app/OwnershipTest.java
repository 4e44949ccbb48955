package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The owner of an endpoint, whatever other teams do, under the rule that only its team and an owner remove it. */
@Alone
@Tag("postgresql")
class OwnershipTest {

    private static final String CHANGE_REFERENCE = "Change-Reference";

    private final Gateway gateway;
    private final Scene scene;
    private final NewTeam payments;
    private final NewTeam billing;

    OwnershipTest() {
        gateway = Gateway.alone();
        scene = Scene.in(gateway).registered();
        payments = NewTeam.in(gateway).may("editor", scene.project());
        billing = NewTeam.in(gateway).may("editor", scene.project());
        assertThat(gateway.administrator()
                        .put("/admin/projects/" + scene.project() + "/rules", "{\"removal\":\"own-team\"}"))
                .hasStatus(201);
    }

    @Test
    void theIdsOfRequestsDecideNothing() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = Scene.newEndpoint();
        String chosen = "chosen-" + Gateway.unused(8);
        assertThat(payments.caller().post(scene.endpoints(), Scene.body(id))).hasStatus(201);
        assertThat(payments.caller().with("X-Request-Id", chosen).delete(scene.endpoint(id)))
                .hasStatus(202);
        gateway.atlasClock().advance(Duration.ofMinutes(5));

        assertThat(billing.caller().with("X-Request-Id", chosen).post(scene.endpoints(), Scene.body(id)))
                .hasStatus(201)
                .has("/team", billing.name());

        assertThat(billing.caller().get(scene.endpoint(id))).has("/team", billing.name());
        assertThat(payments.caller().delete(scene.endpoint(id))).isProblem("not-your-endpoint");
        assertThat(gateway.administrator().get("/admin/endpoints?team=" + billing.name()))
                .has("/totalCount", 1);
    }

    /** This also holds between Atlas's removal and the next look of the operation. */
    @Test
    void anotherTeamCannotAddWhatIsBeingReplaced() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = scene.declinedOnce(payments.caller().with(CHANGE_REFERENCE, "CHG1"));
        Answer replacing = billing.caller().put(scene.endpoint(id));
        assertThat(replacing).hasStatus(202);
        awaitStep(replacing, "waiting-for-removal");
        Caller keyed = billing.caller().with("Idempotency-Key", "mine");
        for (Caller each : new Caller[] {billing.caller(), keyed, payments.caller()}) {
            assertThat(each.post(scene.endpoints(), Scene.body(id)))
                    .isProblem("link-not-ready")
                    .hasHeader("Retry-After", "30");
            assertThat(each.post(scene.endpoints() + "?dryRun=true", Scene.body(id)))
                    .isProblem("link-not-ready");
        }

        assertThat(scene.ended(replacing.header("Location"))).has("/state", "SUCCEEDED");

        assertThat(billing.caller().get(scene.endpoint(id)))
                .has("/team", payments.name())
                .has("/changeReference", "CHG1");
        assertThat(billing.caller().post(scene.endpoints(), Scene.body(id))).isProblem("endpoint-exists");
    }

    @Test
    void whatWasNoTeamsIsTheTeamsThatReplacesIt() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String failed = scene.hasEndpoint(EndpointStatus.REJECTED);

        Answer replacing = payments.caller().with(CHANGE_REFERENCE, "CHG2").put(scene.endpoint(failed));
        assertThat(replacing).hasStatus(202);
        assertThat(scene.ended(replacing.header("Location"))).has("/state", "SUCCEEDED");

        assertThat(payments.caller().get(scene.endpoint(failed)))
                .has("/team", payments.name())
                .has("/changeReference", "CHG2");
        assertThat(gateway.administrator().get("/admin/audit?limit=1&action=endpoint.add&projectId=" + scene.project()))
                .has("/results/0/change/after/changeReference", "CHG2");
        assertThat(payments.caller().delete(scene.endpoint(failed))).hasStatus(202);
    }

    /** Atlas removes the link with its last endpoint, and no editor can make another one. */
    @Test
    void theLinkOfAnothersEndpointIsNotRisked() {
        String id = scene.declinedOnce(payments.caller().with(CHANGE_REFERENCE, "CHG1"));
        String risky = scene.endpoint(id) + "?allowLinkRemoval=true";
        assertThat(billing.caller().put(risky)).isProblem("not-your-endpoint");
        assertThat(billing.caller().put(risky + "&dryRun=true")).isProblem("not-your-endpoint");
        assertThat(billing.caller().delete(risky)).isProblem("not-your-endpoint");
        assertThat(scene.writes()).hasSize(1);
        assertThat(billing.caller().put(scene.endpoint(Scene.newEndpoint()) + "?allowLinkRemoval=true"))
                .as("it is added")
                .hasStatus(201);

        assertThat(payments.caller().put(risky)).hasStatus(202);
    }

    @Test
    void anAdditionWhoseOutcomeIsLearntLaterIsTheTeamsAndKeepsItsReference() {
        String id = Scene.newEndpoint();
        Answer unknown = scene.additionWithoutAnswers(payments.caller().with(CHANGE_REFERENCE, "CHG3"), id);
        gateway.atlas().addEndpoint(scene.project(), scene.link(), id, EndpointStatus.PENDING);

        Patience.until(
                () -> payments.caller().get(unknown.header("Location")),
                operation -> operation.text("/state").equals("SUCCEEDED"));

        assertThat(payments.caller().get(scene.endpoint(id)))
                .has("/team", payments.name())
                .has("/changeReference", "CHG3");
        assertThat(gateway.administrator().get("/admin/audit?limit=1&action=endpoint.add&projectId=" + scene.project()))
                .has("/results/0/phase", "OUTCOME")
                .has("/results/0/result", "SUCCEEDED")
                .has("/results/0/actor/kind", "system")
                .has("/results/0/change/after/changeReference", "CHG3");
    }

    /** Atlas takes each id once, so what another team's addition was told of is not of the one without an answer. */
    @Test
    void anAdditionWithoutAnAnswerTakesNoEndpointOfAnotherTeam() {
        String id = Scene.newEndpoint();
        Answer unknown = scene.additionWithoutAnswers(payments.caller(), id);
        assertThat(billing.caller().post(scene.endpoints(), Scene.body(id))).hasStatus(201);

        Answer ended = Patience.until(
                () -> payments.caller().get(unknown.header("Location")),
                operation -> List.of("SUCCEEDED", "FAILED").contains(operation.text("/state")));

        assertThat(ended).has("/state", "FAILED");
        assertThat(payments.caller().get(scene.endpoint(id))).has("/team", billing.name());
    }

    private void awaitStep(Answer accepted, String step) {
        Patience.until(
                () -> gateway.administrator().get(accepted.header("Location")).text("/step"), step::equals);
    }
}
