package dev.linkgate.gateway.core.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.encryption.TestSeals;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.replica.Replica;
import dev.linkgate.gateway.core.platform.replica.ReplicaStore;
import dev.linkgate.gateway.core.platform.replica.TestReplicas;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.read.Selection;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.read.Verification;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.gateway.feature.auditing.AuditQuery;
import dev.linkgate.gateway.feature.auditing.ChainVerifier;
import dev.linkgate.gateway.feature.auditing.ComparedRights;
import dev.linkgate.gateway.feature.auditing.TrailScans;
import dev.linkgate.gateway.feature.checkpoints.SignedTrail;
import dev.linkgate.gateway.feature.checkpoints.TestCheckpoints;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.transparency.CanonicalForm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.util.UriComponentsBuilder;

/** A new database with a trail in it, as one replica of the gateway has it. */
public final class AuditFixture implements AutoCloseable {

    static final AuditSettings SETTINGS = settings(Duration.ofSeconds(20));
    public static final Instant NOW = Instant.parse("2026-11-24T13:24:00.123456Z");
    public static final ProjectId PROJECT = new ProjectId("5c3a1f1f1f1f1f1f1f1f1f1f");
    public static final Target ENDPOINT =
            Target.endpoint(PROJECT, new LinkId("5df264b8f10fab7d2cad2f0d"), "vpce-0b9c5701325cb15dd");

    public final List<Receipt> receipts = new ArrayList<>();
    public final UnreliableDataSource dataSource;
    public final JdbcClient jdbc;
    public final TrailReader reader;
    final Replica replica = new Replica();
    final OpenIntents openIntents;
    final ReplicaStore replicas;
    final WriteNotifications notifications = new WriteNotifications(TestVocabulary.ALL);
    public final ChainWriter writer;
    public final ScanExecutors threads = new ScanExecutors();
    public final TrailScans scans;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final AuditLog log;
    final AnonymousRefusals anonymous;
    public final Seals seals;
    public final AuditTrail trail;
    final RollbackState rollback = new RollbackState();
    private final AuditSettings settings;

    /** The writers', and that of the minutes of anonymous callers. */
    final ManualClock clock = new ManualClock();

    private final HikariDataSource pool;

    public AuditFixture(TestDatabase database) {
        this(database.unpooled(), SETTINGS);
    }

    public AuditFixture(DataSource database, AuditSettings settings) {
        this(database, settings, BatchQueue.Bounds.USUAL);
    }

    AuditFixture(DataSource database, AuditSettings settings, BatchQueue.Bounds bounds) {
        this(database, settings, bounds, new DiskSpace(null, settings.minFreeSpace(), path -> 0));
    }

    /** How many audit records had this result, by the metrics. */
    double counted(String result) {
        return meters.get(Metric.AUDIT_RECORDS.meterName())
                .tag("result", result)
                .counter()
                .count();
    }

    AuditFixture(DataSource database, AuditSettings settings, BatchQueue.Bounds bounds, DiskSpace space) {
        this.settings = settings;
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(1);
        pool = new HikariDataSource(config);
        dataSource = new UnreliableDataSource(pool);
        jdbc = JdbcClient.create(pool);
        reader = new TrailReader(dataSource);
        openIntents = new OpenIntents(JdbcClient.create(dataSource));
        replicas = TestReplicas.on(dataSource);
        writer = chainWriter(new WriteNotifications(TestVocabulary.ALL), new RollbackState());
        scans = new TrailScans(reader, threads);
        log = new AuditLog(chainWriter(notifications, rollback), settings, bounds, space, meters);
        anonymous = new AnonymousRefusals(log, settings, clock::read);
        seals = TestSeals.on(jdbc, TestKeys.RING);
        trail = new AuditTrail(
                log, openIntents, anonymous, replica, notifications, rollback, settings, seals, () -> NOW);
    }

    public static AuditSettings settings(Duration timeout) {
        return new AuditSettings(timeout, 3, DataSize.ofBytes(0));
    }

    /** The component {@code audit} of the readiness probe. */
    Status health() {
        return new AuditHealth(log, rollback, meters).health().getStatus();
    }

    /** Its time-out is the database's, which no test of a caller's patience must run into. */
    private ChainWriter chainWriter(WriteNotifications notifications, RollbackState rollback) {
        return new ChainWriter(dataSource, SETTINGS, replica, notifications, rollback, clock::read);
    }

    /** Makes a record durable, or fails as its caller does. */
    Receipt record(Entry entry) {
        return log.record(new PendingRecord(entry));
    }

    /** Adds a record that stays in the queue when the patience is over. */
    Optional<Receipt> record(Entry entry, Duration patience) {
        return log.add(new PendingRecord(entry), patience);
    }

