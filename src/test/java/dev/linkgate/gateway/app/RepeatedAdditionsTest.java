package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Idempotency-Key}: nothing is kept for it, and an addition finds what is there as asked for. */
@Tag("postgresql")
@AloneWithoutRetries
class RepeatedAdditionsTest {

    private static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";

    private final Gateway gateway = Gateway.aloneWithoutRetries();
    private final Scene scene = Scene.in(gateway);
    private final NewTeam team = NewTeam.in(gateway).may("owner", scene.project());
    private final Caller keyed = team.caller().with(HEADER, "\"once\"");
    private final String id = Scene.newEndpoint();

    @Test
    void aRepetitionIsAnsweredWithTheEndpoint() {
        assertThat(add(keyed))
                .hasStatus(201)
                .hasHeader("Location", scene.endpoint(id))
                .hasNoHeader(REPLAYED);

        Answer again = add(keyed);

        assertThat(again).isOk().hasHeader(REPLAYED, "true").has("/interfaceEndpointId", id);
        assertThat(again.header("ETag")).isNotEmpty();
        assertThat(again.header("Audit-Receipt")).isNotEmpty();
        assertThat(scene.writes()).hasSize(1);
        assertThat(gateway.administrator().get("/admin/audit?limit=1&team=" + team.name()))
                .has("/results/0/phase", "OUTCOME")
                .has("/results/0/action", "endpoint.add")
                .has("/results/0/status", 200);
    }

    @Test
    void aRepetitionWaitsAsTheFirstOne() {
        add(keyed);
        gateway.atlasClock().advance(Duration.ofMinutes(1));

        assertThat(add(keyed.with("Prefer", "wait=50")))
                .isOk()
                .hasHeader("Preference-Applied", "wait=50")
                .has("/connectionStatus", "AVAILABLE");
    }

    /** A key is no name for a request, so no caller gets another caller's answer. */
    @Test
    void oneKeyWithTwoBodiesIsTwoAdditions() {
        assertThat(add(keyed)).hasStatus(201);
        assertThat(keyed.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .hasStatus(201);
        assertThat(add(scene.editor().with(HEADER, "another's"))).isOk().hasHeader(REPLAYED, "true");
        assertThat(scene.writes()).hasSize(2);
    }

    @Test
    void aDryRunFindsWhatThereIs() {
        String plan = scene.endpoints() + "?dryRun=true";
        assertThat(keyed.post(plan, Scene.body(id))).isOk().has("/wouldChange", true);
        add(keyed);

        assertThat(keyed.post(plan, Scene.body(id)))
                .isOk()
                .hasNoHeader(REPLAYED)
                .has("/wouldChange", false)
                .has("/current/interfaceEndpointId", id);
        assertThat(team.caller().post(plan, Scene.body(id)))
                .isProblem("endpoint-exists")
                .has("/current/interfaceEndpointId", id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "\"\"", "café"})
    void aKeyThatIsNoneIsRefused(String noKey) {
        assertThat(sayWith("Idempotency-Key: " + noKey + "\n")).isInvalidIn(HEADER);
    }

    @Test
    void aKeyIsGivenOnceAndNotTooLong() {
        assertThat(sayWith("Idempotency-Key: a\nIdempotency-Key: a\n")).isInvalidIn(HEADER);
        assertThat(add(keyed.with(HEADER, "a".repeat(256)))).isInvalidIn(HEADER);
        assertThat(add(keyed.with(HEADER, "a".repeat(255)))).hasStatus(201);
    }

    @Test
    void elsewhereItHasNoEffect() {
        Caller odd = team.caller().with(HEADER, "no key");
        assertThat(odd.get(scene.linkPath())).isOk();
        String link = "{\"provider\":\"AWS\",\"region\":\"EU_WEST_1\"}";
        assertThat(odd.post(scene.links(), link)).hasStatus(201);
        assertThat(odd.post(scene.links(), link)).isOk().hasNoHeader(REPLAYED).has("/adopted", true);
        add(keyed);
        assertThat(keyed.with("Accept", "application/vnd.atlas.2023-01-01+json")
                        .post(
                                "/api/atlas/v2/groups/" + scene.project() + "/privateEndpoint/AWS/endpointService/"
                                        + scene.link() + "/endpoint",
                                "{\"id\":\"" + id + "\"}"))
                .hasStatus(409)
                .hasNoHeader(REPLAYED);
    }

    private Answer add(Caller caller) {
        return caller.post(scene.endpoints(), Scene.body(id));
    }

    private Answer sayWith(String fields) {
        String body = Scene.body(id);
        return Socket.say(
                gateway,
                "POST " + scene.endpoints() + " HTTP/1.1\nHost: a\nAuthorization: Bearer " + team.key() + "\n" + fields
                        + "Content-Type: application/json\nContent-Length: " + body.length()
                        + "\nConnection: close\n\n" + body);
    }
}
