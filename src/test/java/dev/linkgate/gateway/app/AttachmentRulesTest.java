package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Cloud;
import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be attached: each rule, for each cloud, at each door, as docs/rules.md lists them. */
class AttachmentRulesTest {

    private static final Gateway GATEWAY = Gateway.shared();
    private static final String REFERENCE = "CHG0012345";
    private static final String YES = "{\"approved\":true,\"comment\":\"Ticket 4711\"}";

    private final Caller administrator = GATEWAY.administrator();
    private final Scene scene = Scene.in(GATEWAY).registered();
    private final NewTeam team = NewTeam.in(GATEWAY).may("editor", scene.project());

    /** Where an endpoint comes in. */
    enum Door {
        POST,
        PUT,
        POST_DRY_RUN,
        PUT_DRY_RUN,
        DIGEST,
        TOKEN;

        boolean isAtlas() {
            return this == DIGEST || this == TOKEN;
        }

        boolean isDryRun() {
            return this == POST_DRY_RUN || this == PUT_DRY_RUN;
        }
    }

    /** How the rules of a project are given. */
    enum Given {
        REQUEST,
        DECLARATION
    }

    /** A cloud's own rule: one that forbids the test's endpoints, and one that allows them. */
    private static String rule(Cloud cloud, boolean allows) {
        return switch (cloud) {
            case AWS -> "\"awsEndpoints\":\"" + (allows ? "any" : "approved") + "\"";
            case AZURE ->
                "\"azureSubscriptions\":[\""
                        + (allows ? "4E133D35-e734-4385-A565-c0945567ae34" : "0b1f6471-1bf0-4dda-aec3-cb9272f09590")
                        + "\"]";
            case GCP -> "\"gcpProjects\":[\"" + (allows ? "shop-prod" : "other-prod") + "\"]";
        };
    }

    private void rules(Given given, String rules) {
        switch (given) {
            case REQUEST ->
                assertThat(administrator.put(path(), "{" + rules + "}"))
                        .extractingStatus()
                        .isIn(200, 201);
            case DECLARATION ->
                assertThat(administrator.post(
                                "/admin/config",
                                "{\"projects\":{\"" + scene.project() + "\":{\"name\":\"shop\",\"rules\":{" + rules
                                        + "}}}}"))
                        .isOk();
        }
    }

    private void rules(String rules) {
        rules(Given.REQUEST, rules);
    }

    private String path() {
        return "/admin/projects/" + scene.project() + "/rules";
    }

    private String requests() {
        return "/projects/" + scene.project() + "/access-requests";
    }

    /** An approval for the team that nobody has asked for. */
    private String approval(@Nullable LinkId link, String id) {
        String linkId = link == null ? "null" : "\"" + link + "\"";
        return "{\"kind\":\"ENDPOINT\",\"linkId\":" + linkId + ",\"interfaceEndpointId\":\"" + id + "\",\"team\":\""
                + team.name() + "\",\"reason\":\"Ticket 4711\"}";
    }

    /** The path of an access request that the team has made. */
    private String asked(Answer refused) {
        return refused.text("/accessRequest");
    }

    private LinkId link(Cloud cloud) {
        LinkId link = Scene.newLink();
        if (cloud == Cloud.GCP) {
            GATEWAY.atlas().addPortMappedLink(scene.project(), link, cloud.region(), SimulatedLinkStatus.AVAILABLE);
        } else if (cloud == Cloud.AZURE) {
            GATEWAY.atlas()
                    .addLink(scene.project(), link, cloud.provider(), cloud.region(), SimulatedLinkStatus.AVAILABLE);
        }
        return cloud == Cloud.AWS ? scene.link() : link;
    }

    private static String newId(Cloud cloud) {
        return cloud.endpoint(Gateway.unused(16));
    }

    private Answer add(Door door, Cloud cloud, LinkId link, String id, String reference) {
        Caller caller = reference.isEmpty() ? team.caller() : team.caller().with("Change-Reference", reference);
        String endpoints = scene.links() + "/" + link + "/endpoints";
        String endpoint = endpoints + "/" + new EndpointId(id).pathSegment();
        return switch (door) {
            case POST -> caller.post(endpoints, cloud.body(id));
            case PUT -> caller.put(endpoint, cloud.body(id));
            case POST_DRY_RUN -> caller.post(endpoints + "?dryRun=true", cloud.body(id));
            case PUT_DRY_RUN -> caller.put(endpoint + "?dryRun=true", cloud.body(id));
            case DIGEST -> AtlasTool.withDigest(team).post(atlas(cloud, link), cloud.atlasBody(id));
            case TOKEN -> AtlasTool.withToken(team).post(atlas(cloud, link), cloud.atlasBody(id));
        };
    }

