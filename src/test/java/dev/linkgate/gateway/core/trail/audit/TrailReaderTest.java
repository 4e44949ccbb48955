package dev.linkgate.gateway.core.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.read.Archived;
import dev.linkgate.gateway.core.trail.read.Selection;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.read.TrailReader.Link;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.transparency.CanonicalForm;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class TrailReaderTest {

    private static final ProjectId OTHER = new ProjectId("aaaaaaaaaaaaaaaaaaaaaaaa");
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @AutoClose
    private final AuditFixture audit;

    TrailReaderTest(TestDatabase database) {
        audit = new AuditFixture(database);
    }

    @BeforeEach
    void sixRecordsAMinuteApart() throws SQLException {
        audit.writer.append(List.of(
                pending(1, Actor.team("payments", "k1"), AuditFixture.PROJECT, Action.ENDPOINT_ADD, Result.SUCCEEDED),
                pending(2, Actor.team("payments", "k1"), OTHER, Action.ENDPOINT_ADD, Result.FAILED),
                pending(3, Actor.jwt("search", "ci"), AuditFixture.PROJECT, Action.LINK_GET, Result.SUCCEEDED)));
        audit.writer.append(List.of(
                pending(4, Actor.ADMINISTRATOR, null, Action.TEAM_PUT, Result.SUCCEEDED),
                pending(5, Actor.ANONYMOUS, null, Action.REQUEST_REFUSED, Result.REFUSED),
                pending(6, Actor.team("search", "k2"), AuditFixture.PROJECT, Action.ENDPOINT_ADD, Result.UNKNOWN)));
    }

    @Test
    void anEmptyTrailEndsInGenesis() {
        audit.clear();
        assertThat(audit.reader.head()).hasValue(new Receipt(0, CanonicalForm.GENESIS));
        assertThat(audit.verify()).isEqualTo(audit.valid());
        assertThat(audit.records()).isEmpty();
    }

    @Test
    void keepsEveryFieldAsItWas() throws SQLException {
        Entry entry = new Entry(
                AuditFixture.NOW,
                "OUTCOME",
                new Entry.Origin("r", new Entry.Who("jwt", "t", "k", "s"), "::1"),
                "endpoint.add",
                new Entry.Subject("p", "l", "é€😀"),
                new Entry.Facts("default", 3L, "FAILED", 502L, "atlas-error", 500L, 2L, Long.MAX_VALUE - 1),
                new Entry.Details("PUT /é", 7L, true, "op_1"),
                new Entry.About(new Entry.About.Thing("grant", "é:€", "p"), "{\"after\":{\"role\":\"é\\\"\"}}"));
        Receipt receipt = audit.writer
                .append(List.of(new PendingRecord(entry)))
                .getFirst()
                .orElseThrow();

        assertThat(audit.reader.find(receipt.sequence()))
                .hasValueSatisfying(record -> assertThat(record.entry()).isEqualTo(entry));
        assertThat(audit.reader.find(receipt.sequence() + 1)).isEmpty();
    }

    @Test
    void selectsByWhoAsked() throws SQLException {
        audit.write(1);
        audit.writer.append(List.of(
                pending(8, Actor.administrator("search", "k3", false), null, Action.TEAM_PUT, Result.SUCCEEDED),
                pending(9, Actor.jwt("payments", "search"), null, Action.LINK_GET, Result.SUCCEEDED),
                pending(10, Actor.anonymous("k3"), null, Action.REQUEST_REFUSED, Result.REFUSED)));

        assertSelects(AuditFixture.selection("actor=search"), 8);
        assertSelects(AuditFixture.selection("keyId=k3"), 10, 8);
        assertSelects(AuditFixture.selection("keyId=k1"), 7, 2, 1);
        assertSelects(AuditFixture.selection("address=192.0.2.7"), 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
        assertSelects(AuditFixture.selection("actor=search&keyId=k3&address=192.0.2.8"));
    }

    @Test
    void checkIgnoresNewRecords() throws SQLException {
        audit.write(1_500);
        TrailFilter all = TrailFilter.ALL.until(1_506);
        TrailReader.RecordBatch first = audit.reader.after(0, all, 1_000);
        audit.record(AuditFixture.entry("meanwhile"));
        TrailReader.RecordBatch second = audit.reader.after(first.last(), all, 1_000);

        assertThat(second.records()).hasSize(506);
        assertThat(second.atEnd()).isTrue();
        assertThat(audit.verify().records()).isEqualTo(1_507);
    }

    @Test
    void partsFollowEachOtherToTheEnd() {
        TrailReader.RecordBatch first = audit.reader.after(0, TrailFilter.ALL.project(AuditFixture.PROJECT), 2);
        assertThat(first.records()).extracting(AuditRecord::sequence).containsExactly(1L, 3L);
        assertThat(first.last()).isEqualTo(3);
        assertThat(first.atEnd()).isFalse();
        TrailReader.RecordBatch rest = audit.reader.after(3, TrailFilter.ALL.project(AuditFixture.PROJECT), 2);
        assertThat(rest.records()).extracting(AuditRecord::sequence).containsExactly(6L);
        assertThat(rest.atEnd()).isTrue();
        assertThat(audit.reader.after(6, TrailFilter.ALL, 2))
                .isEqualTo(new TrailReader.RecordBatch(List.of(), 6, true));
        assertThat(audit.reader.after(2, TrailFilter.ALL.until(4), 9).records())
                .extracting(AuditRecord::sequence)
                .containsExactly(3L, 4L);
    }

    @Test
    void aPartBehindATrailThatWasCutOffEndsWithIt() {
        assertThat(audit.reader.after(9, TrailFilter.ALL, 2))
                .isEqualTo(new TrailReader.RecordBatch(List.of(), 6, true));
    }

    /** Whether their rows are removed already or not. */
    @Test
    void whatIsArchivedIsNotRead() {
        Link third = audit.reader.links(3, 3).getFirst();
        new TrailBase(audit.dataSource).advance(new Archived(1, 3, third.hash(), "file", NOON, "{}", "note"));
        assertThat(audit.records()).extracting(AuditRecord::sequence).containsExactly(4L, 5L, 6L);
        assertThat(audit.reader.after(0, TrailFilter.ALL, 1).last()).isEqualTo(4);
    }

    @Test
    void asksWhetherARecordFollows() {
        TrailFilter uses = TrailFilter.ALL.key("payments", "k1");
        assertThat(audit.reader.isAny(1, uses)).isTrue();
        assertThat(audit.reader.isAny(1, uses.until(1))).isFalse();
        assertThat(audit.reader.isAny(2, uses)).isFalse();
    }

    /** Whatever is stored in place of a hash, and if a record is missing. */
    @Test
    void linksAreThoseThatThereAre() {
        List<Link> all = audit.reader.links(1, 99);
        assertThat(all)
                .hasSize(6)
                .allSatisfy(
                        each -> assertThat(audit.reader.hash(each.sequence())).hasValue(each.hash()));
        audit.jdbc
                .sql("UPDATE audit_record SET hash = 'short' WHERE sequence = 2")
                .update();
        audit.jdbc.sql("DELETE FROM audit_record WHERE sequence = 4").update();
        assertThat(audit.reader.links(2, 5))
                .containsExactly(new Link(2, all.getFirst().hash(), "short"), all.get(2), all.get(4));
        assertThat(audit.reader.hash(4))
                .as("as the next record has it")
                .hasValue(all.get(3).hash());
    }

    private void assertSelects(Selection selection, long... sequences) {
        assertThat(audit.reader.newestFirst(selection, Long.MAX_VALUE, 100).records().stream()
                        .mapToLong(AuditRecord::sequence))
                .containsExactly(LongStream.of(sequences).boxed().toArray(Long[]::new));
        assertThat(audit.oldestFirst(selection, Long.MAX_VALUE).stream().mapToLong(AuditRecord::sequence))
                .containsExactly(LongStream.of(sequences).sorted().boxed().toArray(Long[]::new));
        assertThat(audit.scans.count(audit.context(), selection)).isEqualTo(sequences.length);
    }

    private static Instant minute(int minute) {
        return NOON.plus(Duration.ofMinutes(minute));
    }

    private static PendingRecord pending(
            int minute, Actor actor, @Nullable ProjectId project, Action action, Result result) {
        RequestContext context = new RequestContext("req-" + minute, "192.0.2.7", null, receipt -> {});
        context.identified(actor);
        return new PendingRecord(Entry.of(
                minute(minute),
                Phase.EVENT,
                context,
                action,
                project == null ? Target.NONE : Target.project(project),
                new Outcome(result, 200, null)));
    }
}
