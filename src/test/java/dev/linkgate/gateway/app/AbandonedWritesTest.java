package dev.linkgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.KilledReplica;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.feature.regional.RegionalModeWrite;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Writes begun by a killed gateway, on the trail after the next gateway has read them back. */
@Tag("postgresql")
@Alone
class AbandonedWritesTest {

    private static final Action FEDERATION_ADD = new Action("federation-endpoint.add");
    private static final Duration JUST_NOW = Duration.ZERO;
    private static final Duration LONG_AGO = Duration.ofHours(1);

    private final Gateway gateway = Gateway.alone();
    private final Scene scene = Scene.in(gateway);
    private final KilledReplica killed = new KilledReplica(gateway.context().getBean(DataSource.class));
    private final String request = "req-" + Gateway.unused(12);

    @ParameterizedTest
    @CsvSource({
        "endpoint.add, PENDING, PT0S, SUCCEEDED 201 null",
        "endpoint.add, , PT1H, FAILED 503 atlas-unavailable",
        "endpoint.remove, , PT0S, SUCCEEDED 202 null",
        "endpoint.remove, DELETING, PT0S, SUCCEEDED 202 null",
        "endpoint.remove, AVAILABLE, PT1H, FAILED 503 atlas-unavailable",
        "endpoint.ensure, AVAILABLE, PT0S, SUCCEEDED 200 null"
    })
    void whatAtlasShowsTellsTheOutcome(String action, @Nullable EndpointStatus shown, Duration ago, String outcome) {
        leaves(new Action(action), shown == null ? Scene.newEndpoint() : scene.hasEndpoint(shown), ago);
        assertThat(outcomeWhenMissed()).isEqualTo(outcome);
    }

