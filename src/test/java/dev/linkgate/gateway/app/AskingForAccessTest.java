package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.linkgate.Patience;
import dev.linkgate.gateway.feature.asking.AskingWords;
import dev.linkgate.gateway.feature.webhooks.StoredEvents;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** A team without a role on a project asks for one, and an owner or an administrator answers. */
@Tag("postgresql")
class AskingForAccessTest {

    private static final String REASON = "We move the orders service to this project";
    private static final String ASKED = "{\"kind\":\"ROLE\",\"role\":\"editor\",\"reason\":\"" + REASON + "\"}";

    private final Gateway gateway;
    private final Caller administrator;
    private final Scene scene;
    private final NewTeam team;

    AskingForAccessTest() {
        gateway = Gateway.shared();
        administrator = gateway.administrator();
        scene = Scene.in(gateway);
        team = NewTeam.in(gateway);
    }

    private static String path(ProjectId project) {
        return "/projects/" + project + "/access-requests";
    }

    @Test
    void aRoleEndsAtItsTime() {
        Answer asked = team.caller().post(path(scene.project()), ASKED.replace("}", ",\"for\":\"PT8H\"}"));
        assertThat(asked).hasStatus(201).has("/for", "PT8H").isNullAt("/until");
        String given =
                Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.MILLIS).toString();
        assertThat(administrator.put(answer(asked), "{\"approved\":true,\"until\":\"" + given + "\"}"))
                .isOk()
                .has("/until", given);
        assertThat(team.caller().get(scene.links())).isOk();
        assertThat(administrator.get("/admin/grants?team=" + team.name()))
                .has("/results/0/until", given)
                .has("/results/0/role", "editor");
        String grant = "/admin/teams/" + team.name() + "/grants/" + scene.project();
        String end = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.MILLIS).toString();
        assertThat(administrator.put(grant, "{\"role\":\"editor\",\"until\":\"" + end + "\"}"))
                .isOk();

        Patience.until(() -> team.caller().get(scene.links()).status(), status -> status == 403);

        assertThat(Instant.now()).isAfterOrEqualTo(end);
        assertThat(administrator.get("/admin/grants?team=" + team.name())).has("/totalCount", 0);
        assertThat(administrator
                        .get("/admin/access?at=" + end)
                        .json()
                        .path("grants")
                        .toString())
                .doesNotContain(team.name());
        assertThat(administrator.put(grant, "{\"role\":\"viewer\",\"until\":\"" + end + "\"}"))
                .isProblem("invalid-request")
                .has("/errors/0/field", "until");
        assertThat(administrator.put(grant, "{\"role\":\"viewer\",\"until\":\"2999-01-01T00:00:00Z\"}"))
                .hasStatus(201)
                .has("/until", "2999-01-01T00:00:00Z");
        assertThat(administrator.put(
                        "/admin/projects/" + scene.registered().project() + "/rules", "{\"longestGrant\":\"P30D\"}"))
                .hasStatus(201);
        assertThat(administrator.put(grant, "{\"role\":\"viewer\"}"))
                .isProblem("invalid-request")
                .has("/errors/0/field", "until");
        assertThat(administrator.delete("/admin/projects/" + scene.project() + "/rules"))
                .hasStatus(204);
        String declared = "{\"teams\":{\"" + team.name() + "\":{\"grants\":{\"" + scene.project()
                + "\":{\"role\":\"editor\",\"until\":\"%s\"}}}}}";
        assertThat(administrator.post("/admin/config", declared.formatted(end))).isProblem("invalid-request");
        assertThat(administrator.post("/admin/config", declared.formatted("2998-01-01T00:00:00Z")))
                .isOk();
        assertThat(administrator.get("/admin/grants?team=" + team.name()))
                .has("/results/0/until", "2998-01-01T00:00:00Z")
                .has("/results/0/role", "editor");
        assertThat(administrator.get("/admin/config"))
                .isOk()
                .has("/teams/" + team.name() + "/grants/" + scene.project() + "/until", "2998-01-01T00:00:00Z");
    }

    private Answer ask() {
        return ask(team, scene);
    }

    private static Answer ask(NewTeam team, Scene scene) {
        Answer asked = team.caller().post(path(scene.project()), ASKED);
        assertThat(asked).hasStatus(201);
        return asked;
    }

    private String pathOf(Answer asked) {
        return pathOf(scene, asked);
    }

    private static String answer(Answer asked) {
        return asked.header("Location") + "/answer";
    }

    private static String pathOf(Scene scene, Answer asked) {
        return path(scene.project()) + "/" + asked.text("/id");
    }

    private List<String> recordsOf(Answer answer) {
        return administrator
                .get("/admin/audit?requestId=" + answer.header("X-Request-Id"))
                .json()
                .at("/results")
                .valueStream()
                .map(record -> record.path("action").asString() + " "
                        + record.path("phase").asString() + " "
                        + record.path("result").asString("") + " "
                        + record.path("projectId").asString(""))
                .toList()
                .reversed();
    }

    @Test
    void anOwnerGivesWhatATeamAsksFor() {
        assertThat(team.caller().get(scene.linkPath())).isProblem("forbidden");

        Answer asked = ask();

        assertThat(asked)
                .has("/projectId", scene.project())
                .has("/team", team.name())
                .has("/role", "editor")
                .has("/reason", REASON)
                .has("/kind", "ROLE")
                .has("/state", "PENDING")
                .has("/askedBy/kind", "team")
                .has("/askedBy/keyId", team.keyId())
                .isNullAt("/answeredBy")
                .isNullAt("/answeredAt")
                .isNullAt("/linkId")
                .isNullAt("/interfaceEndpointId")
                .isNullAt("/comment")
                .hasHeader("Location", pathOf(asked));
        assertThat(asked.text("/id")).matches("ar_[0-9a-f]{32}");
        Caller owner = scene.owner();
        assertThat(owner.get(path(scene.project()) + "?state=PENDING"))
                .results("id")
                .containsExactly(asked.text("/id"));
        assertThat(team.caller().get("/access-requests")).results("id").containsExactly(asked.text("/id"));

        Answer answered = owner.put(answer(asked), "{\"approved\":true,\"comment\":\"Welcome\"}");

        assertThat(answered)
                .isOk()
                .has("/id", asked.text("/id"))
                .has("/state", "APPROVED")
                .has("/answeredBy/kind", "team")
                .has("/comment", "Welcome");
        assertThat(answered.text("/answeredAt")).isNotEmpty();
        assertThat(team.caller().get("/projects")).results("role").containsExactly("editor");
        assertThat(team.caller().get(scene.linkPath())).isOk();
        assertThat(team.caller().get("/access-requests").json().at("/results/0"))
                .isEqualTo(answered.json());
        assertThat(owner.get(path(scene.project()) + "?state=PENDING"))
                .results("id")
                .isEmpty();
    }

    @Tag("harness")
    @Test
    void anEventTellsTheAnswer() {
        try (Gateway still = Gateway.start()) {
            StoredEvents events = new StoredEvents(still.database());
            Scene there = Scene.in(still);
            NewTeam asking = NewTeam.in(still);
            Answer asked = ask(asking, there);
            assertThat(answersTold(events)).isEmpty();

            assertThat(there.owner().put(answer(asked), "{\"approved\":false,\"comment\":\"Not yet\"}"))
                    .isOk();
            assertThat(there.owner().put(answer(ask(asking, there)), "{\"approved\":true}"))
                    .isOk();

            assertThat(answersTold(events))
                    .satisfiesExactly(
                            granted -> assertThat(granted)
                                    .contains("\"state\":\"APPROVED\"", "\"answeredBy\":{\"kind\":\"team\"")
                                    .doesNotContain("comment"),
                            denied -> assertThat(denied)
                                    .contains(
                                            asked.text("/id"),
                                            "\"team\":\"" + asking.name() + "\"",
                                            "\"state\":\"DENIED\",\"comment\":\"Not yet\""));
        }
    }

    private static List<String> answersTold(StoredEvents events) {
        return events.allData(AskingWords.ACCESS_ANSWERED).stream()
                .sorted((one, other) -> Boolean.compare(one.contains("DENIED"), other.contains("DENIED")))
                .toList();
    }

    @Test
    void aRequestIsAnsweredOnceAndTheEqualAnswerMayBeRepeated() {
        Answer asked = ask();
        Caller owner = scene.owner();
        String denial = "{\"approved\":false,\"comment\":\"Not yet\"}";
        assertThat(owner.put(answer(asked), denial)).isOk();

        Answer again = owner.put(answer(asked), "{\"approved\":true}");

        assertThat(again).isProblem("request-answered");
        assertThat(recordsOf(again)).endsWith("access-request.answer OUTCOME REFUSED " + scene.project());
        assertThat(administrator.put(answer(asked), denial)).isOk().has("/state", "DENIED");
        assertThat(administrator.put(answer(asked), "{\"approved\":false}")).isProblem("request-answered");
        assertThat(team.caller().get("/projects")).results("projectId").isEmpty();
    }

    @Test
    void aRequestIsAnsweredOnceForATime() {
        Answer asked = team.caller().post(path(scene.project()), ASKED.replace("}", ",\"for\":\"PT8H\"}"));
        Caller owner = scene.owner();
        assertThat(owner.put(answer(asked), "{\"approved\":true,\"until\":\"2999-01-01T00:00:00Z\"}"))
                .isInvalidIn("until");
        assertThat(owner.put(answer(asked), "{\"approved\":true}")).isOk();
        String end = owner.get(asked.header("Location")).text("/until");

        assertThat(owner.put(answer(asked), "{\"approved\":true}")).isOk().has("/until", end);
        assertThat(owner.put(answer(asked), "{\"approved\":true,\"until\":\"" + end + "\"}"))
                .isOk();
        assertThat(owner.put(answer(asked), "{\"approved\":true,\"until\":\"2998-01-01T00:00:00Z\"}"))
                .isProblem("request-answered");
    }

    @Test
    void aRequestIsWithdrawnByItsTeamOnlyWhileItIsPending() {
        Answer asked = ask();
        assertThat(NewTeam.in(gateway).caller().delete(asked.header("Location")))
                .isProblem("request-not-found");
        assertThat(scene.owner().delete(asked.header("Location"))).isProblem("forbidden");

        assertThat(team.caller().delete(asked.header("Location"))).hasStatus(204);

        assertThat(team.caller().delete(asked.header("Location"))).hasStatus(204);
        assertThat(team.caller().get(asked.header("Location"))).has("/state", "WITHDRAWN");
        assertThat(scene.owner().put(answer(asked), "{\"approved\":true}")).isProblem("request-answered");
        Answer denied = ask();
        assertThat(scene.owner().put(answer(denied), "{\"approved\":false}")).isOk();
        assertThat(team.caller().delete(denied.header("Location"))).isProblem("request-answered");
        assertThat(scene.owner().delete(denied.header("Location"))).isProblem("request-answered");
    }

    @Test
    void whoAsksMayWaitForTheAnswer() throws Exception {
        Answer asked = ask();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> waiting =
                    threads.submit(() -> team.caller().with("Prefer", "wait=60").get(asked.header("Location")));

            assertThat(scene.owner().put(answer(asked), "{\"approved\":false}")).isOk();

            assertThat(waiting.get()).isOk().has("/state", "DENIED").hasHeader("Preference-Applied", "wait=60");
        }
        assertThat(team.caller().with("Prefer", "wait=1").get(ask().header("Location")))
                .isOk()
                .has("/state", "PENDING");
    }

    /** Each way around it that a caller could try. */
    @Test
    void whoAsksDoesNotAnswer() {
        NewTeam own = NewTeam.in(gateway).may("editor", scene.project());
        Answer asked = own.caller().post(path(scene.project()), endpoint(Scene.newEndpoint()));
        assertThat(asked).hasStatus(201).has("/kind", "ENDPOINT");
        assertThat(administrator.put(own.path() + "/grants/" + scene.project(), "{\"role\":\"owner\"}"))
                .isOk();
        String yes = "{\"approved\":true}";

        assertThat(own.caller().put(answer(asked), yes)).isProblem("own-request");
        String other = administrator
                .post(own.path() + "/keys", "{\"label\":\"other\"}")
                .text("/key");
        Answer byOtherKey = gateway.as(other).put(answer(asked), yes);
        assertThat(byOtherKey).isProblem("own-request");
        assertThat(recordsOf(byOtherKey)).endsWith("access-request.answer OUTCOME REFUSED " + scene.project());
        assertThat(own.caller()
                        .post(
                                path(scene.project()),
                                endpoint(Scene.newEndpoint()).replace("}", ",\"team\":\"" + own.name() + "\"}")))
                .isProblem("own-request");

        NewAdministrator ada = NewAdministrator.in(gateway, "all");
        Answer ofAda = ada.caller().post(path(scene.project()), endpoint(Scene.newEndpoint()));
        assertThat(ofAda).hasStatus(201).isNullAt("/team").has("/askedBy/subject", ada.name());
        assertThat(ada.caller().put(answer(ofAda), yes)).isProblem("own-request");
        String otherOfAda = administrator
                .post(ada.path() + "/keys", "{\"label\":\"other\"}")
                .text("/key");
        assertThat(gateway.as(otherOfAda).put(answer(ofAda), yes)).isProblem("own-request");
        assertThat(scene.owner().put(answer(ofAda), yes)).isOk();

        Answer ofSharedToken = administrator.post(path(scene.project()), endpoint(Scene.newEndpoint()));
        assertThat(administrator.put(answer(ofSharedToken), yes)).isProblem("own-request");
        assertThat(ada.caller().put(answer(ofSharedToken), yes)).isOk();

        assertThat(administrator.put(answer(asked), yes)).isOk().has("/state", "APPROVED");
    }

    private String endpoint(String id) {
        return "{\"kind\":\"ENDPOINT\",\"linkId\":\"" + scene.link() + "\",\"interfaceEndpointId\":\"" + id + "\"}";
    }

    @Test
    void ofTwoAnswersAtTheSameTimeOneCounts() throws Exception {
        for (int i = 0; i < 5; i++) {
            Answer asked = NewTeam.in(gateway).caller().post(path(scene.project()), ASKED);
            String path = answer(asked);
            List<Answer> answers = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
                Future<Answer> yes = threads.submit(() -> administrator.put(path, "{\"approved\":true}"));
                Future<Answer> no = threads.submit(() -> administrator.put(path, "{\"approved\":false}"));
                Collections.addAll(answers, yes.get(), no.get());
            }
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 409);
            boolean granted = answers.getFirst().status() == 200;
            assertThat(administrator.get("/admin/teams/" + asked.text("/team") + "/grants"))
                    .results("role")
                    .hasSize(granted ? 1 : 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"viewer, viewer", "editor, viewer", "owner, owner"})
    void whatATeamHasItCannotAskFor(String held, String asked) {
        team.may(held, scene.project());

        Answer answer = team.caller()
                .post(path(scene.project()), "{\"kind\":\"ROLE\",\"role\":\"" + asked + "\",\"reason\":\"More\"}");

        assertThat(answer).isProblem("role-held");
        assertThat(answer.text("/detail")).contains(held);
    }

    @Test
    void theSameAgainIsTheSameRequest() {
        Answer first = ask();
        Answer again = team.caller()
                .post(path(scene.project()), "{\"kind\":\"ROLE\",\"role\":\"editor\",\"reason\":\"Please\"}");
        Answer other = team.caller()
                .post(path(scene.project()), "{\"kind\":\"ROLE\",\"role\":\"viewer\",\"reason\":\"Please\"}");

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(other.text("/id")).isNotEqualTo(first.text("/id"));
        assertThat(team.caller().get("/access-requests"))
                .results("id")
                .containsExactly(other.text("/id"), first.text("/id"));
        assertThat(scene.viewer().get("/projects/" + scene.project() + "/audit?action=access-request.create"))
                .as("any team could fill the trail of any project otherwise")
                .results("id")
                .hasSize(4);
    }

    @Test
    void teamsSeeTheirOwnRequestsOnly() {
        Answer asked = ask();
        Scene elsewhere = Scene.in(gateway);

        assertThat(NewTeam.in(gateway).caller().get("/access-requests"))
                .results("id")
                .isEmpty();
        assertThat(administrator.get("/access-requests")).results("id").doesNotContain(asked.text("/id"));
        assertThat(elsewhere.owner().get(path(elsewhere.project())))
                .results("id")
                .isEmpty();
        assertThat(elsewhere
                        .owner()
                        .put(path(elsewhere.project()) + "/" + asked.text("/id") + "/answer", "{\"approved\":true}"))
                .isProblem("request-not-found");
        assertThat(scene.editor().put(answer(asked), "{\"approved\":true}")).isProblem("forbidden");
        assertThat(team.caller().put(answer(asked), "{\"approved\":true}")).isProblem("forbidden");
        assertThat(team.caller().get(path(scene.project()))).results("id").containsExactly(asked.text("/id"));
        assertThat(scene.editor().get(path(scene.project()))).results("id").isEmpty();
        assertThat(scene.editor().get(asked.header("Location"))).isProblem("request-not-found");
        assertThat(team.caller().get(asked.header("Location"))).isOk();
        String ofTeam = "/admin/access-requests?state=PENDING&kind=ROLE&team=" + team.name();
        for (String scope : List.of("access", "auditor")) {
            assertThat(NewAdministrator.in(gateway, scope).caller().get(ofTeam))
                    .results("id")
                    .containsExactly(asked.text("/id"));
        }
        assertThat(administrator.get(ofTeam + "&projectId=" + elsewhere.project()))
                .results("id")
                .isEmpty();
        assertThat(administrator.get(ofTeam.replace("ROLE", "ENDPOINT")))
                .results("id")
                .isEmpty();
    }

    @Test
    void onlyTeamsAsk() {
        assertThat(gateway.anonymous().post(path(scene.project()), ASKED)).isProblem("unauthenticated");
        Answer refused = administrator.post(path(scene.project()), ASKED);
        assertThat(refused).isProblem("forbidden");
        assertThat(refused.text("/detail")).startsWith("Only a team");
        assertThat(NewAdministrator.in(gateway, "access").caller().post(path(scene.project()), ASKED))
                .isProblem("forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " leading", "two\\nlines", "a\\u202eb"})
    void aReasonIsVisibleTextOnOneLine(String reason) {
        assertThat(team.caller()
                        .post(
                                path(scene.project()),
                                "{\"kind\":\"ROLE\",\"role\":\"viewer\",\"reason\":\"" + reason + "\"}"))
                .isInvalidIn("reason");
    }

    @Test
    void everyWrongFieldIsNamed() {
        Caller caller = team.caller();
        for (String nothing : List.of("", "null", "[]", "\"editor\"")) {
            assertThat(caller.post(path(scene.project()), nothing)).isProblem("invalid-request");
        }
        assertThat(caller.post(path(scene.project()), "{}")).isInvalidIn("kind", "reason", "role");
        assertThat(caller.post(path(scene.project()), "{\"kind\":\"ROLE\",\"role\":\"admin\",\"reason\":\"a\"}"))
                .isInvalidIn("role");
        assertThat(caller.post(
                        path(scene.project()),
                        "{\"kind\":\"ROLE\",\"role\":\"viewer\",\"reason\":\"a\",\"linkId\":\"x\",\"team\":\"b\"}"))
                .isInvalidIn("linkId", "team");
        assertThat(
                        caller.post(
                                path(scene.project()),
                                "{\"kind\":\"ENDPOINT\",\"role\":\"viewer\",\"for\":\"PT1H\",\"interfaceEndpointId\":\"vpce-1\"}"))
                .isInvalidIn("interfaceEndpointId", "role", "for");
        assertThat(caller.post(path(scene.project()), endpoint(Scene.newEndpoint())))
                .isProblem("forbidden");
        String role = "{\"kind\":\"ROLE\",\"role\":\"viewer\",\"reason\":\"";
        assertThat(caller.post(path(scene.project()), role + "ä".repeat(501) + "\"}"))
                .isInvalidIn("reason");
        assertThat(caller.post(path(scene.project()), role + "😀".repeat(500) + "\"}"))
                .hasStatus(201);
        String asked = answer(ask());
        assertThat(administrator.put(asked, "{}")).isInvalidIn("approved");
        assertThat(administrator.put(asked, "{\"approved\":false,\"comment\":\"\",\"until\":\"2999-01-01T00:00:00Z\"}"))
                .isInvalidIn("comment", "until");
        assertThat(administrator.put(asked, "{\"approved\":true,\"until\":\"2020-01-01T00:00:00Z\"}"))
                .isInvalidIn("until");
        assertThat(administrator.get("/admin/access-requests?state=OPEN")).isInvalidIn("state");
        assertThat(administrator.put(path(scene.project()) + "/ar_1/answer", "{\"approved\":false}"))
                .isInvalidIn("requestId");
        assertThat(team.caller().get("/access-requests?state=PENDING"))
                .results("state")
                .hasSize(2);
    }

    /** A team without a role must not learn which projects there are. */
    @Test
    void theAnswerIsTheSameForEveryProject() {
        ProjectId unknown = Scene.newProject();
        ProjectId ofOthers = Scene.in(gateway).project();
        NewTeam.in(gateway).may("owner", ofOthers);
        Scene bound = Scene.in(gateway);
        bound.hasCredential("pk-" + Gateway.unused(6), "sk-" + Gateway.unused(24));
        ProjectId unbound = Scene.newProject();
        assertThat(administrator.put("/admin/projects/" + unbound, "{\"name\":\"payments\"}"))
                .hasStatus(201);
        team.caller().post(path(Scene.newProject()), ASKED); // whatever the first request of a team costs

        Seen expected = seen(unknown);
        assertThat(expected.statements()).isNotEmpty();
        for (ProjectId project : List.of(ofOthers, bound.project(), unbound)) {
            assertThat(seen(project)).isEqualTo(expected);
        }
        List<String> asked = team.caller().get("/access-requests").results("projectId");
        assertThat(administrator.delete("/admin/projects/" + unbound)).hasStatus(204);
        assertThat(team.caller().get("/access-requests"))
                .as("after a project is removed")
                .results("projectId")
                .isEqualTo(asked);
    }

    /**
     * What a caller could tell projects apart by: all of the answer but what names the request, and what was done for
     * it.
     */
    private record Seen(int status, TreeMap<String, List<String>> headers, Object body, List<String> statements) {}

    private Seen seen(ProjectId project) {
        Logger jdbc = (Logger) LoggerFactory.getLogger("org.springframework.jdbc.core.JdbcTemplate");
        Level before = jdbc.getLevel();
        try (EcsLog log = new EcsLog(jdbc.getName())) {
            jdbc.setLevel(Level.DEBUG);
            jdbc.setAdditive(false);
            Answer asked = team.caller().post(path(project), ASKED);
            List<String> statements = log.lines().stream()
                    .filter(line -> line.at("/http/request/id").asString("").equals(asked.header("X-Request-Id")))
                    .map(line -> line.at("/message").asString())
                    .toList();
            TreeMap<String, List<String>> headers =
                    new TreeMap<>(asked.headers().map());
            headers.keySet().removeAll(List.of("x-request-id", "audit-receipt", "date", "ratelimit", "content-length"));
            assertThat(headers.remove("location")).containsExactly(path(project) + "/" + asked.text("/id"));
            ObjectNode body = (ObjectNode) asked.json();
            assertThat(asked).has("/projectId", project);
            return new Seen(asked.status(), headers, body.without(List.of("id", "projectId", "askedAt")), statements);
        } finally {
            jdbc.setLevel(before);
            jdbc.setAdditive(true);
        }
    }
}
