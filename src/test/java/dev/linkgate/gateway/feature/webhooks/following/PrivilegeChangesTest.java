package dev.linkgate.gateway.feature.webhooks.following;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.gateway.feature.webhooks.StoredEvents;
import dev.linkgate.kernel.ProjectId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is told when somebody may do more than before, from the records of the changes. */
@OnEachDatabase
class PrivilegeChangesTest {

    private static final Outcome DONE = Outcome.succeeded(200);
    private static final Target ADA = Target.of(Target.Kind.ADMINISTRATOR, "ada");
    private static final Target DEPLOY = Target.of(Target.Kind.IDENTITY, "ada/deploy");
    private static final ProjectId PROJECT = ScriptedAtlas.PROJECT;
    private static final Target RULES = Target.project(PROJECT).about(Target.Kind.RULES, PROJECT.value());
    private static final Actor GRACE = Actor.administrator("grace", "Wb3kQzR0sJx5", true);

    private final JdbcClient jdbc;
    private final StoredEvents events;
    private final TestTrail trail;
    private final Follower follower;
    private final Follower other;

    PrivilegeChangesTest(TestDatabase kind) {
        DataSource database = kind.asNew(PrivilegeChangesTest.class);
        jdbc = JdbcClient.create(database);
        events = new StoredEvents(database);
        trail = new TestTrail(database);
        follower = new Follower(database, trail.reader(), new ScriptedAtlas());
        other = new Follower(database, trail.reader(), new ScriptedAtlas());
    }

    @AfterEach
    void close() {
        follower.close();
        other.close();
        trail.close();
    }

    @Test
    void aNewAdministratorIsToldWithWhoMadeItAndItsScopes() {
        administrator("ada", "access,auditor");
        write(Action.ADMINISTRATOR_PUT, ADA, null, scopes("auditor", "access"), DONE);

        assertThat(told())
                .containsExactly(
                        "{\"kind\":\"administrator\",\"administrator\":\"ada\",\"scopes\":[\"access\",\"auditor\"],"
                                + "\"action\":\"administrator.put\",\"result\":\"SUCCEEDED\","
                                + "\"by\":{\"kind\":\"admin\",\"keyId\":\"Wb3kQzR0sJx5\",\"subject\":\"grace\"},\"requestId\":\"req\","
                                + "\"receipt\":\"" + receipt()
                                + "\",\"target\":{\"kind\":\"administrator\",\"name\":\"ada\"}}");
        assertThat(events.subjects()).containsExactly("/admin/administrators/ada");
        assertThat(counted("administrator")).isOne();
    }

    @Test
    void onlyMoreScopesAreTold() {
        write(Action.ADMINISTRATOR_PUT, ADA, scopes("auditor", "access"), scopes("auditor"), DONE);
        write(Action.ADMINISTRATOR_PUT, ADA, scopes("all"), scopes("operator"), DONE);
        write(Action.ADMINISTRATOR_PUT, ADA, scopes("auditor"), scopes("auditor"), DONE);
        assertThat(told()).isEmpty();

        write(Action.ADMINISTRATOR_PUT, ADA, scopes("auditor", "access"), scopes("operator"), DONE);
        write(Action.ADMINISTRATOR_PUT, ADA, scopes("operator"), scopes("all"), DONE);
        assertThat(told()).hasSize(2);
    }

    @Test
    void aKeyOfAnAdministratorIsToldWithTheScopesAndNotTheKeyOfATeam() {
        administrator("ada", "all");
        Target key = Target.of(Target.Kind.KEY, "h0pCeGHbvnoe");
        write(Action.KEY_CREATE, key, null, owner("payments"), Outcome.succeeded(201));
        write(Action.ADMINISTRATOR_KEY_CREATE, key, null, owner("ada"), Outcome.succeeded(201));

        assertThat(told()).singleElement().asString().contains("\"kind\":\"key\"", "\"scopes\":[\"all\"]");
        assertThat(events.subjects()).containsExactly("/admin/administrators/ada/keys/h0pCeGHbvnoe");
    }

