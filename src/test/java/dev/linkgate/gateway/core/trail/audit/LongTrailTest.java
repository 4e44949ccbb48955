package dev.linkgate.gateway.core.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import dev.linkgate.gateway.core.trail.read.Selection;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.gateway.feature.auditing.TrailScans;
import dev.linkgate.kernel.ProjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A trail that is long compared with the records that are examined for a page. */
@OnEachDatabase
class LongTrailTest {

    private static final List<Action> ACTIONS = TestVocabulary.ALL.all(Action.class);

    private static final int EXAMINED = 10;
    private static final int LENGTH = 300;
    private static final ProjectId OTHER = new ProjectId("aaaaaaaaaaaaaaaaaaaaaaaa");

    private final TestDatabase database;

    @AutoClose
    private final AuditFixture audit;

    private final TrailReader reader;
    private final TrailScans scans;

    LongTrailTest(TestDatabase database) {
        this.database = database;
        audit = new AuditFixture(database);
        reader = new TrailReader(audit.dataSource, EXAMINED);
        scans = new TrailScans(reader, audit.threads);
    }

    @Test
    void aPageWithoutMatchesLeadsToOlderRecords() throws SQLException {
        audit.writer.append(List.of(record(0, "payments", AuditFixture.PROJECT, Action.LINK_GET, Result.SUCCEEDED)));
        audit.write(24);
        Selection links = AuditFixture.selection("action=link.get");

        TrailReader.Page first = reader.newestFirst(links, Long.MAX_VALUE, 5);
        assertThat(first).isEqualTo(new TrailReader.Page(List.of(), 16L));
        TrailReader.Page second = reader.newestFirst(links, 16, 5);
        assertThat(second).isEqualTo(new TrailReader.Page(List.of(), 6L));
        TrailReader.Page last = reader.newestFirst(links, 6, 5);
        assertThat(last.records()).extracting(AuditRecord::sequence).containsExactly(1L);
        assertThat(last.next()).isNull();
    }

    @Test
    void whatIsSeldomIsFoundOnTheFirstPage() throws SQLException {
        audit.writer.append(List.of(
                record(0, "payments", AuditFixture.PROJECT, Action.TEAM_PUT, Result.SUCCEEDED),
                record(1, "search", AuditFixture.PROJECT, Action.ENDPOINT_GET, Result.SUCCEEDED),
                record(2, "payments", OTHER, Action.ENDPOINT_GET, Result.SUCCEEDED),
                record(3, "payments", AuditFixture.PROJECT, Action.ENDPOINT_GET, Result.UNKNOWN),
                record(4, "payments", AuditFixture.PROJECT, Action.ENDPOINT_GET, Result.SUCCEEDED)));
        audit.write(50);

        assertFinds(AuditFixture.selection("action=team.put"), 1);
        assertFinds(AuditFixture.selection("team=search&action=endpoint.get"), 2);
        assertFinds(AuditFixture.selection(OTHER, "team=payments&result=SUCCEEDED"), 3);
        assertFinds(AuditFixture.selection(AuditFixture.PROJECT, "team=payments&result=UNKNOWN"), 4);
        assertFinds(AuditFixture.selection("team=payments&from=" + time(4) + "&to=" + time(5)), 5);
    }

    /** One request among many with the same ending, and with another's id as a part. */
    @ParameterizedTest
    @ValueSource(strings = {"7", "a7", "call-7", "7f3c-7"})
    void theRecordsOfARequestAreFoundByItsWholeId(String id) throws SQLException {
        audit.writer.append(List.of(record(id), record("x" + id), record(id + "x"), record(id)));
        audit.write(50);

        TrailReader.Page page = reader.newestFirst(ofRequest(id), Long.MAX_VALUE, 5);
        assertThat(page.records()).extracting(AuditRecord::sequence).containsExactly(4L, 1L);
        assertThat(page.next()).isNull();
        assertThat(audit.oldestFirst(scans, ofRequest(id), Long.MAX_VALUE))
                .extracting(AuditRecord::sequence)
                .containsExactly(1L, 4L);
        assertThat(reader.countIfFew(ofRequest(id))).hasValue(2L);
    }

