package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.gateway.platform.store.LongStatements;
import dev.linkgate.gateway.trail.audit.Condition.Index;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads the trail. Long reads go in parts, so that none holds a transaction, the database's thread or the whole trail in
 * memory; each part needs one of the {@link ScanExecutors}.
 */
@Repository
class AuditStore {

    /** The records examined for a page. SQLite reads so many in about 10 ms, however long the trail is. */
    private static final int EXAMINED = 50_000;

    /** How long the database may take for one part. */
    static final Duration SCAN = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final TrailBase base;
    private final int examined;

    @Autowired
    AuditStore(DataSource dataSource) {
        this(dataSource, EXAMINED);
    }

    AuditStore(DataSource dataSource, int examined) {
        this.jdbc = JdbcClient.create(new LongStatements(dataSource, SCAN));
        this.base = new TrailBase(dataSource);
        this.examined = examined;
    }

    /** The end of the chain, sequence 0 when it is empty; absent only if it was removed by tampering. */
    Optional<Receipt> head() {
        return jdbc.sql("SELECT sequence, hash FROM audit_head WHERE id = 1")
                .query((row, number) -> new Receipt(row.getLong(1), row.getString(2)))
                .optional();
    }

    Optional<AuditRecord> find(long sequence) {
        return jdbc.sql("SELECT " + AuditRow.COLUMNS + " FROM audit_record WHERE sequence = ? AND sequence > "
                        + TrailBase.SQL)
                .param(sequence)
                .query(AuditRow::read)
                .optional();
    }

    /** The hash of a record, which is not checked. */
    Optional<String> hash(long sequence) {
        return jdbc.sql("SELECT hash FROM audit_record WHERE sequence = ?")
                .param(sequence)
                .query(String.class)
                .optional();
    }