    private String atlas(Cloud cloud, LinkId link) {
        return "/api/atlas/v2/groups/" + scene.project() + "/privateEndpoint/" + cloud + "/endpointService/" + link
                + "/endpoint";
    }

    private static void assertRefused(Door door, Answer answer, String code) {
        if (door.isAtlas()) {
            assertThat(answer)
                    .isAtlasError(
                            answer.status(),
                            "LINKGATE_" + code.toUpperCase(Locale.ROOT).replace('-', '_'));
        } else {
            assertThat(answer).isProblem(code);
        }
    }

    private static void assertPasses(Door door, Answer answer) {
        if (door.isDryRun()) {
            assertThat(answer).isOk().has("/wouldChange", true);
        } else {
            assertThat(answer).hasStatus(201);
        }
    }

    /** Each door of each cloud, with rules of requests; declared ones are stored as the same, which one door shows. */
    static Stream<Arguments> doors() {
        return Stream.of(Cloud.values())
                .flatMap(cloud -> Stream.concat(
                        Stream.of(Door.values()).map(door -> Arguments.of(cloud, door, Given.REQUEST)),
                        Stream.of(Arguments.of(cloud, Door.POST, Given.DECLARATION))));
    }

    @ParameterizedTest
    @MethodSource("doors")
    void anEndpointFromElsewhereNeedsAnApprovalAndOneFromAnAllowedPlaceNone(Cloud cloud, Door door, Given given) {
        LinkId link = link(cloud);
        String id = newId(cloud);
        rules(given, rule(cloud, false));
        long before = GATEWAY.atlas().log().requests();

        Answer refused = add(door, cloud, link, id, "");

        assertRefused(door, refused, "origin-not-allowed");
        assertThat(refused).hasStatus(403);
        assertThat(refused.text("/detail"))
                .contains("owner", "scope 'access'")
                .contains(door.isDryRun() ? "POST " + requests() : "has asked for it");
        if (!door.isAtlas()) {
            assertThat(refused).has("/errors/0/field", cloud == Cloud.GCP ? "gcpProjectId" : "interfaceEndpointId");
        }
        assertThat(scene.requestsSince(before))
                .as("only to learn what is there already")
                .allMatch(request -> request.method().equals("GET"));
        List<String> waiting =
                scene.owner().get(requests() + "?state=PENDING&kind=ENDPOINT").results("id");
        assertThat(waiting).hasSize(door.isDryRun() ? 0 : 1);
        if (door.isDryRun()) {
            assertThat(refused).hasNo("/accessRequest");
            assertThat(scene.owner().post(requests(), approval(link, id)))
                    .hasStatus(201)
                    .has("/state", "APPROVED");
        } else {
            String path = requests() + "/" + waiting.getFirst();
            assertThat(door.isAtlas() ? refused.text("/detail") : asked(refused))
                    .contains(path);
            assertThat(team.caller().get(path))
                    .has("/interfaceEndpointId", id)
                    .has("/linkId", link.value())
                    .has("/team", team.name());
            assertThat(scene.owner().put(path + "/answer", YES)).isOk();
        }

        assertPasses(door, add(door, cloud, link, id, ""));

        rules(given, rule(cloud, true));
        assertPasses(door, add(door, cloud, link(cloud), newId(cloud), ""));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void aReferenceMustFitExceptFromAtlasTools(Door door) {
        rules("\"changeReference\":{\"pattern\":\"CHG[0-9]{7}\"}");

        for (String wrong : new String[] {"", "CHG1", "x" + REFERENCE}) {
            Answer answer = add(door, Cloud.AWS, scene.link(), newId(Cloud.AWS), wrong);
            if (door.isAtlas()) {
                assertPasses(door, answer);
            } else {
                assertThat(answer).isInvalidIn("Change-Reference");
                assertThat(answer.text("/errors/0/message")).contains("CHG[0-9]{7}");
            }
        }
        assertPasses(door, add(door, Cloud.AWS, scene.link(), newId(Cloud.AWS), REFERENCE));
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void aTeamHasNoMoreEndpointsThanItsQuota(Door door) {
        rules("\"endpointsPerTeam\":1");
        String own = scene.endpoint(newId(Cloud.AWS));
        assertThat(team.caller().put(own)).hasStatus(201);

        Answer refused = add(door, Cloud.AWS, scene.link(), newId(Cloud.AWS), "");

        assertRefused(door, refused, "quota-reached");
        assertThat(refused).hasStatus(409);
        assertThat(refused.text("/detail")).contains("has 1 of the 1 endpoints");
        assertThat(team.caller().put(own)).isOk();
        assertThat(scene.editor().put(scene.endpoint(newId(Cloud.AWS)))).hasStatus(201);
        assertThat(team.caller().delete(own)).hasStatus(202);
        assertPasses(door, add(door, Cloud.AWS, scene.link(), newId(Cloud.AWS), ""));
    }

    @Test
    void whatIsFoundToBeGoneDoesNotCount() {
        rules("\"endpointsPerTeam\":1");
        String id = newId(Cloud.AWS);
        assertThat(team.caller().put(scene.endpoint(id))).hasStatus(201);
        GATEWAY.atlas().dropLink(scene.project(), scene.link());
        assertThat(team.caller().delete(scene.endpoint(id) + "?allowLinkRemoval=true"))
                .isProblem("link-not-found");

        assertPasses(Door.POST, add(Door.POST, Cloud.AZURE, link(Cloud.AZURE), newId(Cloud.AZURE), ""));
    }

    @Tag("postgresql")
    @Test
    void ofAdditionsAtOnceOneTakesTheLastPlace() throws Exception {
        Gateway gateway = Gateway.shared();
        Scene there = Scene.in(gateway).registered();
        Caller caller = there.editor();
        assertThat(gateway.administrator()
                        .put("/admin/projects/" + there.project() + "/rules", "{\"endpointsPerTeam\":2}"))
                .hasStatus(201);
        assertThat(caller.put(there.endpoint(newId(Cloud.AWS)))).hasStatus(201);

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = Stream.generate(Scene::newEndpoint)
                    .limit(8)
                    .map(id -> callers.submit(() -> caller.post(there.endpoints(), Scene.body(id))))
                    .toList();
            int added = 0;
            for (Future<Answer> answer : answers) {
                if (answer.get().status() == 201) {
                    added++;
                } else {
                    assertThat(answer.get()).isProblem("quota-reached");
                }
            }
            assertThat(added).isEqualTo(1);
        }
        assertThat(there.writes()).hasSize(2);
    }

    private Answer remove(Door door, NewTeam by, String id) {
        String atlas = atlas(Cloud.AWS, scene.link()) + "/" + id;
        return switch (door) {
            case POST, PUT -> by.caller().delete(scene.endpoint(id));
            case POST_DRY_RUN, PUT_DRY_RUN -> by.caller().delete(scene.endpoint(id) + "?dryRun=true");
            case DIGEST -> AtlasTool.withDigest(by).delete(atlas);
            case TOKEN -> AtlasTool.withToken(by).delete(atlas);
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"POST", "POST_DRY_RUN", "DIGEST", "TOKEN"})
    void anEndpointIsRemovedByItsTeamOrAnOwner(Door door) {
        rules("\"removal\":\"own-team\"");
        String id = newId(Cloud.AWS);
        String nobodys = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        scene.hasEndpoint(EndpointStatus.AVAILABLE); // one that stays
        NewTeam other = NewTeam.in(GATEWAY).may("editor", scene.project());
        assertThat(team.caller().put(scene.endpoint(id))).hasStatus(201);

        Answer refused = remove(door, other, id);

        assertRefused(door, refused, "not-your-endpoint");
        assertThat(refused.text("/detail")).contains("team '" + team.name() + "'");
        assertRefused(door, remove(door, other, nobodys), "not-your-endpoint");
        assertThat(remove(door, team, id).status()).isBetween(200, 204);
        NewTeam owner = NewTeam.in(GATEWAY).may("owner", scene.project());
        assertThat(remove(door, owner, nobodys).status()).isBetween(200, 204);
    }

    @Test
    void everyWriteOfTheOwnApiNeedsTheReferenceAndIsOnRecordWithIt() {
        rules("\"changeReference\":{\"pattern\":\"CHG[0-9]{7}\"}");
        Caller owner = scene.owner();
        String endpoint = scene.endpoint(Scene.newEndpoint());
        for (Caller without : new Caller[] {owner, owner.with("Change-Reference", "CHG 1")}) {
            assertThat(without.delete(endpoint)).isInvalidIn("Change-Reference");
            assertThat(without.delete(scene.linkPath())).isInvalidIn("Change-Reference");
            assertThat(without.post(scene.links(), "{\"provider\":\"AWS\",\"region\":\"eu-west-1\"}"))
                    .isInvalidIn("Change-Reference");
            assertThat(without.put("/projects/" + scene.project() + "/regional-mode", "{\"enabled\":true}"))
                    .isInvalidIn("Change-Reference");
        }

        Answer made = owner.with("Change-Reference", REFERENCE)
                .post(scene.links(), "{\"provider\":\"AWS\",\"region\":\"eu-west-1\"}");

        assertThat(made).hasStatus(201);
        assertThat(administrator.get("/admin/audit?requestId=" + made.header("X-Request-Id")))
                .has("/results/0/change/after/changeReference", REFERENCE)
                .has("/results/0/change/after/region", "EU_WEST_1");
        assertThat(scene.writes()).hasSize(1);
    }

    @Test
    void aRefusalIsOnRecord() {
        rules("\"awsEndpoints\":\"approved\"");

        Answer refused = add(Door.POST, Cloud.AWS, scene.link(), newId(Cloud.AWS), "");

        assertThat(administrator.get("/admin/audit?requestId=" + refused.header("X-Request-Id")))
                .has("/results/0/action", "access-request.create")
                .has("/results/0/result", "SUCCEEDED")
                .has("/results/2/action", "endpoint.add")
                .has("/results/2/result", "REFUSED")
                .has("/results/2/code", "origin-not-allowed");
    }

    @Test
    void anApprovalIsOfOneTeamAndOneAddition() {
        rules("\"awsEndpoints\":\"approved\"");
        String id = newId(Cloud.AWS);
        scene.hasEndpoint(EndpointStatus.AVAILABLE); // one that stays
        NewTeam other = NewTeam.in(GATEWAY).may("editor", scene.project());
        Answer approved = scene.owner().post(requests(), approval(scene.link(), id));
        assertThat(approved).hasStatus(201).hasHeader("Location", requests() + "/" + approved.text("/id"));
        assertThat(other.caller().put(scene.endpoint(id))).isProblem("origin-not-allowed");

        assertThat(team.caller().put(scene.endpoint(id))).hasStatus(201);

        String location = approved.header("Location");
        assertThat(team.caller().get(location)).has("/state", "USED");
        assertThat(team.caller().put(scene.endpoint(id)))
                .as("what is there needs no approval")
                .isOk();
        assertThat(team.caller().post(scene.endpoints(), Scene.body(id)))
                .isProblem("endpoint-exists")
                .has("/current/interfaceEndpointId", id);
        assertThat(scene.owner().delete(location)).isProblem("request-answered");
        assertThat(team.caller().delete(scene.endpoint(id))).hasStatus(202);
        Answer again = team.caller().put(scene.endpoint(id));
        assertThat(again).isProblem("origin-not-allowed");
        assertThat(asked(again)).isNotEqualTo(location);
    }

    @Test
    void whatAtlasRefusesUsesNoApproval() {
        rules("\"awsEndpoints\":\"approved\"");
        String id = newId(Cloud.AWS);
        Answer approved = scene.owner().post(requests(), approval(scene.link(), id));
        GATEWAY.atlas().faults().next("POST", scene.project().value(), Fault.error(400, "BAD", "No"));
        assertThat(team.caller().post(scene.endpoints(), Scene.body(id))).isProblem("atlas-rejected-request");

        assertThat(team.caller().get(approved.header("Location"))).has("/state", "APPROVED");
        assertThat(team.caller().post(scene.endpoints(), Scene.body(id))).hasStatus(201);
        assertThat(team.caller().get(approved.header("Location"))).has("/state", "USED");
    }

    @Test
    void anApprovalIsRevokedAndEnds() {
        rules("\"awsEndpoints\":\"approved\"");
        String id = newId(Cloud.AWS);
        Answer refused = add(Door.POST, Cloud.AWS, scene.link(), id, "");
        Caller owner = scene.owner();
        assertThat(owner.put(asked(refused) + "/answer", "{\"approved\":true,\"until\":\"2020-01-01T00:00:00Z\"}"))
                .isInvalidIn("until");
        assertThat(owner.put(asked(refused) + "/answer", YES)).isOk().has("/comment", "Ticket 4711");
        assertThat(team.caller().delete(asked(refused))).isProblem("forbidden");

        assertThat(owner.delete(asked(refused))).hasStatus(204);

        assertThat(owner.delete(asked(refused))).hasStatus(204);
        assertThat(owner.get(asked(refused))).has("/state", "REVOKED");
        Answer again = add(Door.PUT, Cloud.AWS, scene.link(), id, "");
        assertThat(again).isProblem("origin-not-allowed");
        assertThat(asked(again)).isNotEqualTo(asked(refused));
        assertThat(add(Door.PUT, Cloud.AWS, scene.link(), id, "")).has("/accessRequest", asked(again));
        assertThat(team.caller().get("/access-requests?state=PENDING"))
                .results("id")
                .hasSize(1);
    }

    @Tag("postgresql")
    @Test
    void ofTwoAdditionsAtOnceOneHasTheApproval() throws Exception {
        Gateway gateway = Gateway.shared();
        raceForApprovals(gateway, gateway);
    }

    @Tag("harness")
    @Test
    void ofTwoAdditionsOnTwoReplicasOneHasTheApproval() throws Exception {
        try (Gateway one = Gateway.start(TestDatabase.POSTGRESQL);
                Gateway other = one.another()) {
            raceForApprovals(one, other);
        }
    }

    /** Adds the same endpoint twice, with one approval. */
    private static void raceForApprovals(Gateway one, Gateway other) throws Exception {
        Scene there = Scene.in(one).registered();
        NewTeam adding = NewTeam.in(one).may("editor", there.project());
        assertThat(one.administrator()
                        .put("/admin/projects/" + there.project() + "/rules", "{\"awsEndpoints\":\"approved\"}"))
                .hasStatus(201);
        Caller here = adding.caller();
        Caller elsewhere = other.as(adding.key());
        Patience.until(() -> elsewhere.get(there.links()).status(), status -> status == 200);
        for (int i = 0; i < 4; i++) {
            String id = Scene.newEndpoint();
            Answer approved = there.owner()
                    .post(
                            "/projects/" + there.project() + "/access-requests",
                            "{\"kind\":\"ENDPOINT\",\"linkId\":\"" + there.link() + "\",\"interfaceEndpointId\":\"" + id
                                    + "\",\"team\":\"" + adding.name() + "\"}");
            assertThat(approved).hasStatus(201);
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<Answer> first = callers.submit(() -> here.post(there.endpoints(), Scene.body(id)));
                Future<Answer> second = callers.submit(() -> elsewhere.post(there.endpoints(), Scene.body(id)));
                assertThat(List.of(first.get().status(), second.get().status())).containsExactlyInAnyOrder(201, 409);
            }
            assertThat(adding.caller().get(approved.header("Location"))).has("/state", "USED");
        }
    }