    /** Whatever is selected, its pages are its records, each once. */
    @Test
    void pagesHaveTheWholeSelection() throws SQLException {
        writeAtRandom();
        List<AuditRecord> all = audit.records().reversed();
        for (Selection selection : selections()) {
            List<AuditRecord> found = new ArrayList<>();
            for (Long next = Long.MAX_VALUE; next != null; ) {
                TrailReader.Page page = reader.newestFirst(selection, next, 3);
                found.addAll(page.records());
                assertThat(page.records()).hasSizeLessThanOrEqualTo(3);
                assertThat(page.next()).isNotEqualTo(next);
                next = page.next();
            }
            List<AuditRecord> wanted = all.stream()
                    .filter(record -> isSelected(selection, record.entry()))
                    .toList();
            assertThat(found).as(selection.toString()).isEqualTo(wanted);
            assertThat(audit.oldestFirst(scans, selection, Long.MAX_VALUE)).isEqualTo(wanted.reversed());
            assertThat(scans.count(audit.context(), selection)).isEqualTo(wanted.size());
            reader.countIfFew(selection).ifPresent(count -> assertThat(count).isEqualTo(wanted.size()));
        }
    }

    @Test
    void onlyFewRecordsAreCountedUnasked() throws SQLException {
        audit.writer.append(List.of(record(0, "search", OTHER, Action.ENDPOINT_GET, Result.SUCCEEDED)));
        audit.write(30);

        assertThat(reader.countIfFew(AuditFixture.selection("team=search&action=endpoint.get")))
                .hasValue(1L);
        assertThat(reader.countIfFew(AuditFixture.selection("team=payments"))).isEmpty();
        assertThat(reader.countIfFew(AuditFixture.selection("action=endpoint.get")))
                .isEmpty();
    }

    @Test
    void whatIsSeldomHasAnIndex() throws SQLException {
        for (Action action : ACTIONS) {
            Selection.Condition condition = AuditFixture.selection("action=" + action.word())
                    .conditions()
                    .getFirst();
            if (condition.index() == Selection.Condition.Index.BY_SEQUENCE) {
                assertThat(plan(condition)).contains("audit_record_action");
            }
        }
        for (Result result : List.of(Result.REFUSED, Result.FAILED, Result.UNKNOWN)) {
            Selection.Condition condition =
                    AuditFixture.selection("result=" + result).conditions().getFirst();
            assertThat(plan(condition)).contains("audit_record_result");
        }
        Selection.Condition ending = ofRequest("req-7").conditions().getFirst();
        assertThat(plan(ending)).contains("audit_record_request");
    }

    /** Without it, every read of the project is looked at. */
    @Test
    void theOutcomesOfAProjectsEndpointsHaveAnIndex() throws SQLException {
        TrailFilter outcomes = TrailFilter.ALL
                .outcomes()
                .actions(Action.ENDPOINT_ADD, Action.ENDPOINT_ENSURE, Action.ENDPOINT_REMOVE, Action.LINK_REMOVE)
                .statusIsNot(200);
        assertThat(plan(outcomes.project(AuditFixture.PROJECT))).contains("audit_record_endpoint_write");
    }

    /** Without it, all records between two writes are looked at. PostgreSQL decides by what the table contains. */
    @Test
    void theEndsOfAllWritesHaveAnIndex() throws SQLException {
        assumeThat(database).isEqualTo(TestDatabase.SQLITE);
        assertThat(plan(TrailFilter.ALL.outcomes().rareActions(Action.ENDPOINT_ADD, Action.LINK_CREATE)))
                .contains("audit_record_action");
    }

    private String plan(TrailFilter filter) throws SQLException {
        List<Object> values = new ArrayList<>(filter.values());
        values.addAll(List.of(0L, 50_000L));
        return plan("SELECT * FROM audit_record" + filter.where() + " ORDER BY sequence LIMIT 10", values);
    }

    private String plan(Selection.Condition condition) throws SQLException {
        return plan("SELECT sequence FROM audit_record WHERE " + condition.sql(), List.of(condition.value()));
    }

