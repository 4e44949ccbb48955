package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.transparency.NoteKey;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** All work is on record, and work that cannot be recorded is not done. */
@Tag("postgresql")
@Alone
class AuditTest {

    private final Gateway gateway;
    private final Caller administrator;
    private final Scene scene;
    private final NewTeam team;
    private final Caller editor;

    AuditTest() {
        this.gateway = Gateway.alone();
        this.administrator = gateway.administrator();
        this.scene = Scene.in(gateway);
        this.team = NewTeam.in(gateway).may("editor", scene.project());
        this.editor = team.caller();
    }

    @Test
    void aWriteStandsBetweenAnIntentAndItsOutcome() {
        editor.get(scene.linkPath());
        String id = Scene.newEndpoint();

        Answer added = editor.post(scene.endpoints(), Scene.body(id));

        List<JsonNode> records = recordsOf(added);
        assertThat(records).extracting(record -> record.at("/phase").asString()).containsExactly("OUTCOME", "INTENT");
        JsonNode intent = records.get(1);
        JsonNode outcome = records.get(0);
        assertThat(added.header("Audit-Receipt"))
                .isEqualTo(outcome.at("/sequence").asLong() + ":"
                        + outcome.at("/hash").asString());
        for (JsonNode record : records) {
            assertThat(record.at("/action").asString()).isEqualTo("endpoint.add");
            assertThat(record.at("/projectId").asString())
                    .isEqualTo(scene.project().value());
            assertThat(record.at("/linkId").asString()).isEqualTo(scene.link().value());
            assertThat(record.at("/interfaceEndpointId").asString()).isEqualTo(id);
            assertThat(record.at("/actor/kind").asString()).isEqualTo("team");
            assertThat(record.at("/actor/team").asString()).isEqualTo(team.name());
            assertThat(record.at("/actor/keyId").asString()).isEqualTo(team.keyId());
            assertThat(record.at("/remoteAddress").asString()).isEqualTo("127.0.0.1");
            assertThat(record.at("/credential").asString()).isEqualTo("default");
            assertThat(record.at("/credentialVersion").asInt()).isEqualTo(1);
        }
        assertThat(intent.at("/result").isNull()).isTrue();
        assertThat(outcome.at("/result").asString()).isEqualTo("SUCCEEDED");
        assertThat(outcome.at("/status").asInt()).isEqualTo(201);
        assertThat(outcome.at("/atlasStatus").asInt()).isEqualTo(201);
        assertThat(outcome.at("/attempts").asInt()).isEqualTo(1);
        assertThat(outcome.at("/durationMicros").asLong()).isPositive();
    }

    @Tag("harness")
    @Test
    void withoutARecordNothingIsDoneOrShown() {
        String id = Scene.newEndpoint();
        editor.get(scene.linkPath());
        long before = gateway.atlas().log().requests();

        gateway.database()
                .sql("ALTER TABLE audit_record RENAME TO audit_record_gone")
                .update();
        try {
            assertThat(editor.post(scene.endpoints(), Scene.body(id))).isProblem("audit-unavailable");
            assertThat(editor.delete(scene.endpoint(id))).isProblem("audit-unavailable");
            assertThat(administrator.put("/admin/teams/unrecorded", "{\"description\":\"\"}"))
                    .isProblem("audit-unavailable");
            assertThat(editor.post("/keys/rotation", "{}")).isProblem("audit-unavailable");
            assertThat(scene.requestsSince(before)).as("nothing reached Atlas").isEmpty();
            assertThat(editor.get(scene.linkPath())).isProblem("audit-unavailable");
            assertThat(gateway.anonymous().get(scene.linkPath())).isProblem("unauthenticated");
        } finally {
            gateway.database()
                    .sql("ALTER TABLE audit_record_gone RENAME TO audit_record")
                    .update();
        }
        assertThat(editor.get("/keys/current")).isOk().isNullAt("/replacedById");

        assertThat(administrator.get("/admin/teams/unrecorded")).isProblem("team-not-found");
        assertThat(editor.post(scene.endpoints(), Scene.body(id))).hasStatus(201);
        assertThat(administrator.post("/admin/audit/verification", "")).has("/valid", true);
    }