    @Test
    void anIdentityIsToldIfOthersMayUseItOrForLonger() {
        write(Action.ADMINISTRATOR_IDENTITY_PUT, DEPLOY, identity("a", null), identity("a", null), DONE);
        write(
                Action.ADMINISTRATOR_IDENTITY_PUT,
                DEPLOY,
                identity("a", null),
                identity("a", "2026-11-24T00:00:00Z"),
                DONE);
        assertThat(told()).isEmpty();

        write(Action.ADMINISTRATOR_IDENTITY_PUT, DEPLOY, null, identity("a", "2026-11-24T00:00:00Z"), DONE);
        write(Action.ADMINISTRATOR_IDENTITY_PUT, DEPLOY, identity("a", null), identity("b", null), DONE);
        write(
                Action.ADMINISTRATOR_IDENTITY_PUT,
                DEPLOY,
                identity("a", "2026-11-24T00:00:00Z"),
                identity("a", null),
                DONE);
        write(
                Action.ADMINISTRATOR_IDENTITY_PUT,
                DEPLOY,
                identity("a", "2026-11-24T00:00:00Z"),
                identity("a", "2026-11-24T00:00:00.5Z"),
                DONE);
        assertThat(told()).hasSize(4).allMatch(data -> data.contains("\"kind\":\"identity\""));
        assertThat(events.subjects()).containsOnly("/admin/administrators/ada/identities/deploy");
    }

    @Test
    void rulesAreToldIfTheyAllowMore() {
        write(Action.RULES_PUT, RULES, null, endpoints(20), Outcome.succeeded(201));
        write(Action.RULES_PUT, RULES, endpoints(20), endpoints(10), DONE);
        assertThat(told()).isEmpty();

        write(Action.RULES_PUT, RULES, endpoints(10), endpoints(11), DONE);
        write(Action.RULES_REMOVE, RULES, endpoints(11), null, Outcome.succeeded(204));
        assertThat(told())
                .hasSize(2)
                .allMatch(data -> data.contains(
                        "\"kind\":\"rules\",\"projectId\":\"" + PROJECT + "\",\"loosened\":[\"endpointsPerTeam\"]"));
        assertThat(events.subjects()).containsOnly("/admin/projects/" + PROJECT + "/rules");
    }

    /** It can be registered again, without rules. */
    @Test
    void aProjectThatIsRemovedWithItsRulesIsTold() {
        Target project = Target.project(PROJECT);
        write(Action.PROJECT_REMOVE, project, () -> new Change.Values().with("name", "shop"), null, DONE);
        assertThat(told()).isEmpty();

        Recorded withRules = () -> new Change.Values()
                .with("name", "shop")
                .with("rules", endpoints(3).recorded());
        write(Action.PROJECT_REMOVE, project, withRules, null, DONE);
        assertThat(told()).singleElement().asString().contains("\"loosened\":[\"endpointsPerTeam\"]");
    }

    @Test
    void whatWasRefusedIsNotToldAndWhatMayHaveBeenDoneIs() throws SQLException {
        write(
                Action.ADMINISTRATOR_PUT,
                ADA,
                null,
                scopes("all"),
                new Outcome(Result.REFUSED, 403, ProblemCode.FORBIDDEN));
        write(
                Action.ADMINISTRATOR_PUT,
                ADA,
                null,
                scopes("all"),
                new Outcome(Result.FAILED, 503, ProblemCode.AUDIT_UNAVAILABLE));
        assertThat(told()).isEmpty();

        Target wanted = ADA.changing(Change.of(null, scopes("all")));
        Intent killed = trail.trail().begin(trail.context(), Action.ADMINISTRATOR_PUT, wanted);
        trail.closeLater(killed, Outcome.UNKNOWN);
        trail.closeLater(trail.trail().begin(trail.context(), Action.RULES_REMOVE, RULES), Outcome.UNKNOWN);
        assertThat(told()).hasSize(2).allMatch(data -> data.contains("\"result\":\"UNKNOWN\""));
    }

    @Test
    void eachChangeIsToldOnceByAllReplicas() {
        write(Action.ADMINISTRATOR_PUT, ADA, null, scopes("all"), DONE);
        follower.followAll();
        other.followAll();

        assertThat(told()).hasSize(1);
    }

