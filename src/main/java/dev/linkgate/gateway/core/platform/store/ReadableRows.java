package dev.linkgate.gateway.core.platform.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the rows of a table and leaves out those that this version cannot read, such as a row of a later version during
 * an update. One such row must not keep the others from being read. Each is reported once.
 */
public final class ReadableRows {

    private static final Logger log = LoggerFactory.getLogger(ReadableRows.class);

    /** The number of reports that are remembered. */
    private static final int REMEMBERED = 1_000;

    private final String table;
    private final List<String> name;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /**
     * @param table the table's name
     * @param name the columns that name a row in the log, which are the query's first ones
     */
    public ReadableRows(String table, String... name) {
        this.table = table;
        this.name = List.of(name);
    }

    /**
     * The rows of a query.
     *
     * @param mapper throws a {@link RuntimeException} if it cannot read a row
     */
    public <T> List<T> of(JdbcClient.StatementSpec query, RowMapper<T> mapper) {
        return query.query((ResultSet rows) -> {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                try {
                    read.add(mapper.mapRow(rows, rows.getRow()));
                } catch (RuntimeException e) {
                    report(rows, e);
                }
            }
            return List.copyOf(read);
        });
    }

    private void report(ResultSet row, RuntimeException why) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= name.size(); column++) {
            names.add(String.valueOf(row.getString(column)));
        }
        if (reported.size() >= REMEMBERED) {
            reported.clear();
        }
        if (reported.add(names + " " + why.getMessage())) {
            log.error(
                    "A row of the table {} cannot be read and has no effect: {} = {}: {}. A later version may have"
                            + " written it; otherwise remove it.",
                    table,
                    String.join(",", name),
                    String.join(",", names),
                    why.getMessage());
        }
    }
}