    /** A call of the team payments, whose receipts are kept in {@link #receipts}. */
    public RequestContext context() {
        return context(receipts::add);
    }

    public static RequestContext context(Consumer<Receipt> receipts) {
        RequestContext context = new RequestContext("req-1", "192.0.2.7", null, receipts);
        context.identified(Actor.team("payments", "k1"));
        context.allowed(Right.PERMANENT);
        return context;
    }

    public static Entry entry(String requestId) {
        return entry(requestId, Actor.team("payments", "k1"));
    }

    public static Entry entry(String requestId, Actor actor) {
        RequestContext context = new RequestContext(requestId, "192.0.2.7", null, receipt -> {});
        context.identified(actor);
        return Entry.of(NOW, Phase.EVENT, context, Action.ENDPOINT_GET, ENDPOINT, Outcome.succeeded(200));
    }

    /** What a request for records with these parameters selects, such as {@code team=search&result=FAILED}. */
    static Selection selection(String parameters) {
        return AuditQuery.of(TestVocabulary.ALL, request(parameters)).selection();
    }

    /** The selection of a query of the trail of a project, which a team sees. */
    static Selection selection(ProjectId project, String parameters) {
        return AuditQuery.of(TestVocabulary.ALL, request(parameters), project).selection();
    }

    private static HttpServletRequest request(String parameters) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        UriComponentsBuilder.fromUriString("?" + parameters)
                .build()
                .getQueryParams()
                .toSingleValueMap()
                .forEach(request::setParameter);
        return request;
    }

    /** A call of an unknown caller. */
    RequestContext anonymousContext(String requestId, String remoteAddress) {
        return new RequestContext(requestId, remoteAddress, null, receipts::add);
    }

    /** Writes so many records, which differ in their request id, in one commit. */
    public void write(int records) throws SQLException {
        writer.append(LongStream.rangeClosed(1, records)
                .mapToObj(i -> new PendingRecord(entry("req-" + i)))
                .toList());
    }

    /** All records, oldest first. */
    public List<AuditRecord> records() {
        return oldestFirst(Selection.ALL, Long.MAX_VALUE);
    }

    public List<AuditRecord> oldestFirst(Selection selection, long last) {
        return oldestFirst(scans, selection, last);
    }

    /** Reads the records in chunks of three. */
    public List<AuditRecord> oldestFirst(TrailScans scans, Selection selection, long last) {
        TrailFilter filter = scans.filter(context(), selection).until(last);
        List<AuditRecord> records = new ArrayList<>();
        TrailReader.RecordBatch part = TrailReader.RecordBatch.behind(0);
        while (!part.atEnd()) {
            part = scans.after(context(), part.last(), filter, 3);
            records.addAll(part.records());
        }
        return records;
    }

    public Verification verify() {
        return verifier().verify(context(), 0);
    }

    public ChainVerifier verifier() {
        return verifier(new TestCheckpoints(dataSource, clock).signed());
    }

    /** A verifier that compares the records with what was signed. */
    ChainVerifier verifier(SignedTrail signed) {
        return new ChainVerifier(
                reader,
                new TrailBase(dataSource),
                signed,
                scans,
                threads,
                new ComparedRights(List.of(), reader, threads, InstantSource.system()));
    }

    /** The verification of the trail as it is now. */
    public Verification valid() {
        return Verification.valid(0, 0, reader.head().orElseThrow()).with(List.of());
    }

    static void assertUnavailable(Runnable work) {
        assertRefused(ProblemCode.AUDIT_UNAVAILABLE, work);
    }

    static void assertRefused(ProblemCode code, Runnable work) {
        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(work::run)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(code));
    }

    /** Removes the last records, and sets the head back to hide it. */
    void cutTail(long last) {
        jdbc.sql("DELETE FROM audit_record WHERE sequence > ?").param(last).update();
        jdbc.sql("UPDATE audit_head SET sequence = ?, hash = (SELECT hash FROM audit_record WHERE sequence = ?)")
                .params(last, last)
                .update();
    }

    /** Makes the trail as it was when the database was new. */
    public void clear() {
        jdbc.sql("DELETE FROM audit_record").update();
        jdbc.sql("DELETE FROM audit_open_intent").update();
        jdbc.sql("DELETE FROM audit_head").update();
        jdbc.sql("INSERT INTO audit_head (id, sequence, hash, last_write) VALUES (1, 0, ?, 0)")
                .param(CanonicalForm.GENESIS)
                .update();
    }

    @Override
    public void close() {
        anonymous.close();
        log.close();
        writer.release();
        threads.close();
        pool.close();
    }
}
