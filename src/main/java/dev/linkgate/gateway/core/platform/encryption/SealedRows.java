package dev.linkgate.gateway.core.platform.encryption;

import dev.linkgate.gateway.core.platform.store.ReadableRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads the rows of a table that are sealed, and leaves out those whose seal does not fit: they have no effect. Each is
 * reported once.
 *
 * @param <T> what a row is read as
 */
public final class SealedRows<T> {

    private static final Logger log = LoggerFactory.getLogger(SealedRows.class);

    /** The number of reports that are remembered. */
    private static final int REMEMBERED = 1_000;

    private final ReadableRows rows;
    private final Seals seals;
    private final Function<T, SealedRow> form;
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    private record Read<T>(T value, SealedRow row, @Nullable String seal, boolean isSealed) {}

    /**
     * @param table the table's name
     * @param form what of a row is sealed
     * @param name the columns that name a row in the log, which are the query's first ones
     */
    public SealedRows(String table, Seals seals, Function<T, SealedRow> form, String... name) {
        this.rows = new ReadableRows(table, name);
        this.seals = seals;
        this.form = form;
    }

    /** The rows of a query, which has the column {@code seal}. */
    public List<T> of(JdbcClient.StatementSpec query, RowMapper<T> mapper) {
        return of(query, mapper, unsealed -> {});
    }

    /** @param unsealed gets the rows whose seal does not fit */
    public List<T> of(JdbcClient.StatementSpec query, RowMapper<T> mapper, Consumer<SealedRow> unsealed) {
        List<T> sealed = new ArrayList<>();
        for (Read<T> read : rows.of(query, (row, n) -> read(row, n, mapper))) {
            if (read.isSealed()) {
                sealed.add(read.value());
            } else {
                report(read.row());
                unsealed.accept(read.row());
            }
        }
        return List.copyOf(sealed);
    }

    /** The rows that have no effect, because their seals do not fit. */
    public List<T> unsealed(JdbcClient.StatementSpec query, RowMapper<T> mapper) {
        return rows.of(query, (row, n) -> read(row, n, mapper)).stream()
                .filter(read -> !read.isSealed())
                .map(Read::value)
                .toList();
    }

    /** The seals of the rows that are sealed, by their places. */
    public Map<String, String> seals(JdbcClient.StatementSpec query, RowMapper<T> mapper) {
        return rows.of(query, (row, n) -> read(row, n, mapper)).stream()
                .filter(Read::isSealed)
                .collect(Collectors.toMap(
                        read -> read.row().place(),
                        read -> Objects.requireNonNull(read.seal()),
                        (one, other) -> other));
    }

    private Read<T> read(ResultSet row, int number, RowMapper<T> mapper) throws SQLException {
        T value = mapper.mapRow(row, number);
        SealedRow sealed = form.apply(value);
        String seal = row.getString("seal");
        return new Read<>(value, sealed, seal, seals.isSealed(sealed, seal));
    }

    private void report(SealedRow row) {
        if (reported.size() >= REMEMBERED) {
            reported.clear();
        }
        if (reported.add(row.place())) {
            log.error(
                    "The row of {} has no seal of this gateway, and no effect: somebody has written the database past it"
                            + " (docs/recover.md#rights-without-a-seal)",
                    row.place());
        }
    }
}
