package dev.linkgate.gateway.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.kernel.StartRefused;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a release has stored stays; what lies between two releases does not. */
class MigrationsTest {

    /** Of 0.1.0; SQLite has no migration of just this version. */
    private static final String FIRST_RELEASE = "1.1?";

    @ParameterizedTest
    @EnumSource
    void everyRowOfTheFirstReleaseStays(TestDatabase kind) throws SQLException {
        DataSource database = kind.open(kind.newUrl());
        kind.migrations(database).target(FIRST_RELEASE).load().migrate();
        Map<String, List<String>> tables = tables(database);
        fill(kind, database, tables);
        Map<String, List<Map<String, Object>>> before = rows(database, tables);
        assertThat(before.values()).hasSizeGreaterThan(15).noneMatch(List::isEmpty);

        StoreConfiguration.migrate(kind.migrations(database).load());

        assertThat(rows(database, tables)).isEqualTo(before);
    }

    /** Before the release of 0.2, its second migration was the first of many. */
    @ParameterizedTest
    @EnumSource
    void aDatabaseOfASnapshotIsRefused(TestDatabase kind) {
        DataSource database = kind.open(kind.migratedUrl());
        JdbcClient.create(database).sql("""
                        UPDATE flyway_schema_history SET description = 'digest keys', script = 'V2__digest_keys.sql', checksum = 1
                        WHERE version = '2'
                        """).update();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() ->
                        StoreConfiguration.migrate(kind.migrations(database).load()))
                .withMessageContaining("a snapshot between two releases");
    }

    /** The last snapshots before 0.2 had the script of this name, and other tables. */
    @Test
    void aDatabaseThatLacksTablesBecauseOfASnapshotIsNotSaidToBeHalfRestored() {
        DataSource database = TestDatabase.SQLITE.open(TestDatabase.SQLITE.migratedUrl());
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("DROP TABLE gateway_key").update();
        Flyway flyway = TestDatabase.SQLITE.migrations(database).load();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> StoreConfiguration.requireTables(Path.of("linkgate.db"), flyway))
                .withMessageContaining("it lacks the tables gateway_key");

        jdbc.sql("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '2'")
                .update();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> StoreConfiguration.requireTables(Path.of("linkgate.db"), flyway))
                .withMessageContaining("a snapshot between two releases");
    }

    /** The columns of each table. */
    private static Map<String, List<String>> tables(DataSource database) throws SQLException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        try (Connection connection = database.getConnection();
                ResultSet columns = connection.getMetaData().getColumns(null, null, "%", "%")) {
            while (columns.next()) {
                String schema = String.valueOf(columns.getString("TABLE_SCHEM"));
                String table = columns.getString("TABLE_NAME");
                if (List.of("public", "null").contains(schema)
                        && !table.matches("flyway_.*|sqlite_.*|.*_(pkey|key|idx)")) {
                    tables.computeIfAbsent(table, first -> new ArrayList<>()).add(columns.getString("COLUMN_NAME"));
                }
            }
        }
        return tables;
    }

    /** A row in each table that has none. */
    private static void fill(TestDatabase kind, DataSource database, Map<String, List<String>> tables) {
        JdbcClient jdbc = JdbcClient.create(database);
        new TransactionTemplate(new JdbcTransactionManager(database)).executeWithoutResult(transaction -> {
            jdbc.sql(kind.anyOrder()).update();
            tables.forEach((table, columns) -> {
                if (jdbc.sql("SELECT COUNT(*) FROM " + table).query(Long.class).single() == 0) {
                    jdbc.sql("INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                                    + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")")
                            .params(values(jdbc, table))
                            .update();
                }
            });
        });
    }

    private static List<Object> values(JdbcClient jdbc, String table) {
        return jdbc.sql("SELECT * FROM " + table).query((ResultSet rows) -> {
            List<Object> values = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                values.add(
                        switch (rows.getMetaData().getColumnType(i)) {
                            case Types.BIGINT, Types.INTEGER -> 7L;
                            case Types.BOOLEAN, Types.BIT -> true;
                            default -> "a text";
                        });
            }
            return values;
        });
    }

    private static Map<String, List<Map<String, Object>>> rows(DataSource database, Map<String, List<String>> tables) {
        Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
        tables.forEach((table, columns) -> rows.put(
                table,
                JdbcClient.create(database)
                        .sql("SELECT " + String.join(", ", columns) + " FROM " + table)
                        .query()
                        .listOfRows()));
        return rows;
    }
}
