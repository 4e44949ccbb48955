package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.sandbox.state.EndpointStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The owner of an endpoint. */
@Tag("postgresql")
class OwnersTest {

    private final Gateway gateway = Gateway.shared();
    private final Scene scene = Scene.in(gateway);
    private final NewTeam payments = NewTeam.in(gateway).may("editor", scene.project());
    private final NewTeam billing = NewTeam.in(gateway).may("owner", scene.project());
    private final String id = Scene.newEndpoint();

    @Test
    void anEndpointShowsWhoHasAddedIt() {
        Answer added = payments.caller().with("Change-Reference", "CHG0030192").post(scene.endpoints(), Scene.body(id));

        assertThat(added).hasStatus(201).has("/team", payments.name()).has("/changeReference", "CHG0030192");
        assertThat(gateway.administrator().get("/admin/audit?limit=1&action=endpoint.add&team=" + payments.name()))
                .has("/results/0/change/after/changeReference", "CHG0030192");
        String addedAt = added.json().path("addedAt").asString();
        String tag = added.header("ETag");
        assertThat(billing.caller().get(scene.endpoint(id)))
                .isOk()
                .has("/team", payments.name())
                .has("/addedAt", addedAt)
                .has("/changeReference", "CHG0030192")
                .hasHeader("ETag", tag);
        assertThat(billing.caller().get(scene.endpoints())).has("/results/0/team", payments.name());
        assertThat(payments.caller().post(scene.endpoints(), Scene.body(id)))
                .isProblem("endpoint-exists")
                .has("/current/team", payments.name());
        assertThat(payments.caller().get(scene.endpoint(id) + "/connection-strings"))
                .isOk();
        assertThat(payments.caller().with("If-Match", tag).delete(scene.endpoint(id) + "?allowLinkRemoval=true"))
                .hasStatus(202)
                .has("/team", payments.name());
    }

    @Test
    void whatWasAddedPastTheGatewayIsNobodys() {
        String there = scene.hasEndpoint(EndpointStatus.AVAILABLE);

        Answer shown = payments.caller().get(scene.endpoint(there));

        assertThat(shown).isOk();
        assertThat(shown.json().path("team").isNull()).isTrue();
        assertThat(shown.json().path("addedAt").isNull()).isTrue();
        assertThat(payments.caller().put(scene.endpoint(there), "{}")).isOk();
        assertThat(payments.caller()
                        .get(scene.endpoint(there))
                        .json()
                        .path("team")
                        .isNull())
                .isTrue();
    }

    @Test
    void anOwnerHandsItOver() {
        String there = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        String team = scene.endpoint(there) + "/team";
        String tag = billing.caller().get(scene.endpoint(there)).header("ETag");

        assertThat(payments.caller().put(team, body(payments.name()))).isProblem("forbidden");
        assertThat(billing.caller().put(team, body(NewTeam.in(gateway).name())))
                .isProblem("invalid-request")
                .has("/errors/0/field", "team");
        assertThat(billing.caller().put(team, "{}")).isProblem("invalid-request");
        assertThat(billing.caller().put(scene.endpoint(id) + "/team", body(payments.name())))
                .isProblem("endpoint-not-found");
        assertThat(billing.caller().put(team, body(payments.name()))).isOk().has("/team", payments.name());

        assertThat(billing.caller().with("If-None-Match", tag).get(scene.endpoint(there)))
                .isOk()
                .has("/team", payments.name());
        assertThat(gateway.administrator().get("/admin/audit?limit=1&action=endpoint-team.set&team=" + billing.name()))
                .has("/results/0/result", "SUCCEEDED")
                .has("/results/0/interfaceEndpointId", there)
                .has("/results/0/change/after/team", payments.name());
    }

    /** Its name stays, for those who look for whom to ask; an owner hands it over. */
    @Test
    void theNameOfATeamThatIsGoneStays() {
        payments.caller().post(scene.endpoints(), Scene.body(id));
        assertThat(gateway.administrator().delete("/admin/teams/" + payments.name()))
                .hasStatus(204);

        assertThat(billing.caller().get(scene.endpoint(id))).isOk().has("/team", payments.name());
        assertThat(billing.caller().put(scene.endpoint(id) + "/team", body(billing.name())))
                .isOk()
                .has("/team", billing.name());
    }

    @Test
    void theInventoryIsAListLinesOrATable() {
        payments.caller().with("Change-Reference", "=HYPERLINK(\"x\"),1").post(scene.endpoints(), Scene.body(id));
        payments.caller().get(scene.endpoint(id));
        assertThat(gateway.administrator().put("/admin/projects/" + scene.project(), "{\"name\":\"the shop; new\"}"))
                .hasStatus(201);
        String path = "/admin/endpoints?team=" + payments.name();
        Caller auditor = NewAdministrator.in(gateway, "auditor").caller();

        assertThat(auditor.get(path + "&connectionStatus=PENDING_ACCEPTANCE&provider=AWS"))
                .isOk()
                .has("/totalCount", 1)
                .has("/results/0/projectName", "the shop; new")
                .has("/results/0/interfaceEndpointId", id)
                .has("/results/0/changeReference", "=HYPERLINK(\"x\"),1")
                .isNullAt("/results/0/endsOn");
        assertThat(auditor.get(path + "&provider=GCP")).has("/totalCount", 0);
        assertThat(auditor.get(path + "&connectionStatus=AVAILABLE")).has("/totalCount", 0);
        assertThat(auditor.get(path + "&provider=aws&connectionStatus=GOOD&projectId=1"))
                .isProblem("invalid-request")
                .has("/errors/2/field", "connectionStatus");
        Answer lines = auditor.with("Accept", "application/x-ndjson").get(path);
        assertThat(lines).isOk().has("/interfaceEndpointId", id);
        assertThat(lines.body()).hasLineCount(1).endsWith("\n");
        assertThat(auditor.with("Accept", "text/csv").get(path).body())
                .startsWith(
                        "kind,projectId,projectName,linkId,provider,region,interfaceEndpointId,connectionStatus,seenAt,")
                .contains("\r\nLINK," + scene.project() + ",\"the shop; new\"," + scene.link() + ",AWS,")
                .contains("," + payments.name() + ",")
                .endsWith(",\"'=HYPERLINK(\"\"x\"\"),1\",\r\n");
        assertThat(payments.caller().get(path)).isProblem("forbidden");
    }

    private static String body(String team) {
        return "{\"team\":\"" + team + "\"}";
    }
}