    @Tag("harness")
    @Test
    void aStoreThatFailsElsewhereIsAFaultOfTheGateway() {
        gateway.database().sql("ALTER TABLE team RENAME TO team_gone").update();
        try {
            assertThat(administrator.put(team.path(), "{\"description\":\"\"}")).isProblem("internal-error");
            assertThat(editor.get(scene.linkPath())).as("from memory").isOk();
        } finally {
            gateway.database().sql("ALTER TABLE team_gone RENAME TO team").update();
        }
        assertThat(administrator.put(team.path(), "{\"description\":\"\"}")).isOk();
    }

    @Test
    void refusalsAndReadsAreOnRecordToo() {
        NewTeam stranger = NewTeam.in(gateway);
        assertThat(record(refusal(() -> stranger.caller().get(scene.linkPath()))))
                .has("/action", "request.refused")
                .has("/actor/team", stranger.name())
                .has("/attempted", "GET /projects/{projectId}/links/{linkId}")
                .has("/count", 1)
                .has("/dryRun", false)
                .isNullAt("/operationId")
                .has("/code", "forbidden")
                .has("/status", 403);
        assertThat(record(editor.get(scene.linkPath())))
                .has("/action", "link.get")
                .has("/result", "SUCCEEDED")
                .has("/atlasStatus", 200);
        assertThat(record(editor.get(scene.links()))).has("/action", "link.list");
        assertThat(record(editor.get(scene.endpoints()))).has("/action", "endpoint.list");
        assertThat(record(editor.get("/projects"))).has("/action", "project.list");
        assertThat(record(editor.get(scene.endpoint(Scene.newEndpoint()))))
                .has("/action", "endpoint.get")
                .has("/result", "FAILED")
                .has("/code", "endpoint-not-found");
        assertThat(record(refusal(() -> editor.post(scene.endpoints(), "{}"))))
                .has("/result", "REFUSED")
                .has("/code", "invalid-request");
    }

    @Test
    void unknownCallerIsOnlyOnTheAdministratorsTrail() {
        assertThat(gateway.anonymous().get(scene.linkPath()))
                .isProblem("unauthenticated")
                .hasNoHeader("Audit-Receipt");

        // No caller waits long for the record of its refusal.
        assertThat(Patience.until(
                        () -> administrator.get("/admin/audit?result=REFUSED&projectId=" + scene.project()),
                        trail -> trail.text("/totalCount").equals("1")))
                .has("/results/0/action", "request.refused")
                .has("/results/0/phase", "EVENT")
                .has("/results/0/actor/kind", "anonymous")
                .has("/results/0/code", "unauthenticated")
                .has("/results/0/status", 401)
                .has("/results/0/attempted", "GET /projects/{projectId}/links/{linkId}");
        assertThat(editor.get("/projects/" + scene.project() + "/audit?action=request.refused"))
                .has("/totalCount", 0)
                .results("action")
                .isEmpty();
    }

    @Test
    void onlyWellFormedPartsOfRefusalsAreRecorded() {
        String longId = "vpce-" + "f".repeat(1_000);
        assertThat(record(editor.put(scene.endpoint(longId), "")))
                .has("/code", "invalid-request")
                .has("/linkId", scene.link())
                .isNullAt("/interfaceEndpointId")
                .has("/attempted", "PUT /projects/{projectId}/links/{linkId}/endpoints/{interfaceEndpointId}");
        String id = Scene.newEndpoint();
        assertThat(record(NewTeam.in(gateway).caller().get(scene.endpoint(id)))).has("/interfaceEndpointId", id);
    }

