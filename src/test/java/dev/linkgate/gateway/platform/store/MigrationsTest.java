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

    /** In a replica of 0.2.0 beside a newer one, or after an update was undone. */
    @ParameterizedTest
    @EnumSource
    void theReleaseBeforeAndThisOneHaveTheSameKeys(TestDatabase kind) {
        DataSource database = kind.open(kind.newUrl());
        kind.migrations(database).target("2.1?").load().migrate();
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("INSERT INTO team (name, description, created_at) VALUES ('payments', '', 1)")
                .update();
        jdbc.sql("INSERT INTO administrator (name, description, scopes, created_at) VALUES ('ada', '', 'all', 1)")
                .update();
        add(jdbc, "team", "payments", "carried over");
        add(jdbc, "administrator", "ada", "carried over, too");
        StoreConfiguration.migrate(kind.migrations(database).load());
        List<String> all = new ArrayList<>(List.of("carried over", "carried over, too"));
        assertThat(keys(jdbc, "api_key")).isEqualTo(all);

        add(jdbc, "team", "payments", "of the one before");
        add(jdbc, "administrator", "ada", "of the one before, too");
        jdbc.sql("INSERT INTO api_key (id, team, label, hash, created_at)"
                        + " VALUES ('of this one', 'payments', 'ci', 'hash', 1)")
                .update();
        jdbc.sql("INSERT INTO api_key (id, administrator, label, hash, created_at)"
                        + " VALUES ('of this one, too', 'ada', 'ci', 'hash', 1)")
                .update();
        all.addAll(List.of("of the one before", "of the one before, too", "of this one", "of this one, too"));
        assertThat(keys(jdbc, "api_key")).isEqualTo(all);
        assertThat(keys(jdbc, "team_key"))
                .isEqualTo(all.stream().filter(id -> !id.endsWith("too")).toList());
        assertThat(keys(jdbc, "administrator_key"))
                .isEqualTo(all.stream().filter(id -> id.endsWith("too")).toList());

        jdbc.sql(
                        "UPDATE team_key SET former_expires_at = expires_at, expires_at = 7, replaced_by = 'next', rotation = 1"
                                + " WHERE id = 'carried over'")
                .update();
        jdbc.sql("UPDATE api_key SET expires_at = 8, expiry_told = 3 WHERE id = 'of the one before, too'")
                .update();
        assertThat(number(jdbc, "expires_at + rotation", "api_key", "carried over"))
                .isEqualTo(8);
        assertThat(number(jdbc, "expires_at + expiry_told", "administrator_key", "of the one before, too"))
                .isEqualTo(11);

        jdbc.sql("DELETE FROM team_key WHERE id = 'of this one'").update();
        jdbc.sql("DELETE FROM api_key WHERE id = 'of the one before'").update();
        jdbc.sql("DELETE FROM administrator WHERE name = 'ada'").update();
        for (String table : List.of("api_key", "team_key")) {
            assertThat(keys(jdbc, table)).containsExactly("carried over");
        }
        assertThat(keys(jdbc, "administrator_key")).isEmpty();
    }

    private static void add(JdbcClient jdbc, String owner, String name, String id) {
        jdbc.sql("INSERT INTO " + owner + "_key (id, " + owner
                        + ", label, hash, created_at, expires_at) VALUES (?, ?, 'ci', 'hash', 1, NULL)")
                .params(id, name)
                .update();
    }

    private static List<String> keys(JdbcClient jdbc, String table) {
        return jdbc.sql("SELECT id FROM " + table + " ORDER BY id")
                .query(String.class)
                .list();
    }

    private static Long number(JdbcClient jdbc, String what, String table, String id) {
        return jdbc.sql("SELECT " + what + " FROM " + table + " WHERE id = ?")
                .param(id)
                .query(Long.class)
                .single();
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
                    List<Object> values = values(jdbc, table);
                    if (table.equals("administrator_key")) {
                        values.set(columns.indexOf("id"), "another text"); // than the id of the team's key
                    }
                    jdbc.sql("INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                                    + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")")
                            .params(values)
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