    /** One endpoint is added once, and told once. */
    @Test
    void anAdditionThatALaterOneHasMadeWasNotDone() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = Scene.newEndpoint();
        leaves(Action.ENDPOINT_ADD, id, JUST_NOW);
        assertThat(scene.editor().post(scene.endpoints(), Scene.body(id)).status())
                .isEqualTo(201);
        assertThat(outcomeWhenMissed()).isEqualTo("FAILED 503 atlas-unavailable");
    }

    /** The caller of the killed process asks again, and finds it. */
    @Test
    void anAdditionThatALaterOneHasFoundSucceeded() {
        String id = scene.hasEndpoint(EndpointStatus.PENDING);
        leaves(Action.ENDPOINT_ADD, id, JUST_NOW);
        assertThat(scene.editor()
                        .with("Idempotency-Key", "again")
                        .post(scene.endpoints(), Scene.body(id))
                        .status())
                .isEqualTo(200);
        assertThat(outcomeWhenMissed()).isEqualTo("SUCCEEDED 201 null");
    }

    /**
     * An operation goes on asking, as it would if the process lived; {@code OutcomeResolverTest} has its end without an
     * effect.
     */
    @Test
    void recentAdditionWithoutEndpointIsUnknownAndAskedFor() {
        String id = Scene.newEndpoint();
        leaves(Action.ENDPOINT_ADD, id, JUST_NOW);
        assertThat(outcomeWhenGivenUp()).isEqualTo("UNKNOWN 502 outcome-unknown");
        Patience.until(() -> operations().size() == 1);
        assertThat(operations().getFirst().at("/target").asString()).endsWith(id);

        gateway.atlas().addEndpoint(scene.project(), scene.link(), id, EndpointStatus.PENDING);
        Patience.until(this::outcomes, all -> all.contains("SUCCEEDED 201 null"));
    }

    @Test
    void writesOfLinksAndOfTheRegionalModeAreAskedForAsWell() {
        Region region = new Region("us-east-1");
        leaves(new LinkWrite.Create(scene.project(), NewLink.aws(region, List.of())));
        leaves(new LinkWrite.Update(new LinkPath(scene.project(), scene.link()), List.of()));
        leaves(new RegionalModeWrite(scene.project(), false));
        KilledReplica.isMissed(gateway.context());

        Patience.until(this::outcomes, all -> all.size() == 6);
        assertThat(outcomes())
                .containsExactlyInAnyOrder(
                        "UNKNOWN 502 outcome-unknown",
                        "UNKNOWN 502 outcome-unknown",
                        "UNKNOWN 502 outcome-unknown",
                        "SUCCEEDED 201 null",
                        "SUCCEEDED 200 null",
                        "SUCCEEDED 200 null");
    }

    @Test
    void anAdditionToDataFederationIsItsTeams() {
        String id = Scene.newEndpoint();
        gateway.atlas().addFederationEndpoint(scene.project(), federated(id));
        killed.leaves(request, FEDERATION_ADD, federationTarget(id), Instant.now());
        KilledReplica.isMissed(gateway.context());

        Patience.until(this::outcomes, all -> all.contains("SUCCEEDED 201 null"));
        assertThat(gateway.administrator().get(federation(id)).text("/team")).isEqualTo("payments");
    }

    @Test
    void anAdditionToDataFederationTakesNoEndpointOfALaterOne() {
        NewTeam later = NewTeam.in(gateway).may("editor", scene.project());
        String id = Scene.newEndpoint();
        killed.leaves(request, FEDERATION_ADD, federationTarget(id), Instant.now());
        assertThat(later.caller().put(federation(id)).status()).isEqualTo(201);

        assertThat(outcomeWhenMissed()).isEqualTo("UNKNOWN 502 outcome-unknown");
        assertThat(operations()).isEmpty();
        assertThat(gateway.administrator().get(federation(id)).text("/team")).isEqualTo(later.name());
    }

    private String federation(String id) {
        return "/projects/" + scene.project() + "/federation-endpoints/" + id;
    }

    private Target federationTarget(String id) {
        return new Target(scene.project(), null, id).about(new Target.Kind("federation-endpoint"), id);
    }

    private static AtlasFederationEndpoint federated(String id) {
        return new AtlasFederationEndpoint(id, Provider.AWS, null, null, null, null, null, "OK", null);
    }

    @Test
    void additionThatArrivesDuringReadBackSucceeded() {
        String id = Scene.newEndpoint();
        leaves(Action.ENDPOINT_ADD, id, JUST_NOW);
        KilledReplica.isMissed(gateway.context());
        assertThat(outcomes()).isEmpty();

        gateway.atlas().addEndpoint(scene.project(), scene.link(), id, EndpointStatus.PENDING);
        KilledReplica.isSeen(gateway.context());
        assertThat(outcome()).isEqualTo("SUCCEEDED 201 null");
    }

    @Test
    void removalBeforeALaterWriteIsUnknown() {
        String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Caller editor = scene.editor(); // before, because the gateway gives an outcome by itself after 21 s
        leaves(Action.ENDPOINT_REMOVE, id, LONG_AGO);
        editor.post(scene.endpoints(), Scene.body(id));
        assertThat(outcomeWhenGivenUp()).isEqualTo("UNKNOWN 502 outcome-unknown");
        assertThat(operations()).isEmpty();
    }

    @Test
    void whatAnEnsureHasAddedIsItsTeams() {
        String id = scene.hasEndpoint(EndpointStatus.PENDING);
        killed.leavesAddition(request, Target.endpoint(scene.project(), scene.link(), id), Instant.now());
        assertThat(outcomeWhenMissed()).isEqualTo("SUCCEEDED 201 null");
        assertThat(gateway.administrator().get(scene.endpoint(id)).text("/team"))
                .isEqualTo("payments");
    }

    @Test
    void ensuredEndpointIsReplaced() {
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String id = scene.hasEndpoint(EndpointStatus.REJECTED);
        leaves(Action.ENDPOINT_ENSURE, id, JUST_NOW);
        scene.editor().send("PUT", scene.endpoint(id), BodyPublishers.noBody());
        assertThat(outcomeWhenMissed()).isEqualTo("SUCCEEDED 202 null");
    }

    @Test
    void failedReadBackIsUnknown() {
        String id = scene.hasEndpoint(EndpointStatus.PENDING);
        gateway.atlas().faults().always("GET", id, Fault.error(402, "NO_PAYMENT", "pay"));
        leaves(Action.ENDPOINT_ADD, id, LONG_AGO);
        KilledReplica.isMissed(gateway.context());
        assertThat(outcomes()).isEmpty();
        assertThat(outcomeWhenGivenUp()).isEqualTo("UNKNOWN 502 outcome-unknown");
    }

    @Test
    void writeOutsideAtlasIsUnknown() {
        killed.leaves(request, Action.GRANT_PUT, Target.project(scene.project()), Instant.now());
        assertThat(outcomeWhenMissed()).isEqualTo("UNKNOWN 502 outcome-unknown");
    }

    private void leaves(Action action, String endpoint, Duration ago) {
        killed.leaves(
                request,
                action,
                Target.endpoint(scene.project(), scene.link(), endpoint),
                Instant.now().minus(ago));
    }

    private void leaves(AtlasWrite write) {
        killed.leaves(request, write.action(), write.target(), Instant.now());
    }

    private List<JsonNode> operations() {
        return gateway.administrator()
                .get("/projects/" + scene.project() + "/operations")
                .json()
                .at("/results")
                .valueStream()
                .toList();
    }

    private String outcomeWhenMissed() {
        KilledReplica.isMissed(gateway.context());
        return outcome();
    }

    private String outcomeWhenGivenUp() {
        KilledReplica.isGivenUp(gateway.context());
        return outcome();
    }

    private String outcome() {
        Patience.until(() -> !outcomes().isEmpty());
        assertThat(outcomes()).hasSize(1);
        return outcomes().getFirst();
    }

    private List<String> outcomes() {
        return gateway.administrator()
                .get("/admin/audit?projectId=" + scene.project())
                .json()
                .at("/results")
                .valueStream()
                .filter(record -> record.at("/requestId").asString().equals(request)
                        && record.at("/phase").asString().equals("OUTCOME"))
                .map((JsonNode record) -> record.at("/result").asString()
                        + ' '
                        + record.at("/status").asInt()
                        + ' '
                        + record.at("/code").asString(null))
                .toList();
    }
}
