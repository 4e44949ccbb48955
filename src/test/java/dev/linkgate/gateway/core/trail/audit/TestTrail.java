package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.read.Selection;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.read.Verification;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.gateway.feature.auditing.AuditQuery;
import dev.linkgate.gateway.feature.checkpoints.SignedTrail;
import dev.linkgate.gateway.feature.drift.reconcile.RecordedWrites;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A real trail for tests of those who write through it. A database is used again when its trail is closed. */
public final class TestTrail implements AutoCloseable {

    /** The project of the records that are {@linkplain #append appended}. */
    public static final ProjectId PROJECT = AuditFixture.PROJECT;

    private static final Map<TestDatabase, Queue<DataSource>> FREE = Map.of(
            TestDatabase.SQLITE, new ConcurrentLinkedQueue<>(), TestDatabase.POSTGRESQL, new ConcurrentLinkedQueue<>());

    private final AuditFixture audit;
    private final long before;
    private final DataSource source;
    private final Consumer<DataSource> end;

    public TestTrail(TestDatabase kind) {
        this(Objects.requireNonNull(FREE.get(kind)), kind);
    }

    private TestTrail(Queue<DataSource> free, TestDatabase kind) {
        this(Objects.requireNonNullElseGet(free.poll(), kind::migrated), free::add);
    }

    private TestTrail(DataSource source, Consumer<DataSource> end) {
        this.source = source;
        this.end = end;
        audit = new AuditFixture(source, AuditFixture.SETTINGS);
        before = head();
    }

    /** The trail of a database of its own. */
    public TestTrail(DataSource source) {
        this.source = source;
        end = unused -> {};
        audit = new AuditFixture(source, AuditFixture.SETTINGS);
        before = 0;
    }

    /** The trail of another replica, on the same database. */
    public TestTrail ofAnotherReplica() {
        return new TestTrail(source, unused -> {});
    }

    /** Appends records, whose content depends on the name. */
    public void append(String name, int records) throws SQLException {
        audit.writer.append(IntStream.rangeClosed(1, records)
                .mapToObj(i -> new PendingRecord(AuditFixture.entry(name + "-" + i)))
                .toList());
    }

    /** Appends a record of a call of the team payments. */
    public void append(String requestId, Instant time, Phase phase, Action action, Target target, Outcome outcome) {
        append(requestId, Actor.team("payments", "k1"), time, phase, action, target, outcome);
    }

    public void append(
            String requestId, Actor actor, Instant time, Phase phase, Action action, Target target, Outcome outcome) {
        RequestContext context = new RequestContext(requestId, "192.0.2.7", null, receipt -> {});
        context.identified(actor);
        append(List.of(new PendingRecord(Entry.of(time, phase, context, action, target, outcome))));
    }

    /** Appends outcomes with what they change, in one batch. */
    public void append(Instant time, TableChange... changes) {
        append(Stream.of(changes)
                .map(change -> new PendingRecord(Entry.of(
                                time,
                                Phase.OUTCOME,
                                context(),
                                Action.ENDPOINT_ADD,
                                AuditFixture.ENDPOINT,
                                Outcome.succeeded(201)))
                        .changing(change, audit.seals))
                .toList());
    }

    /** Appends an outcome of an intent that has one already, with what it would change. */
    public void appendNeedlessly(TableChange change) {
        Entry entry = AuditFixture.entry("needless");
        append(List.of(PendingRecord.closingIfOpen(Long.MAX_VALUE, entry.endedBy(AuditFixture.NOW, Outcome.UNKNOWN))
                .changing(change, audit.seals)));
    }

    private void append(List<PendingRecord> records) {
        try {
            audit.writer.append(records);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the trail as it was when the database was new. */
    public void clear() {
        audit.clear();
    }

    /** Checks the chain, as an answer shows it: {@code valid 1..300, 2 checkpoints} or {@code broken at 5: why}. */
    public String verify(SignedTrail signed, long from) {
        Verification found = audit.verifier(signed).verify(context(), from);
        Verification.FirstBroken broken = found.firstBroken();
        if (broken != null) {
            return "broken at " + broken.sequence() + ": " + broken.reason();
        }
        long first = found.from() == null ? 1 : found.from() + 1;
        return "valid %d..%d, %d checkpoints"
                .formatted(first, Objects.requireNonNull(found.head()).sequence(), found.checkpoints());
    }

    public AuditTrail trail() {
        return audit.trail;
    }

    /** Appends intents of additions to a project. */
    public void appendIntents(ProjectId project, int number) throws SQLException {
        Target endpoint = Target.endpoint(project, new LinkId("5df264b8f10fab7d2cad2f0d"), "vpce-0b9c5701325cb15dd");
        audit.writer.append(IntStream.rangeClosed(1, number)
                .mapToObj(i -> new PendingRecord(
                        Entry.of(AuditFixture.NOW, Phase.INTENT, audit.context(), Action.ENDPOINT_ADD, endpoint, null)))
                .toList());
    }

    /** The writes of a project, as a scan reads them. */
    public RecordedWrites projectWrites() {
        return new RecordedWrites(audit.reader, audit.threads);
    }

    /** Reads the records. */
    public TrailReader reader() {
        return audit.reader;
    }

    /** The sequence of the newest record. */
    public long head() {
        return audit.reader.head().orElseThrow().sequence();
    }

    /** Whether the record is shown. */
    public boolean shows(long sequence) {
        return audit.reader.find(sequence).isPresent();
    }

    /** The number of records that a list of the whole trail says. */
    public long size() {
        return audit.reader.size();
    }

    /** The sequences of a list of the whole trail, newest first. */
    public List<Long> listed() {
        return audit
                .scans
                .page(context(), new AuditQuery(Selection.ALL, Long.MAX_VALUE, 500, AuditQuery.Count.ALWAYS))
                .page()
                .records()
                .stream()
                .map(AuditRecord::sequence)
                .toList();
    }

    /** Gives an intent an outcome as another replica does after the process was killed. */
    public void closeLater(Intent intent, Outcome outcome) throws SQLException {
        Entry entry =
                audit.reader.find(intent.receipt().sequence()).orElseThrow().entry();
        audit.writer.append(List.of(new PendingRecord(entry.endedBy(AuditFixture.NOW, outcome))));
    }

    public WriteNotifications writes() {
        return audit.notifications;
    }

    public ScanExecutors threads() {
        return audit.threads;
    }

    /** The database that the trail is in, which never fails. */
    public DataSource database() {
        return Objects.requireNonNull(audit.dataSource.getTargetDataSource());
    }

    /** A call of the team payments. */
    public RequestContext context() {
        return audit.context();
    }

    /** From now on nothing can be recorded. */
    public void fails() {
        audit.dataSource.failing = true;
    }

    /** The records since the test began, oldest first: {@code OUTCOME endpoint.add REFUSED 409 link-not-ready}. */
    public List<String> records() {
        return audit.records().stream()
                .filter(each -> each.sequence() > before)
                .map(each -> words(each.entry()))
                .toList();
    }

    /** The ids of the requests that the records since the test began belong to. */
    public List<String> requestIds() {
        return audit.records().stream()
                .filter(each -> each.sequence() > before)
                .map(each -> each.entry().origin().requestId())
                .toList();
    }

    private static String words(Entry entry) {
        Entry.Facts facts = entry.facts();
        return Stream.of(entry.phase(), entry.action(), facts.result(), facts.status(), facts.code())
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        audit.close();
        end.accept(source);
    }
}