    /** How the database finds the records. */
    private String plan(String sql, List<Object> values) throws SQLException {
        boolean isSqlite = database == TestDatabase.SQLITE;
        try (Connection connection = audit.dataSource.getConnection();
                Statement settings = connection.createStatement()) {
            if (!isSqlite) {
                settings.execute("SET enable_seqscan = off"); // which a table as small as this one would get
            }
            String query = (isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql;
            StringBuilder plan = new StringBuilder();
            try (PreparedStatement explain = connection.prepareStatement(query)) {
                for (int i = 0; i < values.size(); i++) {
                    explain.setObject(i + 1, values.get(i));
                }
                ResultSet lines = explain.executeQuery();
                while (lines.next()) {
                    plan.append(lines.getString(isSqlite ? 4 : 1)).append('\n');
                }
            }
            return plan.toString();
        }
    }

    private void assertFinds(Selection selection, long sequence) {
        TrailReader.Page page = reader.newestFirst(selection, Long.MAX_VALUE, 5);
        assertThat(page.records()).extracting(AuditRecord::sequence).containsExactly(sequence);
        assertThat(page.next()).isNull();
    }

    private void writeAtRandom() throws SQLException {
        Random random = new Random(7);
        List<PendingRecord> entries = new ArrayList<>();
        for (int i = 0; i < LENGTH; i++) {
            entries.add(record(
                    i - random.nextInt(3),
                    random.nextInt(4) == 0 ? "search" : "payments",
                    random.nextInt(4) == 0 ? OTHER : AuditFixture.PROJECT,
                    any(random, ACTIONS),
                    random.nextInt(3) == 0 ? any(random, List.of(Result.values())) : Result.SUCCEEDED));
        }
        audit.writer.append(entries);
    }

    private static List<Selection> selections() {
        List<Selection> selections = new ArrayList<>();
        Random random = new Random(11);
        for (Action action : ACTIONS) {
            selections.add(AuditFixture.selection("action=" + action.word()));
        }
        IntStream.range(0, 60)
                .mapToObj(i -> new Selection(
                        maybe(random, List.of(AuditFixture.PROJECT, OTHER)),
                        random.nextBoolean(),
                        maybe(random, List.of("payments", "search")),
                        maybe(random, List.of(Action.ENDPOINT_GET, Action.ENDPOINT_ADD, Action.LINK_GET)),
                        maybe(random, List.of(Result.values())),
                        maybe(random, List.of(time(5), time(150), time(280))),
                        maybe(random, List.of(time(7), time(160), time(290))),
                        null,
                        null,
                        maybe(random, List.of(Phase.values())),
                        Selection.By.ANYBODY))
                .forEach(selections::add);
        return selections;
    }

    private static <T> @Nullable T maybe(Random random, List<T> values) {
        return random.nextBoolean() ? null : any(random, values);
    }

    private static <T> T any(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static boolean isSelected(Selection selection, Entry entry) {
        return (selection.project() == null
                        || selection.project().value().equals(entry.subject().projectId()))
                && (selection.team() == null
                        || selection.team().equals(entry.origin().actor().team()))
                && (selection.action() == null || selection.action().word().equals(entry.action()))
                && (selection.phase() == null || selection.phase().name().equals(entry.phase()))
                && (selection.result() == null
                        || selection.result().name().equals(entry.facts().result()))
                && (selection.requestId() == null
                        || selection.requestId().equals(entry.origin().requestId()))
                && (selection.from() == null || !entry.time().isBefore(selection.from()))
                && (selection.to() == null || entry.time().isBefore(selection.to()));
    }

    private static Instant time(int second) {
        return AuditFixture.NOW.minusSeconds(10_000 - second);
    }

    private static Selection ofRequest(String id) {
        return AuditFixture.selection("requestId=" + id);
    }

    private static PendingRecord record(String requestId) {
        return record(requestId, 0, "payments", AuditFixture.PROJECT, Action.ENDPOINT_GET, Result.SUCCEEDED);
    }

    private static PendingRecord record(int second, String team, ProjectId project, Action action, Result result) {
        return record("req-" + second, second, team, project, action, result);
    }

    private static PendingRecord record(
            String requestId, int second, String team, ProjectId project, Action action, Result result) {
        RequestContext context = new RequestContext(requestId, "192.0.2.7", null, receipt -> {});
        context.identified(Actor.team(team, "k1"));
        return new PendingRecord(Entry.of(
                time(second), Phase.EVENT, context, action, Target.project(project), new Outcome(result, 200, null)));
    }
}