    /** Whether a later write of the same endpoint was begun. */
    boolean isFollowed(long sequence, Entry.Subject subject) {
        return jdbc.sql("SELECT count(*) FROM audit_record WHERE project_id = ? AND sequence > ? AND link_id = ?"
                                + " AND interface_endpoint_id = ? AND phase = ?")
                        .param(1, subject.projectId(), Types.VARCHAR)
                        .param(2, sequence)
                        .param(3, subject.linkId(), Types.VARCHAR)
                        .param(4, subject.interfaceEndpointId(), Types.VARCHAR)
                        .param(5, Phase.INTENT.name())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /**
     * The newest records of a selection. Only a limited number of records is examined, so there may be fewer than the
     * limit, or none, although there are older ones.
     *
     * @param before only records with a lower sequence
     */
    AuditPage newestFirst(Selection selection, long before, int limit) {
        ScanExecutors.requireScanThread();
        Scan scan = scan(selection, before);
        long first = Math.max(first(), scan.first());
        // One additional record shows whether there is a next page.
        List<AuditRecord> found = records(scan, new Range(first, before - 1), "DESC", limit + 1);
        if (found.size() > limit) {
            List<AuditRecord> records = found.subList(0, limit);
            return new AuditPage(records, records.getLast().sequence());
        }
        return new AuditPage(found, scan.isWhole() || first > scan.first() ? null : first);
    }

    /** The best way to find the records of a selection. */
    Scan scan(Selection selection) {
        ScanExecutors.requireScanThread();
        return scan(selection, Long.MAX_VALUE);
    }

    /** Selected records, oldest first. */
    List<AuditRecord> oldestFirst(Scan scan, Range range, int limit) {
        ScanExecutors.requireScanThread();
        return records(scan, range, "ASC", limit);
    }

    /** The number of selected records; absent if more than a limited number would have to be examined. */
    Optional<Long> countIfFew(Selection selection) {
        Scan scan = scan(selection);
        return scan.isWhole() ? Optional.of(count(scan, new Range(first(), Long.MAX_VALUE))) : Optional.empty();
    }

    /** The number of selected records in a range. */
    long count(Scan scan, Range range) {
        ScanExecutors.requireScanThread();
        return jdbc.sql("SELECT count(*) FROM audit_record" + where(conditions(scan)))
                .params(scan.parameters())
                .param(range.first())
                .param(range.last())
                .query(Long.class)
                .single();
    }

    /** The number of records in the trail: there are no gaps between them. */
    long size() {
        return head().map(Receipt::sequence).orElse(0L) - base.sequence();
    }

    /** No record of the trail is before it. */
    private long first() {
        long archived = base.sequence();
        return archived == 0 ? Long.MIN_VALUE : archived + 1;
    }

    /** The range of all records. */
    Range range() {
        return jdbc.sql("SELECT (SELECT coalesce(min(sequence), 1) FROM audit_record WHERE sequence >= ?),"
                        + " (SELECT coalesce(max(sequence), 0) FROM audit_record)")
                .param(first())
                .query((row, number) -> new Range(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** The beginning of a range, as long as one scan may be. */
    Range part(Scan scan, Range range) {
        return scan.isWhole() ? range : range.until(range.first() + examined - 1);
    }

    /** The number of records beyond the last one named by the head row. */
    long countBehindHead() {
        ScanExecutors.requireScanThread();
        return jdbc.sql("SELECT count(*) FROM audit_record"
                        + " WHERE sequence > (SELECT sequence FROM audit_head WHERE id = 1)")
                .query(Long.class)
                .single();
    }

    /** The sequences from the first to the last. */
    record Range(long first, long last) {

        boolean isEmpty() {
            return first > last;
        }

        Range until(long end) {
            return new Range(first, Math.min(end, last));
        }

        /** Without the records up to a sequence. */
        Range behind(long sequence) {
            return new Range(Math.max(first, sequence + 1), last);
        }

        /** The rest after a part. */
        Range after(long sequence) {
            return new Range(sequence + 1, last);
        }
    }

    private List<AuditRecord> records(Scan scan, Range range, String direction, int limit) {
        return jdbc.sql("SELECT " + AuditRow.COLUMNS + " FROM audit_record" + where(conditions(scan)) + " ORDER BY "
                        + scan.sequence() + " " + direction + " LIMIT " + limit)
                .params(scan.parameters())
                .param(range.first())
                .param(range.last())
                .query(AuditRow::read)
                .list();
    }

    private static List<String> conditions(Scan scan) {
        List<String> conditions = new ArrayList<>(scan.sql());
        conditions.add(scan.sequence() + " BETWEEN ? AND ?");
        return conditions;
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** The scan that comes furthest back. */
    private Scan scan(Selection selection, long before) {
        List<Condition> conditions = selection.conditions();
        Scan furthest = new Scan(conditions, List.of(), firstExamined(before));
        for (Condition condition : conditions) {
            if (condition.index() == Index.BY_SEQUENCE && !furthest.isWhole()) {
                long first = firstExamined(condition, before);
                if (first < furthest.first()) {
                    furthest = new Scan(conditions, List.of(condition), first);
                }
            }
        }
        List<Condition> times = conditions.stream()
                .filter(condition -> condition.index() == Index.BY_TIME)
                .toList();
        return !furthest.isWhole() && !times.isEmpty() && areFew(times)
                ? new Scan(conditions, times, Scan.BEGINNING)
                : furthest;
    }

    /** Of all records. There are no gaps between them. */
    private long firstExamined(long before) {
        long newest = jdbc.sql("SELECT coalesce(max(sequence), 0) FROM audit_record")
                .query(Long.class)
                .single();
        long first = Math.min(before, newest + 1) - examined;
        return first > 1 ? first : Scan.BEGINNING;
    }

    /** Of the records that fulfil the condition. */
    private long firstExamined(Condition condition, long before) {
        return jdbc.sql("SELECT sequence FROM audit_record WHERE " + condition.sql()
                        + " AND sequence < ? ORDER BY sequence DESC LIMIT 1 OFFSET ?")
                .params(condition.value(), before, examined - 1)
                .query(Long.class)
                .optional()
                .orElse(Scan.BEGINNING);
    }

    /** Whether all records of these times may be examined. */
    private boolean areFew(List<Condition> times) {
        return jdbc.sql("SELECT time_micros FROM audit_record"
                        + where(times.stream().map(Condition::sql).toList())
                        + " ORDER BY time_micros LIMIT 1 OFFSET ?")
                .params(times.stream().map(Condition::value).toList())
                .param(examined)
                .query(Long.class)
                .optional()
                .isEmpty();
    }
}