    @Test
    void azureIdsAreComparedWithoutCase() {
        rules("\"azureSubscriptions\":[]");
        LinkId link = link(Cloud.AZURE);
        String id = newId(Cloud.AZURE);
        String asTyped = id.replace("4e133d35-e734", "4E133D35-E734");
        assertThat(scene.owner().post(requests(), approval(link, asTyped))).hasStatus(201);

        assertThat(add(Door.POST, Cloud.AZURE, link, id, "")).hasStatus(201);
    }

    @Test
    void whoAnswersIsWhoTheRulesSay() {
        Caller owner = scene.owner();
        Caller access = NewAdministrator.in(GATEWAY, "access").caller();
        assertThat(team.caller().post(requests(), approval(null, newId(Cloud.AWS))))
                .isProblem("forbidden");
        assertThat(owner.post(requests(), approval(null, newId(Cloud.AWS)))).hasStatus(201);

        rules("\"approver\":\"administrator\",\"awsEndpoints\":\"approved\"");

        assertThat(owner.post(requests(), approval(null, newId(Cloud.AWS)))).isProblem("forbidden");
        assertThat(access.post(requests(), approval(null, newId(Cloud.AWS)))).hasStatus(201);
        Answer refused = add(Door.POST, Cloud.AWS, scene.link(), newId(Cloud.AWS), "");
        assertThat(refused.text("/detail")).doesNotContain("owner");
        assertThat(owner.put(asked(refused) + "/answer", YES)).isProblem("forbidden");
        assertThat(owner.get(asked(refused))).isProblem("request-not-found");
        assertThat(access.put(asked(refused) + "/answer", YES)).isOk();
    }

