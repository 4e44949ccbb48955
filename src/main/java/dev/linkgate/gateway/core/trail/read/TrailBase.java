package dev.linkgate.gateway.core.trail.read;

import dev.linkgate.gateway.core.platform.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Where the trail begins: behind the records that are archived. From the moment at which an archive is noted, its
 * records are no part of the trail, although their rows are removed only after that.
 */
@Repository
public class TrailBase {

    /** The sequence of the last record that is archived, as SQL. */
    static final String SQL = "(SELECT coalesce(max(last_sequence), 0) FROM audit_archive)";

    private final JdbcClient jdbc;

    public TrailBase(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /** The sequence of the last record that is archived, 0 if there is none. */
    public long sequence() {
        return jdbc.sql("SELECT " + SQL).query(Long.class).single();
    }

    /** All archives, oldest first. */
    public List<Archived> archives() {
        return jdbc.sql(select("ORDER BY last_sequence")).query(TrailBase::read).list();
    }

    /** The name of the archive that has a record. */
    public Optional<String> fileOf(long sequence) {
        return jdbc.sql(select("WHERE last_sequence >= ? ORDER BY last_sequence LIMIT 1"))
                .param(sequence)
                .query(TrailBase::read)
                .optional()
                .filter(archive -> sequence >= archive.first())
                .map(Archived::file);
    }

    /**
     * Notes an archive, which makes its last record the base.
     *
     * @return false if it does not follow the base, or another one was noted at the same time
     */
    public boolean advance(Archived archived) {
        return jdbc.sql("INSERT INTO audit_archive (last_sequence, first_sequence, hash, file, created_at, seals, note)"
                                + " SELECT CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT),"
                                + " CAST(? AS BIGINT), CAST(? AS TEXT), CAST(? AS TEXT) WHERE " + SQL + " = ?"
                                + " ON CONFLICT DO NOTHING")
                        .params(
                                archived.last(),
                                archived.first(),
                                archived.hash(),
                                archived.file(),
                                Micros.of(archived.createdAt()),
                                archived.seals(),
                                archived.note(),
                                archived.first() - 1)
                        .update()
                == 1;
    }

    /**
     * Removes some of the records that are archived, oldest first. None are removed while the chain ends before the
     * last one.
     *
     * @param last may be removed
     * @param limit the maximum number
     * @return the number of records that were removed
     */
    public int removeArchived(long last, int limit) {
        return jdbc.sql("DELETE FROM audit_record WHERE sequence IN (SELECT sequence FROM audit_record"
                        + " WHERE sequence <= CAST(? AS BIGINT)"
                        + " AND CAST(? AS BIGINT) <= (SELECT sequence FROM audit_head WHERE id = 1)"
                        + " ORDER BY sequence LIMIT ?)")
                .params(last, last, limit)
                .update();
    }

    private static String select(String rest) {
        return "SELECT first_sequence, last_sequence, hash, file, created_at, seals, note FROM audit_archive " + rest;
    }

    private static Archived read(ResultSet row, int number) throws SQLException {
        return new Archived(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                Micros.toInstant(row.getLong(5)),
                row.getString(6),
                row.getString(7));
    }
}