    /** The event and the position are stored together, so a replica that ends between has told nothing. */
    @Test
    void aChangeWhoseEventCannotBeStoredIsToldLater() {
        write(Action.ADMINISTRATOR_PUT, ADA, null, scopes("all"), DONE);
        use(Actor.ADMINISTRATOR);
        jdbc.sql("ALTER TABLE webhook_delivery RENAME TO elsewhere").update();
        assertThatThrownBy(follower::followAll).isNotNull();
        assertThatThrownBy(follower.sharedToken::everyMinute).isNotNull();
        assertThat(counted("administrator") + counted("shared-token")).isZero();

        jdbc.sql("ALTER TABLE elsewhere RENAME TO webhook_delivery").update();
        other.sharedToken.everyMinute();
        assertThat(told()).hasSize(2);
    }

    @Test
    void aRecordWithForeignWordsHoldsUpNothing() {
        Target strange = Target.of(Target.Kind.IDENTITY, "x");
        Recorded words = () -> new Change.Values().with("expiresAt", "soon").with("scopes", "all");
        write(Action.ADMINISTRATOR_IDENTITY_PUT, strange, words, words, DONE);
        write(Action.ADMINISTRATOR_PUT, Target.NONE, words, words, DONE);
        write(Action.RULES_PUT, Target.NONE, endpoints(1), null, DONE);
        write(Action.ADMINISTRATOR_PUT, ADA, null, scopes("all"), DONE);

        assertThat(told()).anyMatch(data -> data.contains("\"administrator\":\"ada\""));
    }

    @Test
    void aUseOfTheSharedTokenIsToldOnceAnHourAlsoIfItOnlyReads() {
        use(Actor.team("payments", "k1"));
        use(GRACE);
        assertThat(toldOfToken()).isEmpty();

        use(Actor.ADMINISTRATOR);
        use(Actor.ADMINISTRATOR);
        assertThat(toldOfToken())
                .singleElement()
                .asString()
                .contains("\"kind\":\"shared-token\",\"action\":\"link.list\"", "\"by\":{\"kind\":\"admin\"}");

        follower.clock.advance(SharedTokenUse.QUIET.minusSeconds(1));
        use(Actor.ADMINISTRATOR);
        assertThat(toldOfToken()).hasSize(1);

        follower.clock.advance(Duration.ofSeconds(1));
        assertThat(toldOfToken()).hasSize(1);

        use(Actor.ADMINISTRATOR);
        other.clock.advance(SharedTokenUse.QUIET);
        other.sharedToken.everyMinute();
        assertThat(toldOfToken()).hasSize(2);
        assertThat(counted("shared-token")).isEqualTo(1);
    }

    /** Records a read by a caller, at the time of the first replica. */
    private void use(Actor actor) {
        trail.append(
                "req",
                actor,
                follower.clock.instant(),
                Phase.EVENT,
                Action.LINK_LIST,
                Target.project(PROJECT),
                Outcome.succeeded(200));
    }

    private void write(
            Action action, Target target, @Nullable Recorded before, @Nullable Recorded after, Outcome outcome) {
        Target changed = target.changing(Change.of(before, after));
        // A caller begins with an intent; what is told hangs on the outcome alone.
        trail.append("req", GRACE, follower.clock.instant(), Phase.OUTCOME, action, changed, outcome);
    }

    private void administrator(String name, String scopes) {
        jdbc.sql("INSERT INTO administrator (name, description, scopes, created_at) VALUES (?, '', ?, 0)")
                .params(name, scopes)
                .update();
    }

    private static Recorded scopes(String... scopes) {
        return () -> new Change.Values().with("scopes", Arrays.asList(scopes));
    }

    private static Recorded owner(String name) {
        return () -> new Change.Values().with("owner", name).with("label", "ci");
    }

    private static Recorded identity(String subject, @Nullable String end) {
        return () -> new Change.Values()
                .with("owner", "ada")
                .with("issuer", "company")
                .with("claims", List.of("sub=" + subject))
                .with("expiresAt", end);
    }

    private static Recorded endpoints(int perTeam) {
        return () -> new Change.Values().with("endpointsPerTeam", perTeam);
    }

    private String receipt() {
        return trail.reader().head().orElseThrow().toString();
    }

    private double counted(String kind) {
        return follower.meters
                .get("linkgate.privileges.changed")
                .tag("kind", kind)
                .counter()
                .count();
    }

    private List<String> told() {
        follower.followAll();
        return events.allData(FollowingWords.PRIVILEGE_CHANGED);
    }

    private List<String> toldOfToken() {
        follower.sharedToken.everyMinute();
        return events.allData(FollowingWords.PRIVILEGE_CHANGED);
    }
}