    @Test
    void rulesAreStoredShownReplacedAndRemoved() {
        String all = """
                {"azureSubscriptions":["0b1f6471-1bf0-4dda-aec3-cb9272f09590"],"gcpProjects":["shop-prod"],\
                "awsEndpoints":"approved","approver":"administrator","endpointsPerTeam":20,"removal":"own-team",\
                "changeReference":{"pattern":"CHG[0-9]{7}"},"longestGrant":"P30D"}""";
        Caller access = NewAdministrator.in(GATEWAY, "access").caller();
        Answer put = access.put(path(), all);
        assertThat(put).hasStatus(201).hasHeader("Location", path());
        assertThat(put.body()).isEqualTo(all);
        assertThat(team.caller().get("/projects/" + scene.project() + "/rules").body())
                .isEqualTo(all);
        assertThat(administrator.get("/admin/audit?requestId=" + put.header("X-Request-Id")))
                .has("/results/0/action", "rules.put")
                .has("/results/0/target/kind", "rules")
                .has("/results/0/change/after/approver", "administrator");
        assertThat(access.put(path(), "{\"endpointsPerTeam\":3}")).isOk().hasNo("/removal");
        assertThat(access.delete(path())).hasStatus(204);
        assertThat(access.delete(path())).isProblem("not-found");
        assertThat(access.get(path()).body()).isEqualTo("{}");
        assertThat(team.caller().put(path(), "{}")).isProblem("forbidden");
        assertThat(NewAdministrator.in(GATEWAY, "operator").caller().put(path(), "{}"))
                .isProblem("forbidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"azureSubscriptions\":[\"payments\"]} | azureSubscriptions[0]",
                "{\"azureSubscriptions\":[null]} | azureSubscriptions[0]",
                "{\"gcpProjects\":[\"shop-prod\",\"123456789012\"]} | gcpProjects[1]",
                "{\"awsEndpoints\":\"all\"} | awsEndpoints",
                "{\"approver\":\"editor\"} | approver",
                "{\"endpointsPerTeam\":0} | endpointsPerTeam",
                "{\"endpointsPerTeam\":\"3\"} | endpointsPerTeam",
                "{\"removal\":\"nobody\"} | removal",
                "{\"changeReference\":{}} | changeReference.pattern",
                "{\"changeReference\":{\"pattern\":\"(\"}} | changeReference.pattern",
                "{\"changeReference\":{\"pattern\":\"(?=a)b\"}} | changeReference.pattern",
                "{\"changeReference\":{\"pattern\":\"((a{99}){99}){99}\"}} | changeReference.pattern",
                "{\"longestGrant\":\"30 days\"} | longestGrant",
                "{\"longestGrant\":\"PT-1H\"} | longestGrant",
                "{\"nonsense\":1} | nonsense"
            })
    void badRulesAreRefusedInARequestAndInADeclaration(String rules, String field) {
        assertThat(administrator.put(path(), rules)).isInvalidIn(field);
        assertThat(administrator.post(
                        "/admin/config",
                        "{\"projects\":{\"" + scene.project() + "\":{\"name\":\"shop\",\"rules\":" + rules + "}}}"))
                .isInvalidIn("projects." + scene.project() + ".rules." + field);
        assertThat(administrator.get(path()).body()).isEqualTo("{}");
    }

