package dev.linkgate.gateway.core.access.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.NewKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.ChangedRows;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.read.RightDifference;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.gateway.feature.checkpoints.RecordedSeals;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What somebody can do who can write the database, and has no master key. */
@OnEachDatabase
class SealedRightsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T13:24:00Z");
    private static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f0a");
    private static final ProjectId OTHER = new ProjectId("5df264b8f10fab7d2cad2f0b");
    private static final Map<String, String> CLAIMS = Map.of("repository", "acme/shop");

    private final DataSource database;
    private final JdbcClient jdbc;
    private final Access access;
    private final AccessStore store;
    private final RecordedSeals recorded = RecordedSeals.after(null);
    private final NewKey key;

    SealedRightsTest(TestDatabase kind) {
        database = kind.asNew(SealedRightsTest.class);
        jdbc = JdbcClient.create(database);
        store = TestAccess.store(jdbc, TestKeys.RING);
        access = replica(TestKeys.RING);
        access.putTeam("payments", "");
        access.putTeam("search", "");
        key = onRecord(() -> access.add(
                access.newKey(Principal.team("payments"), "ci", NOW.plus(Duration.ofDays(9)), KeyBinding.NONE, false)));
        onRecord(() -> access.grants().put("payments", PROJECT, Role.VIEWER));
        onRecord(() -> access.grants().put("search", OTHER, Role.OWNER));
        onRecord(() -> access.putAdministrator("ines", "", new TreeSet<>(List.of(AdminScope.AUDITOR))));
        onRecord(() -> access.identities()
                .put(new Identity(Principal.team("payments"), "deploy", "github", new TreeMap<>(CLAIMS), NOW, null)));
        onRecord(() -> access.changeAttachments(attachments -> {
            attachments.put(PROJECT, rules(1));
            return PROJECT;
        }));
    }

    private static ProjectRules rules(int quota) {
        return new ProjectRules(null, List.of(), null, null, quota, null, null, null);
    }

    private Access replica(KeyRing keys) {
        ManualClock clock = new ManualClock();
        return new Access(
                TestAccess.store(jdbc, keys),
                new Snapshots(jdbc, new TransactionTemplate(new JdbcTransactionManager(database)), clock::read),
                TestAccess.TOKEN,
                () -> NOW);
    }

    private <T> T onRecord(Supplier<T> change) {
        Map<String, String> rows = new LinkedHashMap<>();
        T result = ChangedRows.during(rows, change);
        recorded.add(Entry.of(
                NOW,
                Phase.OUTCOME,
                RequestContext.system("change"),
                Action.TEAM_PUT,
                Target.NONE.changing(rows),
                Outcome.succeeded(200)));
        return result;
    }

    private Access afterwards() {
        return replica(TestKeys.RING);
    }

    private static boolean allows(Access replica, String team, Role role, ProjectId project) {
        return new AccessPolicy(replica).allows(Actor.team(team, "key"), role, project);
    }

    @Test
    void whatTheGatewayHasMadeIsInForce() {
        Access replica = afterwards();
        assertThat(replica.snapshot().unsealed()).isEmpty();
        assertThat(replica.keys().withId(key.stored().id())).isPresent();
        assertThat(allows(replica, "payments", Role.VIEWER, PROJECT)).isTrue();
        assertThat(replica.snapshot().administrators()).containsKey("ines");
        assertThat(replica.identities().of("github", Map.copyOf(CLAIMS))).hasSize(1);
        assertThat(replica.snapshot().attachments(PROJECT).rules()).isEqualTo(rules(1));
        assertThat(recorded.differences(List.of(store))).isEmpty();
    }

    /** Each gives somebody a right, or more of one, if seals do not count. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            administrator/mallory                 | INSERT INTO administrator (name, description, scopes, created_at) VALUES ('mallory', '', 'all', 1)
            administrator/mallory                 | INSERT INTO administrator (name, description, scopes, created_at, seal) SELECT 'mallory', description, scopes, created_at, seal FROM administrator
            administrator/ines                    | UPDATE administrator SET scopes = 'all'
            administrator/ines                    | UPDATE administrator SET scopes = 'all', seal = NULL
            team/payments/grant/{project}         | UPDATE project_grant SET role = 'owner' WHERE team = 'payments'
            team/payments/grant/{other}           | UPDATE project_grant SET team = 'payments' WHERE team = 'search'
            team/search/grant/{project}           | INSERT INTO project_grant (team, project_id, role, since, granted_by, seal) SELECT team, '{project}', role, since, granted_by, seal FROM project_grant WHERE team = 'search'
            team/payments/grant/{project}         | UPDATE project_grant SET seal = (SELECT seal FROM project_grant WHERE team = 'search'), role = 'owner' WHERE team = 'payments'
            team/payments/grant/{project}         | UPDATE project_grant SET until = NULL, afterwards = 'owner' WHERE team = 'payments'
            team/payments/key/{key}               | UPDATE api_key SET hash = '0000000000000000000000000000000000000000000000000000000000000000'
            team/payments/key/{key}               | UPDATE api_key SET expires_at = NULL
            team/payments/key/{key}               | UPDATE api_key SET networks = '10.0.0.0/8'
            team/search/key/{key}                 | UPDATE api_key SET team = 'search'
            team/payments/key/mine                | INSERT INTO api_key (id, team, label, hash, created_at, seal) SELECT 'mine', team, label, hash, created_at, seal FROM api_key
            administrator/ines/key/{key}          | UPDATE api_key SET team = NULL, administrator = 'ines'
            team/payments/identity/deploy         | UPDATE identity SET claims = '{"repository":"mallory/shop"}'
            team/payments/identity/deploy         | UPDATE identity SET created_at = 1
            administrator/ines/identity/deploy    | UPDATE identity SET team = NULL, administrator = 'ines'
            project/{project}/rules               | UPDATE project_rule SET document = '{"endpointsPerTeam":99}'
            project/{other}/rules                 | UPDATE project_rule SET project_id = '{other}'
            """)
    void aRowThatSomebodyElseHasWrittenHasNoEffect(String place, String statement) {
        jdbc.sql(named(statement)).update();

        Access replica = afterwards();

        assertThat(replica.snapshot().unsealed()).extracting(SealedRow::place).containsExactly(named(place));
        assertThat(replica.snapshot().administrators().values())
                .allMatch(administrator -> administrator.scopes().equals(new TreeSet<>(List.of(AdminScope.AUDITOR))));
        assertThat(allows(replica, "payments", Role.EDITOR, PROJECT)).isFalse();
        assertThat(allows(replica, "payments", Role.VIEWER, OTHER)).isFalse();
        assertThat(allows(replica, "search", Role.VIEWER, PROJECT)).isFalse();
        assertThat(replica.keys().withId(named(place).replaceFirst(".*/", ""))).isEmpty();
        assertThat(replica.identities().of("github", Map.of("repository", "mallory/shop")))
                .isEmpty();
        if (place.endsWith("rules")) {
            assertThat(replica.snapshot()
                            .attachments(place.contains("other") ? OTHER : PROJECT)
                            .rules()
                            .azureSubscriptions())
                    .as("nothing is allowed")
                    .isEmpty();
        }
    }

    private String named(String text) {
        return text.replace("{project}", PROJECT.value())
                .replace("{other}", OTHER.value())
                .replace("{key}", key.stored().id());
    }

    /** Their seals fit: the gateway has made them. */
    @ParameterizedTest
    @CsvSource({"api_key, key", "project_grant, grant", "administrator, administrator", "identity, identity"})
    void aRowThatWasRemovedAndIsPutBackIsNotOnRecord(String table, String kind) {
        copyOf(table);
        onRecord(() -> access.revokeKey(Principal.team("payments"), key.stored().id()));
        onRecord(() -> access.grants().remove("payments", PROJECT));
        onRecord(() -> access.remove(Principal.administrator("ines")));
        onRecord(() -> access.identities().remove(Principal.team("payments"), "deploy"));
        assertThat(recorded.differences(List.of(store))).isEmpty();

        jdbc.sql("INSERT INTO " + table + " SELECT * FROM copy").update();

        assertThat(recorded.differences(List.of(store)))
                .extracting(found -> found.row().kind(), RightDifference::reason)
                .containsExactly(tuple(kind, RightDifference.Reason.NOT_ON_RECORD));
        jdbc.sql("DROP TABLE copy").update();
    }

    private void copyOf(String table) {
        jdbc.sql("CREATE TABLE copy AS SELECT * FROM " + table + " WHERE "
                        + (table.equals("administrator")
                                ? "name = 'ines'"
                                : table.equals("project_grant") ? "team = 'payments'" : "1 = 1"))
                .update();
    }

    @Test
    void aRowThatIsSetBackToAnOlderStateIsNotOnRecord() {
        copyOf("project_grant");
        onRecord(() -> access.grants().put("payments", PROJECT, Role.EDITOR));
        onRecord(() -> access.grants().put("payments", PROJECT, Role.VIEWER));
        assertThat(recorded.differences(List.of(store))).isEmpty();

        jdbc.sql("DELETE FROM project_grant WHERE team = 'payments'").update();
        jdbc.sql("INSERT INTO project_grant SELECT * FROM copy").update();

        assertThat(recorded.differences(List.of(store)))
                .extracting(RightDifference::toString)
                .containsExactly("grant payments on " + PROJECT + ": not-on-record");
        jdbc.sql("DROP TABLE copy").update();
    }

    @Test
    void aRowThatSomebodyElseHasRemovedIsMissing() {
        jdbc.sql("DELETE FROM project_rule").update();
        jdbc.sql("DELETE FROM administrator").update();

        assertThat(recorded.differences(List.of(store)))
                .extracting(RightDifference::toString)
                .containsExactly("administrator ines: missing", "rules " + PROJECT + " on " + PROJECT + ": missing");
    }

    /** What goes with a team goes without a row of its own on record. */
    @Test
    void whatGoesWithItsOwnerIsNotMissing() {
        onRecord(() -> access.remove(Principal.team("payments")));
        onRecord(() -> {
            access.grants().endOn(PROJECT);
            return PROJECT;
        });

        assertThat(recorded.differences(List.of(store))).isEmpty();
    }

    /** A change is in force before its outcome is on record. */
    @Test
    void whatIsNewerThanAllRecordsIsNoDifference() {
        access.grants().put("search", PROJECT, Role.VIEWER);

        assertThat(recorded.differences(List.of(store))).isEmpty();
    }

    /** An archive carries it on. */
    @Test
    void whatRecordsHaveSaidCanBeStored() {
        RecordedSeals stored = RecordedSeals.after(recorded.text());

        assertThat(stored.text()).isEqualTo(recorded.text()).contains("\"team/search/grant/" + OTHER + "\"");
        assertThat(stored.differences(List.of(store))).isEmpty();
    }

    /** An attacker who removes the key of the seals causes a new one, which no row is sealed with. */
    @Test
    void withoutTheKeyOfTheSealsNothingIsInForce() {
        assertThat(afterwards().snapshot().unsealed()).isEmpty();
        jdbc.sql("DELETE FROM gateway_key WHERE kind = 'RIGHTS'").update();

        Access forged = replica(TestKeys.RING);

        assertThat(forged.snapshot().keys()).isEmpty();
        assertThat(forged.snapshot().administrators()).isEmpty();
        assertThat(forged.snapshot().unsealed()).hasSize(6);
    }
}
