package dev.linkgate.audit;

import dev.linkgate.kernel.Receipt;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the trail. Long reads go in chunks, so that none holds a transaction or the whole trail in memory. */
@Repository
class AuditStore {

    private static final int CHUNK = 1_000;

    private final JdbcClient jdbc;

    AuditStore(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** The end of the chain, sequence 0 when it is empty; absent only if it was removed by tampering. */
    Optional<Receipt> head() {
        return jdbc.sql("SELECT sequence, hash FROM audit_head WHERE id = 1")
                .query((row, number) -> new Receipt(row.getLong(1), row.getString(2)))
                .optional();
    }

    Optional<AuditRecord> find(long sequence) {
        return jdbc.sql("SELECT " + AuditRow.COLUMNS + " FROM audit_record WHERE sequence = ?")
                .param(sequence)
                .query(AuditRow::read)
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
     * The newest records.
     *
     * @param before only records with a lower sequence
     */
    List<AuditRecord> newestFirst(Selection selection, long before, int limit) {
        Map<String, Object> conditions = selection.conditions();
        conditions.put("sequence < ?", before);
        return records(conditions, "DESC", limit);
    }

    /**
     * All records, read as the stream is consumed.
     *
     * @param last only records up to this sequence, so that the stream has an end
     */
    Stream<AuditRecord> oldestFirst(Selection selection, long last) {
        return Stream.iterate(
                        chunk(selection, Long.MIN_VALUE, last),
                        chunk -> !chunk.isEmpty(),
                        chunk -> chunk(selection, chunk.getLast().sequence(), last))
                .flatMap(List::stream);
    }

    long count(Selection selection) {
        Map<String, Object> conditions = selection.conditions();
        return jdbc.sql("SELECT count(*) FROM audit_record" + where(conditions))
                .params(List.copyOf(conditions.values()))
                .query(Long.class)
                .single();
    }

    /** The number of records beyond the last one named by the head row. */
    long countBehindHead() {
        return jdbc.sql("SELECT count(*) FROM audit_record"
                        + " WHERE sequence > (SELECT sequence FROM audit_head WHERE id = 1)")
                .query(Long.class)
                .single();
    }

    private List<AuditRecord> chunk(Selection selection, long after, long last) {
        Map<String, Object> conditions = selection.conditions();
        conditions.put("sequence > ?", after);
        conditions.put("sequence <= ?", last);
        return records(conditions, "ASC", CHUNK);
    }

    private List<AuditRecord> records(Map<String, Object> conditions, String direction, int limit) {
        return jdbc.sql("SELECT " + AuditRow.COLUMNS + " FROM audit_record" + where(conditions) + " ORDER BY sequence "
                        + direction + " LIMIT " + limit)
                .params(List.copyOf(conditions.values()))
                .query(AuditRow::read)
                .list();
    }

    private static String where(Map<String, Object> conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions.keySet());
    }
}
