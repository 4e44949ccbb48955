package dev.linkgate.gateway.core.trail.read;

import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.store.LongStatements;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.web.SharedList;
import dev.linkgate.gateway.core.trail.read.Selection.Condition;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.AuditRow;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The one reader of the trail. Long reads go in parts, so that none holds a transaction, the database's thread or the
 * whole trail in memory; each part needs one of the {@link ScanExecutors} or another thread of the platform.
 *
 * <p>Nothing here checks the chain: a record that was tampered with is read as it is.
 */
@Repository
public class TrailReader {

    /** The records examined for a part or a page. SQLite reads so many in about 10 ms, however long the trail is. */
    static final int EXAMINED = 50_000;

    /** How long the database may take for one part. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final JdbcClient jdbc;

    /** The client for questions that examine many records. */
    private final JdbcClient parts;

    private final TrailBase base;
    private final int examined;

    @Autowired
    public TrailReader(DataSource dataSource) {
        this(dataSource, EXAMINED);
    }

    public TrailReader(DataSource dataSource, int examined) {
        this.jdbc = JdbcClient.create(dataSource);
        this.parts = JdbcClient.create(new LongStatements(dataSource, LONGEST));
        this.base = new TrailBase(dataSource);
        this.examined = examined;
    }

    /**
     * A part of the trail.
     *
     * @param records oldest first
     * @param last the sequence of the last record that was examined. It is before the part if the end of the trail was
     *     cut off
     * @param atEnd whether that was the last one that may be read
     */
    public record RecordBatch(List<AuditRecord> records, long last, boolean atEnd) {

        /** Before the first part of a read that begins behind a sequence. */
        public static RecordBatch behind(long position) {
            return new RecordBatch(List.of(), position, false);
        }
    }

    /**
     * The records that follow a sequence and are not archived. Only a limited number of records is examined, so there
     * may be fewer than the most, or none, although others follow.
     *
     * @param most the maximum number of records
     */
    public RecordBatch after(long position, TrailFilter filter, int most) {
        ScanExecutors.requireScanThread();
        Range all = readable();
        long first = Math.max(position + 1, all.first());
        long end = Math.min(all.last(), filter.last());
        boolean isWhole = filter.isByIndex() || end - first < examined;
        Range range = new Range(first, isWhole ? end : first + examined - 1);
        List<AuditRecord> records = records(filter, range, "ASC", most);
        long last = records.size() < most ? range.last() : records.getLast().sequence();
        return new RecordBatch(records, last, last >= end);
    }

