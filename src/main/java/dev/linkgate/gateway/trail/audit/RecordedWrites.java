package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads from the trail, in the order of the records, which links and endpoints of a project were added and removed. */
@Repository
public class RecordedWrites {

    /** The writes that add or remove links and endpoints. */
    private static final Set<Action> AT_ATLAS = EnumSet.of(
            Action.ENDPOINT_ADD,
            Action.ENDPOINT_ENSURE,
            Action.ENDPOINT_REMOVE,
            Action.LINK_CREATE,
            Action.LINK_REMOVE);

    /** The records of which a part has the writes. SQLite reads so many in about 10 ms. */
    private static final long EXAMINED = 50_000;

    /** The records of writes in a part. */
    static final int MOST = 5_000;

    private static final String WRITES = "SELECT " + AuditRow.COLUMNS + " FROM audit_record WHERE project_id = ?"
            + " AND sequence > ? AND sequence <= ? AND phase <> 'EVENT' ORDER BY sequence LIMIT "
            + MOST;

    private final JdbcClient jdbc;
    private final ScanExecutors threads;

    RecordedWrites(JdbcClient jdbc, ScanExecutors threads) {
        this.jdbc = jdbc;
        this.threads = threads;
    }

    /**
     * A part of a project's writes.
     *
     * @param last the sequence of the last record that was examined
     * @param atEnd whether that was the newest record of the trail when the part was read
     */
    public record Part(List<WriteRecord> writes, long last, boolean atEnd) {}

    /** The sequence before that of the first record of this time or later. */
    public long before(Instant time) {
        return jdbc.sql("SELECT sequence FROM audit_record WHERE time_micros >= ? ORDER BY time_micros LIMIT 1")
                .param(HashChain.micros(time))
                .query(Long.class)
                .optional()
                .map(first -> first - 1)
                .orElseGet(this::newest);
    }

    /** The writes that follow a sequence, as far as one scan reaches. */
    public Part after(RequestContext context, ProjectId project, long sequence) {
        return threads.proceed(context, () -> read(project, sequence));
    }

    private Part read(ProjectId project, long sequence) {
        ScanExecutors.requireScanThread();
        long newest = newest();
        long end = Math.min(newest, sequence + EXAMINED); // lower than before in a trail whose end was cut off
        List<AuditRecord> records = jdbc.sql(WRITES)
                .params(project.value(), sequence, end)
                .query(AuditRow::read)
                .list();
        long last = records.size() < MOST ? end : records.getLast().sequence();
        List<WriteRecord> writes =
                records.stream().flatMap(record -> write(record).stream()).toList();
        return new Part(writes, last, last >= newest);
    }

    private long newest() {
        return jdbc.sql("SELECT coalesce(max(sequence), 0) FROM audit_record")
                .query(Long.class)
                .single();
    }

    /** A record that was tampered with can have any words; it is no write then. */
    private static Optional<WriteRecord> write(AuditRecord record) {
        Entry entry = record.entry();
        return AT_ATLAS.stream()
                .filter(action -> action.word().equals(entry.action()))
                .findFirst()
                .map(action -> new WriteRecord(
                        new Receipt(record.sequence(), record.hash()),
                        entry.phase().equals(Phase.OUTCOME.name()),
                        entry.time(),
                        entry.origin().requestId(),
                        action,
                        entry.subject().linkId(),
                        entry.subject().interfaceEndpointId(),
                        Stream.of(Result.values())
                                .filter(result ->
                                        result.name().equals(entry.facts().result()))
                                .findFirst()
                                .orElse(null),
                        entry.facts().status(),
                        entry.facts().atlasStatus()));
    }
}