    /** It would take 2^64 steps where alternatives are tried one after the other. */
    @Test
    void noPatternTakesLong() {
        rules("\"changeReference\":{\"pattern\":\"(a|a)*b\"}");

        assertThat(add(Door.POST, Cloud.AWS, scene.link(), newId(Cloud.AWS), "a".repeat(64)))
                .isInvalidIn("Change-Reference");
    }

    @Test
    void theDeclarationHasTheRulesOfProjectsThatItNames() {
        rules(Given.DECLARATION, "\"gcpProjects\":[\"shop-prod\"],\"endpointsPerTeam\":5");

        assertThat(administrator.get("/admin/config"))
                .has("/projects/" + scene.project() + "/rules/gcpProjects/0", "shop-prod")
                .has("/projects/" + scene.project() + "/rules/endpointsPerTeam", 5);
        assertThat(administrator.post(
                        "/admin/config",
                        "{\"projects\":{\"" + scene.project() + "\":{\"rules\":{\"removal\":\"own-team\"}}}}"))
                .isInvalidIn("projects." + scene.project() + ".name");
        assertThat(administrator.get(path())).has("/endpointsPerTeam", 5).hasNo("/removal");
        assertThat(administrator.delete("/admin/projects/" + scene.project())).hasStatus(204);
        assertThat(administrator.get(path()).body()).isEqualTo("{}");
        assertThat(administrator.put(path(), "{\"removal\":\"own-team\"}")).isProblem("project-not-found");
    }
}
