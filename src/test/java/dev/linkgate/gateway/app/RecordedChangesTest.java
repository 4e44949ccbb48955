package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.ProjectId;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The trail says whom and what each change of the administration is about, to auditors and in filters and exports. */
@Tag("postgresql")
class RecordedChangesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Gateway gateway = Gateway.shared();
    private final Caller administrator = gateway.administrator();
    private final NewAdministrator auditor = NewAdministrator.in(gateway, "auditor");
    private final String name = "n-" + Gateway.unused(6);
    private final ProjectId project = Scene.newProject();

    @Test
    void aChangeOfARoleNamesTeamProjectAndBothRoles() {
        NewTeam team = NewTeam.in(gateway).may("viewer", project);
        administrator.put(team.path() + "/grants/" + project, "{\"role\":\"owner\"}");
        administrator.delete(team.path() + "/grants/" + project);

        assertThat(told("target=grant:" + team.name()))
                .containsExactly(
                        "grant.put OUTCOME {\"after\":{\"role\":\"viewer\"}}",
                        "grant.put OUTCOME {\"before\":{\"role\":\"viewer\"},\"after\":{\"role\":\"owner\"}}",
                        "grant.remove OUTCOME {\"before\":{\"role\":\"owner\"}}");
        JsonNode target = records("target=grant:" + team.name()).getFirst().at("/target");
        assertThat(target)
                .hasToString("{\"kind\":\"grant\",\"name\":\"" + team.name() + "\",\"project\":\"" + project + "\"}");
    }

    @Test
    void theIntentTellsWhatIsAskedFor() {
        NewTeam team = NewTeam.in(gateway).may("editor", project);

        assertThat(auditor.caller().get("/admin/audit?target=grant:" + team.name()))
                .results("phase")
                .containsExactly("OUTCOME", "INTENT");
        assertThat(auditor.caller().get("/admin/audit?target=grant:" + team.name()))
                .has("/results/1/change/after/role", "editor")
                .hasNo("/results/1/change/before");
    }

    @Test
    void teamsAndTheirKeysAreNamed() {
        NewTeam team = NewTeam.in(gateway).may("viewer", project);
        administrator.put(team.path(), "{\"description\":\"Another\"}");
        String bound = administrator
                .post(team.path() + "/keys", "{\"label\":\"ci 2\",\"networks\":[\"10.0.0.0/8\"],\"digest\":true}")
                .text("/id");
        administrator.delete(team.path() + "/keys/" + bound);
        administrator.delete(team.path());

        assertThat(told("target=key:" + bound))
                .containsExactly(
                        "key.create OUTCOME {\"after\":{\"owner\":\"%s\",\"label\":\"ci 2\",\"networks\":[\"10.0.0.0/8\"],\"digest\":true}}"
                                .formatted(team.name()),
                        "key.revoke OUTCOME {\"before\":{\"owner\":\"%s\",\"label\":\"ci 2\",\"networks\":[\"10.0.0.0/8\"],\"digest\":true}}"
                                .formatted(team.name()));
        assertThat(told("target=team:" + team.name()))
                .containsExactly(
                        "team.put OUTCOME {\"after\":{\"description\":\"For a test\"}}",
                        "team.put OUTCOME {\"before\":{\"description\":\"For a test\"},\"after\":{\"description\":\"Another\"}}",
                        "team.remove OUTCOME {\"before\":{\"description\":\"Another\",\"keys\":[\"%s\"],\"grants\":[\"%s viewer\"]}}"
                                .formatted(team.keyId(), project));
    }

    @Test
    void aRotationNamesBothKeys() {
        NewTeam team = NewTeam.in(gateway);
        Answer rotated = team.caller().post("/keys/rotation", "{\"overlap\":\"PT1H\"}");
        gateway.house().forbid(rotated.text("/key"));

        JsonNode change = records("target=key:" + team.keyId() + "&action=key.rotate")
                .getLast()
                .at("/change");
        assertThat(change.at("/before").has("replacedBy")).isFalse();
        assertThat(change.at("/after/replacedBy").asString()).isEqualTo(rotated.text("/id"));

        assertThat(team.caller().delete("/keys/rotation")).hasStatus(204);
        assertThat(told("target=key:" + rotated.text("/id")))
                .singleElement()
                .asString()
                .startsWith("key.revoke OUTCOME");
    }

    @Test
    void administratorsTheirScopesAndKeysAreNamed() {
        administrator.put(auditor.path(), NewAdministrator.body("auditor", "all"));
        administrator.put(auditor.path(), NewAdministrator.body("auditor"));

        assertThat(told("target=administrator:" + auditor.name() + "&action=administrator.put"))
                .element(1)
                .asString()
                .contains("\"before\":{\"description\":\"For a test\",\"scopes\":[\"auditor\"]}")
                .contains("\"after\":{\"description\":\"For a test\",\"scopes\":[\"auditor\",\"all\"]}");
        assertThat(told("target=key:" + auditor.keyId()))
                .singleElement()
                .asString()
                .startsWith("administrator-key.create");
    }

    @Test
    void credentialsProjectsAndWebhooksAreNamed() {
        gateway.house().forbid("a-private-key-of-atlas-1");
        administrator.put("/admin/credentials/" + name, """
                {"kind":"digest","publicKey":"abcdefgh","privateKey":"a-private-key-of-atlas-1"}""");
        administrator.put("/admin/projects/" + project, "{\"name\":\"orders\",\"credential\":\"" + name + "\"}");
        administrator.put("/admin/projects/" + project, "{\"name\":\"orders\"}");
        administrator.delete("/admin/credentials/" + name);

        assertThat(told("target=credential:" + name))
                .allMatch(told -> told.contains("\"publicKey\":\"abcdefgh\",\"fingerprint\":\""))
                .extracting(told -> told.substring(0, told.indexOf(' ')))
                .containsExactly("credential.put", "credential.remove");
        assertThat(told("target=project:" + project))
                .containsExactly(
                        "project.put OUTCOME {\"after\":{\"name\":\"orders\",\"credential\":\"%s\"}}".formatted(name),
                        "project.put OUTCOME {\"before\":{\"name\":\"orders\",\"credential\":\"%s\"},\"after\":{\"name\":\"orders\"}}"
                                .formatted(name));
    }

    @Test
    void aRemovedProjectsRulesAndApprovalsAreTold() {
        administrator.put("/admin/projects/" + project, "{\"name\":\"orders\"}");
        administrator.put(
                "/admin/projects/" + project + "/rules",
                "{\"awsEndpoints\":\"approved\",\"endpointsPerTeam\":20,\"gcpProjects\":[\"my-project\"]}");
        NewTeam team = NewTeam.in(gateway);
        String approval = administrator
                .post(
                        "/projects/" + project + "/access-requests",
                        "{\"kind\":\"ENDPOINT\",\"interfaceEndpointId\":\"vpce-0b9c5701325cb15dd\",\"team\":\""
                                + team.name() + "\",\"reason\":\"Ticket 4711\"}")
                .text("/id");
        administrator.delete("/admin/projects/" + project);

        assertThat(told("action=project.remove&target=project:" + project))
                .containsExactly(
                        "project.remove OUTCOME {\"before\":{\"name\":\"orders\",\"rules\":{\"gcpProjects\":[\"my-project\"],\"awsEndpoints\":\"approved\",\"endpointsPerTeam\":20},\"approvals\":[\"vpce-0b9c5701325cb15dd\"]}}");
        assertThat(told("target=access-request:" + approval))
                .containsExactly(
                        "access-request.create OUTCOME {\"after\":{\"kind\":\"ENDPOINT\",\"interfaceEndpointId\":\"vpce-0b9c5701325cb15dd\",\"reason\":\"Ticket 4711\",\"team\":\"%s\",\"state\":\"APPROVED\",\"comment\":\"Ticket 4711\"}}"
                                .formatted(team.name()));
    }

    @Test
    void anAnswerToARequestNamesTheRequestAndTheGrant() {
        NewTeam team = NewTeam.in(gateway);
        String request = team.caller()
                .post(
                        "/projects/" + project + "/access-requests",
                        "{\"kind\":\"ROLE\",\"role\":\"editor\",\"reason\":\"To deploy\"}")
                .text("/id");
        administrator.put(
                "/projects/" + project + "/access-requests/" + request + "/answer",
                "{\"approved\":true,\"comment\":\"Welcome\"}");

        String asked =
                "{\"kind\":\"ROLE\",\"role\":\"editor\",\"reason\":\"To deploy\",\"team\":\"%s\",\"state\":\"%s\"";
        String pending = asked.formatted(team.name(), "PENDING");
        assertThat(told("target=access-request:" + request))
                .containsExactly(
                        "access-request.create OUTCOME {\"after\":" + pending + "}}",
                        "access-request.answer OUTCOME {\"before\":" + pending + "},\"after\":"
                                + asked.formatted(team.name(), "APPROVED") + ",\"comment\":\"Welcome\"}}");
        assertThat(told("target=grant:" + team.name()))
                .containsExactly("grant.put OUTCOME {\"after\":{\"role\":\"editor\"}}");
    }

    @Test
    void aDeclarationTellsEachThingThatItChanges() {
        Answer applied = administrator.post("/admin/config", """
                {"teams":{"%s":{"description":"Declared","grants":{"%s":"owner"}}}}""".formatted(name, project));
        String request = applied.header("X-Request-Id");

        assertThat(told("requestId=" + request))
                .containsExactlyInAnyOrder(
                        "config.apply OUTCOME {\"after\":{\"changes\":[\"create team %1$s\",\"create grant %1$s/%2$s\"]}}"
                                .formatted(name, project),
                        "team.put OUTCOME {\"after\":{\"description\":\"Declared\"}}",
                        "grant.put OUTCOME {\"after\":{\"role\":\"owner\"}}");
        assertThat(records("requestId=" + request).getLast().at("/target"))
                .hasToString("{\"kind\":\"config\",\"name\":\"declaration\"}");
    }

    @Test
    void whatWasDoneWithTheSharedTokenIsFound() {
        NewAdministrator named = NewAdministrator.in(gateway, "all");
        Answer byToken = administrator.put("/admin/teams/" + name, "{\"description\":\"\"}");
        Answer byName = named.caller().put("/admin/teams/" + name, "{\"description\":\"again\"}");

        assertThat(auditor.caller().get("/admin/audit?actor=shared-token&phase=OUTCOME&target=team:" + name))
                .results("requestId")
                .containsExactly(byToken.header("X-Request-Id"));
        assertThat(auditor.caller().get("/admin/audit?actor=" + named.name() + "&phase=OUTCOME&target=team:" + name))
                .results("requestId")
                .containsExactly(byName.header("X-Request-Id"));
        assertThat(administrator.put(
                        "/admin/administrators/shared-token", "{\"description\":\"\",\"scopes\":[\"auditor\"]}"))
                .isProblem("invalid-request")
                .has("/errors/0/field", "name");
    }

    /** A name in its path may be a secret in the wrong place. */
    @Test
    void aRefusalTellsIdsAndNoNames() {
        Answer refused = auditor.caller().put("/admin/teams/" + name + "/grants/" + project, "{\"role\":\"owner\"}");

        assertThat(auditor.caller().get("/admin/audit?requestId=" + refused.header("X-Request-Id")))
                .has("/results/0/action", "request.refused")
                .has("/results/0/target/kind", "project")
                .has("/results/0/target/name", project.value());
    }

    @Test
    void endpointsLinksAndProjectsAreFoundByTheirTarget() {
        Scene scene = Scene.in(gateway);
        scene.editor().get(scene.linkPath());

        assertThat(auditor.caller().get("/admin/audit?target=link:" + scene.link()))
                .has("/results/0/target/kind", "link")
                .has("/results/0/target/name", scene.link().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"team", "team:", ":payments", "nothing:payments", "Team:payments", "team:pay%0Aments"})
    void anotherFormOfATargetIsRefused(String target) {
        assertThat(auditor.caller().get("/admin/audit?target=" + target)).isInvalidIn("target");
    }

    @Test
    void allGrantsAreListedWithWhoGaveThemAndSinceWhen() {
        NewAdministrator giver = NewAdministrator.in(gateway, "access");
        NewTeam team = NewTeam.in(gateway);
        giver.caller().put(team.path() + "/grants/" + project, "{\"role\":\"editor\"}");

        Answer listed = auditor.caller().get("/admin/grants?projectId=" + project);
        assertThat(listed)
                .isOk()
                .has("/totalCount", 1)
                .has("/results/0/team", team.name())
                .has("/results/0/projectId", project)
                .has("/results/0/role", "editor")
                .has("/results/0/by/subject", giver.name());
        String since = listed.text("/results/0/since");

        administrator.put(team.path() + "/grants/" + project, "{\"role\":\"editor\"}");
        assertThat(auditor.caller().get("/admin/grants?team=" + team.name()))
                .has("/results/0/since", since)
                .has("/results/0/by/subject", giver.name());
        administrator.put(team.path() + "/grants/" + project, "{\"role\":\"owner\"}");
        assertThat(auditor.caller().get("/admin/grants?team=" + team.name() + "&projectId=" + project))
                .has("/results/0/by/kind", "admin");
        assertThat(auditor.caller().get("/admin/grants?projectId=no")).isInvalidIn("projectId");
    }

    @Test
    void anExportBeginsBehindARecordAndEndsAtItsLimit() {
        NewTeam team = NewTeam.in(gateway).may("viewer", project);
        String selection = "target=team:" + team.name() + "&";
        administrator.put(team.path(), "{\"description\":\"Another\"}");
        List<JsonNode> all = export(selection);

        assertThat(all).hasSize(4);
        String after = "after=" + all.getFirst().at("/sequence").asLong();
        assertThat(export(selection + after)).isEqualTo(all.subList(1, 4));
        assertThat(export(selection + after + "&limit=2")).isEqualTo(all.subList(1, 3));
        assertThat(export(selection + "to=" + all.getFirst().at("/time").asString()))
                .isEmpty();
        assertThat(export(selection + "from=" + all.getLast().at("/time").asString()))
                .isEqualTo(all.subList(3, 4));
    }

    private List<JsonNode> export(String query) {
        Answer export = auditor.caller().with("Accept", "application/x-ndjson").get("/admin/audit?" + query);
        assertThat(export).isOk();
        return export.body().lines().map(JSON::readTree).toList();
    }

    /** The outcomes of a selection, the oldest first: action, phase and change. */
    private List<String> told(String selection) {
        return records(selection).stream()
                .filter(record -> record.at("/phase").asString().equals("OUTCOME"))
                .map(record -> record.at("/action").asString() + " "
                        + record.at("/phase").asString() + " " + values(record.at("/change")))
                .toList();
    }

    /** The values without the seals of rows. */
    private static JsonNode values(JsonNode change) {
        if (change instanceof ObjectNode values) {
            values.remove("rows");
        }
        return change;
    }

    private List<JsonNode> records(String selection) {
        return auditor.caller()
                .get("/admin/audit?" + selection)
                .json()
                .at("/results")
                .valueStream()
                .toList()
                .reversed();
    }
}
