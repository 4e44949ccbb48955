package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.kernel.ProjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The hashes of the records, as the database has them, for what is made from the trail. Nothing here checks the chain. */
@Repository
public class RecordHashes {

    /**
     * In one value, because drivers take longer for a row than for its hash. It shows where a hash has not the length of
     * one, and whether records are missing.
     */
    private static final String AS_ONE_VALUE = """
            SELECT count(*), min(sequence), max(sequence), string_agg(hash, ':') FROM (
                SELECT sequence, hash FROM audit_record WHERE sequence BETWEEN ? AND ? ORDER BY sequence) AS record""";

    /** Characters from one hash to the next. */
    private static final int STEP = 65;

    private final JdbcClient jdbc;

    public RecordHashes(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * The sequence of the last record, 0 if there is none; absent only if it was removed by tampering. Records up to it
     * are visible, and no others may be read.
     */
    public Optional<Long> head() {
        return jdbc.sql("SELECT sequence FROM audit_head WHERE id = 1")
                .query(Long.class)
                .optional();
    }

    /**
     * The hash of a record; of one that is not kept any more, as the record after it has it.
     *
     * @param sequence from 1
     */
    public Optional<String> find(long sequence) {
        return jdbc.sql("SELECT CASE WHEN sequence = ? THEN hash ELSE previous_hash END FROM audit_record"
                        + " WHERE sequence BETWEEN ? AND ? ORDER BY sequence LIMIT 1")
                .params(sequence, sequence, sequence + 1)
                .query(String.class)
                .optional();
    }

    /** Those that there are in a range, oldest first. It has a few thousand records at most. */
    public List<Receipt> range(long first, long last) {
        ScanExecutors.requireScanThread();
        return jdbc.sql(AS_ONE_VALUE)
                .params(first, last)
                .query((row, number) -> split(row))
                .single()
                .orElseGet(() -> rows(first, last));
    }

    /** The hashes of consecutive records; absent if they are not consecutive, or one has not the form of a hash. */
    private static Optional<List<Receipt>> split(ResultSet row) throws SQLException {
        int count = row.getInt(1);
        long first = row.getLong(2);
        String hashes = row.getString(4);
        if (hashes == null || row.getLong(3) - first + 1 != count || hashes.length() != count * STEP - 1) {
            return Optional.empty();
        }
        List<Receipt> records = new ArrayList<>(count);
        for (int at = 0; at < hashes.length(); at += STEP) {
            int end = at + STEP - 1;
            if (end < hashes.length() && hashes.charAt(end) != ':') {
                return Optional.empty();
            }
            records.add(new Receipt(first + records.size(), hashes.substring(at, end)));
        }
        return Optional.of(records);
    }

    private List<Receipt> rows(long first, long last) {
        return jdbc.sql("SELECT sequence, hash FROM audit_record WHERE sequence BETWEEN ? AND ? ORDER BY sequence")
                .params(first, last)
                .query((row, number) -> new Receipt(row.getLong(1), row.getString(2)))
                .list();
    }

    /** Whether there is such a record, and the project's trail shows it. */
    public boolean isShownTo(ProjectId project, long sequence) {
        return jdbc.sql("SELECT 1 FROM audit_record WHERE sequence = ? AND project_id = ? AND actor_kind <> ?"
                        + " AND sequence > " + TrailBase.SQL)
                .params(sequence, project.value(), Actor.Kind.ANONYMOUS.word())
                .query(Long.class)
                .optional()
                .isPresent();
    }
}