    @Test
    void aPathTrickIsOnRecord() {
        Answer tricked = gateway.anonymous().get("/projects//" + scene.project() + "/..;/audit");
        assertThat(tricked).isProblem("invalid-request").hasNoHeader("Audit-Receipt");

        List<JsonNode> records =
                Patience.until(() -> refusalsNamed(tricked.header("X-Request-Id")), found -> !found.isEmpty());
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.at("/attempted").asString()).isEqualTo("GET none");
            assertThat(record.at("/code").asString()).isEqualTo("invalid-request");
            assertThat(record.toString()).doesNotContain(scene.project().value());
        });
    }

    @Test
    void aTeamReadsTheTrailOfItsProjectOnly() {
        Scene other = Scene.in(gateway);
        editor.get(scene.linkPath());
        other.viewer().get(other.linkPath());
        String trail = "/projects/" + scene.project() + "/audit";

        assertThat(editor.get(trail))
                .results("projectId")
                .containsOnly(scene.project().value());
        assertThat(editor.get(trail + "?projectId=" + other.project())).isProblem("invalid-request");
        assertThat(editor.get("/projects/" + other.project() + "/audit")).isProblem("forbidden");
        assertThat(editor.get("/admin/audit")).isProblem("forbidden");
    }

    @Test
    void everybodyMayHaveTheKeysThatVerifyCheckpoints() {
        Answer keys = gateway.anonymous().get("/audit/public-key");

        assertThat(keys).isOk().hasHeader("Content-Type", "text/plain;charset=UTF-8");
        assertThat(keys.body()).endsWith("\n");
        assertThat(keys.body().lines().map(NoteKey::parse)).isNotEmpty();
        assertThat(administrator.get("/audit/public-key").body()).isEqualTo(keys.body());
    }

    @Test
    void administratorRotatesTheKeyOfCheckpoints() {
        List<String> before = publicKeys();
        Caller rotating = administrator.with("X-Request-Id", "rotation-" + team.name());

        Answer rotated = rotating.post("/admin/audit/key-rotation", "");

        assertThat(rotated).hasStatus(201);
        String key = rotated.text("/publicKey");
        assertThat(publicKeys())
                .startsWith(key)
                .endsWith(before.toArray(String[]::new))
                .hasSize(before.size() + 1);
        assertThat(NoteKey.parse(key).name())
                .isEqualTo(NoteKey.parse(before.getFirst()).name());
        assertThat(administrator.get("/admin/audit?action=audit-key.rotate&requestId=rotation-" + team.name()))
                .results("phase")
                .containsExactly("OUTCOME", "INTENT");
    }

    private List<String> publicKeys() {
        return gateway.anonymous().get("/audit/public-key").body().lines().toList();
    }

    /** A refusal waits only a moment for its record; on a busy machine, ask again. */
    private static Answer refusal(Supplier<Answer> request) {
        return Patience.until(request, answer -> !answer.header("Audit-Receipt").isEmpty());
    }

    /** The one record that the answer's receipt names. */
    private Answer record(Answer answer) {
        String[] receipt = answer.header("Audit-Receipt").split(":", -1);
        Answer record = administrator.get("/admin/audit/records/" + receipt[0]);
        assertThat(record).isOk().has("/hash", receipt[1]).has("/requestId", answer.header("X-Request-Id"));
        return record;
    }

    private List<JsonNode> refusalsNamed(String requestId) {
        return administrator
                .get("/admin/audit?action=request.refused")
                .json()
                .at("/results")
                .valueStream()
                .filter(record -> record.at("/requestId").asString("").equals(requestId))
                .toList();
    }

    /** The records of the answer's request, newest first. */
    private List<JsonNode> recordsOf(Answer answer) {
        return administrator
                .get("/admin/audit?limit=20&team=" + team.name())
                .json()
                .at("/results")
                .valueStream()
                .filter(record -> record.at("/requestId").asString("").equals(answer.header("X-Request-Id")))
                .toList();
    }
}