    /** Whether a record follows a sequence. All that the filter's index leads to are examined. */
    public boolean isAny(long position, TrailFilter filter) {
        return jdbc.sql("SELECT 1 FROM audit_record" + filter.where() + " LIMIT 1")
                .params(filter.values())
                .param(position + 1)
                .param(filter.last())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** The end of the chain, sequence 0 when it is empty; absent only if it was removed by tampering. */
    public Optional<Receipt> head() {
        return jdbc.sql("SELECT sequence, hash FROM audit_head WHERE id = 1")
                .query((row, number) -> new Receipt(row.getLong(1), row.getString(2)))
                .optional();
    }

    /**
     * How far the chain goes, by the sequences of records, 0 if there is none.
     *
     * @param lastWrite of the last record that is not an event
     */
    public record End(long last, long lastWrite) {}

    /** Where the chain ends. */
    public End end() {
        return jdbc.sql("SELECT sequence, last_write FROM audit_head WHERE id = 1")
                .query((row, number) -> new End(row.getLong(1), row.getLong(2)))
                .single();
    }

    /**
     * The range from the first record that is not archived to the end of the chain, or of the table if that is not
     * known.
     */
    private Range readable() {
        return jdbc.sql("SELECT " + TrailBase.SQL + " + 1, coalesce((SELECT sequence FROM audit_head WHERE id = 1),"
                        + " (SELECT max(sequence) FROM audit_record), 0)")
                .query((row, number) -> new Range(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** The sequences of the intents without an outcome, oldest first. */
    public List<Long> openIntents() {
        return jdbc.sql("SELECT sequence FROM audit_open_intent ORDER BY sequence")
                .query(Long.class)
                .list();
    }

    /**
     * The intents without an outcome that are about a project, oldest first. If the end of the trail was cut off, it
     * also has intents whose sequences belong to other records now.
     */
    public List<AuditRecord> openIntents(ProjectId project) {
        return jdbc.sql("SELECT " + AuditRow.COLUMNS + " FROM audit_record WHERE sequence IN"
                        + " (SELECT sequence FROM audit_open_intent) AND phase = 'INTENT' AND project_id = ? AND sequence > "
                        + TrailBase.SQL
                        + " ORDER BY sequence")
                .param(project.value())
                .query(AuditRow::read)
                .list();
    }

    /** A record that is not archived. */
    public Optional<AuditRecord> find(long sequence) {
        return jdbc.sql("SELECT " + AuditRow.COLUMNS + " FROM audit_record WHERE sequence = ? AND sequence > "
                        + TrailBase.SQL)
                .param(sequence)
                .query(AuditRow::read)
                .optional();
    }

    /**
     * The hash of a record; of one that is not kept any more, as the record after it has it.
     *
     * @param sequence from 1
     */
    public Optional<String> hash(long sequence) {
        return jdbc.sql("SELECT CASE WHEN sequence = ? THEN hash ELSE previous_hash END FROM audit_record"
                        + " WHERE sequence BETWEEN ? AND ? ORDER BY sequence LIMIT 1")
                .params(sequence, sequence, sequence + 1)
                .query(String.class)
                .optional();
    }

    /** A record as a link of the chain. */
    public record Link(long sequence, String previousHash, String hash) {}

    /** The records of a range that still exist, oldest first. The range has a few thousand records at most. */
    public List<Link> links(long first, long last) {
        ScanExecutors.requireScanThread();
        return jdbc.sql("SELECT sequence, previous_hash, hash FROM audit_record WHERE sequence BETWEEN ? AND ?"
                        + " ORDER BY sequence")
                .params(first, last)
                .query((row, number) -> new Link(row.getLong(1), row.getString(2), row.getString(3)))
                .list();
    }

    /** The sequence before that of the first record of this time or later. */
    public long before(Instant time) {
        return jdbc.sql("SELECT sequence FROM audit_record WHERE time_micros >= ? ORDER BY time_micros LIMIT 1")
                .param(Micros.of(time))
                .query(Long.class)
                .optional()
                .map(first -> first - 1)
                .orElseGet(() -> readable().last());
    }

    /**
     * A page of a selection. All who ask the same at the same time share it, and so the JSON of its records.
     *
     * @param records newest first
     * @param next continue with records older than this sequence; absent if there are none
     */
    public record Page(List<AuditRecord> records, @Nullable Long next) {
        public Page {
            records = new SharedList<>(records);
        }
    }

    /**
     * The newest records of a selection. Only a limited number of records is examined, so there may be fewer than the
     * limit, or none, although there are older ones.
     *
     * @param before only records with a lower sequence
     */
    public Page newestFirst(Selection selection, long before, int limit) {
        ScanExecutors.requireScanThread();
        Scan scan = scan(selection, before);
        long first = Math.max(first(), scan.first());
        // One additional record shows whether there is a next page.
        List<AuditRecord> found = records(scan.filter(), new Range(first, before - 1), "DESC", limit + 1);
        if (found.size() > limit) {
            List<AuditRecord> records = found.subList(0, limit);
            return new Page(records, records.getLast().sequence());
        }
        return new Page(found, scan.isWhole() || first > scan.first() ? null : first);
    }

    /** The best way to find the records of a selection. */
    public TrailFilter filter(Selection selection) {
        ScanExecutors.requireScanThread();
        return scan(selection, Long.MAX_VALUE).filter();
    }

    /** The number of selected records; absent if more than a limited number would have to be examined. */
    public Optional<Long> countIfFew(Selection selection) {
        Scan scan = scan(selection, Long.MAX_VALUE);
        return scan.isWhole()
                ? Optional.of(count(scan.filter(), new Range(first(), Long.MAX_VALUE)))
                : Optional.empty();
    }

    /** The number of records in a range. */
    public long count(TrailFilter filter, Range range) {
        ScanExecutors.requireScanThread();
        return parts.sql("SELECT count(*) FROM audit_record" + filter.where())
                .params(filter.values())
                .param(range.first())
                .param(range.last())
                .query(Long.class)
                .single();
    }

    /** The beginning of a range, as long as one part may be. */
    public Range part(TrailFilter filter, Range range) {
        return filter.isByIndex() ? range : range.until(range.first() + examined - 1);
    }

    /** The number of records in the trail: there are no gaps between them. */
    public long size() {
        return head().map(Receipt::sequence).orElse(0L) - base.sequence();
    }

    /** No record of the trail is before it. */
    private long first() {
        long archived = base.sequence();
        return archived == 0 ? Long.MIN_VALUE : archived + 1;
    }

    /** The range of all records. */
    public Range range() {
        return jdbc.sql("SELECT (SELECT coalesce(min(sequence), 1) FROM audit_record WHERE sequence >= ?),"
                        + " (SELECT coalesce(max(sequence), 0) FROM audit_record)")
                .param(first())
                .query((row, number) -> new Range(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** The number of records beyond the last one named by the head row. */
    public long countBehindHead() {
        ScanExecutors.requireScanThread();
        return parts.sql("SELECT count(*) FROM audit_record"
                        + " WHERE sequence > (SELECT sequence FROM audit_head WHERE id = 1)")
                .query(Long.class)
                .single();
    }

    /** The sequences from the first to the last. */
    public record Range(long first, long last) {

        public boolean isEmpty() {
            return first > last;
        }

        public Range until(long end) {
            return new Range(first, Math.min(end, last));
        }

        /** The rest after a part. */
        public Range after(long sequence) {
            return new Range(sequence + 1, last);
        }
    }

    private List<AuditRecord> records(TrailFilter filter, Range range, String direction, int limit) {
        return parts.sql("SELECT " + AuditRow.COLUMNS + " FROM audit_record" + filter.where() + " ORDER BY "
                        + filter.sequence() + " " + direction + " LIMIT " + limit)
                .params(filter.values())
                .param(range.first())
                .param(range.last())
                .query(AuditRow::read)
                .list();
    }

    /**
     * A way to find the records of a selection.
     *
     * @param first the oldest record that may be examined, {@link #BEGINNING} if all may be
     */
    private record Scan(TrailFilter filter, long first) {

        static final long BEGINNING = Long.MIN_VALUE;

        /** @param indexed the conditions whose one index is used; without any, the records are read in their order */
        static Scan of(List<Condition> conditions, List<Condition> indexed, long first) {
            TrailFilter filter = TrailFilter.ALL;
            for (Condition condition : conditions) {
                filter = filter.and(
                        indexed.contains(condition) ? condition.sql() : condition.sqlWithoutIndex(), condition.value());
            }
            boolean isByTime = indexed.stream().anyMatch(condition -> condition.index() == Condition.Index.BY_TIME);
            return new Scan(isByTime ? filter.byTime() : first == BEGINNING ? filter.byIndex() : filter, first);
        }

        /** Whether all records that the index leads to may be examined. */
        boolean isWhole() {
            return first == BEGINNING;
        }
    }

    /** The scan that comes furthest back. */
    private Scan scan(Selection selection, long before) {
        List<Condition> conditions = selection.conditions();
        Scan furthest = Scan.of(conditions, List.of(), firstExamined(before));
        for (Condition condition : conditions) {
            if (condition.index() == Condition.Index.BY_SEQUENCE && !furthest.isWhole()) {
                long first = firstExamined(condition, before);
                if (first < furthest.first()) {
                    furthest = Scan.of(conditions, List.of(condition), first);
                }
            }
        }
        List<Condition> times = conditions.stream()
                .filter(condition -> condition.index() == Condition.Index.BY_TIME)
                .toList();
        return !furthest.isWhole() && !times.isEmpty() && areFew(times)
                ? Scan.of(conditions, times, Scan.BEGINNING)
                : furthest;
    }

    /** The first sequence to examine when every record counts. There are no gaps between records. */
    private long firstExamined(long before) {
        long newest = jdbc.sql("SELECT coalesce(max(sequence), 0) FROM audit_record")
                .query(Long.class)
                .single();
        long first = Math.min(before, newest + 1) - examined;
        return first > 1 ? first : Scan.BEGINNING;
    }

    /** The first sequence to examine when only the records that fulfil the condition count. */
    private long firstExamined(Condition condition, long before) {
        return parts.sql("SELECT sequence FROM audit_record WHERE " + condition.sql()
                        + " AND sequence < ? ORDER BY sequence DESC LIMIT 1 OFFSET ?")
                .params(condition.value(), before, examined - 1)
                .query(Long.class)
                .optional()
                .orElse(Scan.BEGINNING);
    }

    /** Whether all records of these times may be examined. */
    private boolean areFew(List<Condition> times) {
        return parts.sql("SELECT time_micros FROM audit_record WHERE "
                        + times.stream().map(Condition::sql).collect(Collectors.joining(" AND "))
                        + " ORDER BY time_micros LIMIT 1 OFFSET ?")
                .params(times.stream().map(Condition::value).toList())
                .param(examined)
                .query(Long.class)
                .optional()
                .isEmpty();
    }
}
