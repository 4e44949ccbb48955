package dev.linkgate.gateway.core.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.sqlite.Sqlite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.core.CoreStatement;

/** A connection to SQLite that keeps prepared statements works as one that keeps none. */
class KeptStatementsTest {

    private static final String ALL = "SELECT * FROM written ORDER BY n";

    @TempDir
    private Path directory;

    private Connection connection;
    private Connection other;

    @BeforeEach
    void createTable() throws SQLException {
        connection = connect();
        other = connect();
        update("CREATE TABLE written (n INTEGER)");
        update("INSERT INTO written VALUES (1), (2), (3)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        other.close();
    }

    @Test
    void closedStatementServesTheNextWithTheSameSql() throws SQLException {
        PreparedStatement first = used(ALL);

        assertThat(first.isClosed()).isTrue();
        assertThat(connection.prepareStatement(ALL)).isSameAs(first);
        assertThat(first.isClosed()).isFalse();
        assertThat(other.prepareStatement(ALL)).isNotSameAs(first);
    }

    @Test
    void statementInUseServesNoOtherUse() throws SQLException {
        PreparedStatement first = connection.prepareStatement(ALL);
        PreparedStatement second = connection.prepareStatement(ALL);
        assertThat(second).isNotSameAs(first);

        first.close();
        second.close();

        assertThat(isPrepared(first)).isTrue();
        assertThat(isPrepared(second)).isFalse();
    }

    @Test
    void closingTwiceIsClosingOnce() throws SQLException {
        PreparedStatement statement = used(ALL);

        statement.close();

        assertThat(isPrepared(statement)).isTrue();
        assertThat(rows(connection, ALL)).containsExactly("1", "2", "3");
    }

    @Test
    void onlySoManyAreKept() throws SQLException {
        List<PreparedStatement> statements = new ArrayList<>();
        PreparedStatement often = used(ALL);
        for (int i = 0; i < QueuedConnection.MAX_KEPT; i++) {
            statements.add(used("SELECT " + i));
            assertThat(used(ALL)).isSameAs(often);
        }

        assertThat(statements.stream().filter(KeptStatementsTest::isPrepared))
                .as("the first one was not used for longest")
                .containsExactlyElementsOf(statements.subList(1, statements.size()));
    }

    @Test
    void valuesOptionsAndBatchesAreForgotten() throws SQLException {
        String sql = "SELECT n, ? FROM written ORDER BY n";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "value");
            statement.setMaxRows(1);
            statement.setQueryTimeout(60);
            statement.executeQuery();
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            assertThat(statement.getQueryTimeout()).isZero();
            assertThat(strings(statement.executeQuery(), 2)).containsExactly(null, null, null);
        }

        String insertion = "INSERT INTO written VALUES (?)";
        try (PreparedStatement statement = connection.prepareStatement(insertion)) {
            for (int n : List.of(4, 5)) {
                statement.setInt(1, n);
                statement.addBatch();
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(insertion)) {
            assertThat(statement.executeBatch()).isEmpty();
            statement.setInt(1, 6);
            statement.executeUpdate();
        }
        assertThat(rows(connection, ALL)).containsExactly("1", "2", "3", "6");
    }

    /** It would keep the log of the database from being emptied. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void queryThatWasNotReadToItsEndKeepsNothing(boolean asked) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ALL)) {
            statement.execute();
            if (asked) {
                statement.getResultSet().next();
            }
        }
        update("INSERT INTO written VALUES (4)");

        assertThat(Sqlite.column(other, "PRAGMA wal_checkpoint(TRUNCATE)"))
                .as("whether it was kept from it")
                .containsExactly("0");
    }

    @Test
    void changedTablesAreSeen() throws SQLException {
        used(ALL);

        update("ALTER TABLE written ADD COLUMN word TEXT DEFAULT 'new'");
        try (PreparedStatement statement = connection.prepareStatement(ALL);
                ResultSet rows = statement.executeQuery()) {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
            assertThat(rows.getString("word")).isEqualTo("new");
        }

        update("DROP TABLE written");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> rows(connection, ALL))
                .withMessageContaining("no such table");

        update("CREATE TABLE written (n TEXT)");
        update("INSERT INTO written VALUES ('again')");
        assertThat(rows(connection, ALL)).containsExactly("again");
    }

    @Test
    void statementThatFailedWorksAgain() throws SQLException {
        update("CREATE UNIQUE INDEX once ON written (n)");
        String insertion = "INSERT INTO written VALUES (?)";
        for (int n : List.of(1, 4, 1, 5)) {
            try (PreparedStatement statement = connection.prepareStatement(insertion)) {
                statement.setInt(1, n);
                statement.executeUpdate();
            } catch (SQLException e) {
                assertThat(n).as(e.getMessage()).isEqualTo(1);
            }
        }

        assertThat(rows(other, ALL)).containsExactly("1", "2", "3", "4", "5");
    }

    /** Some of them take effect when they are prepared. */
    @ParameterizedTest
    @ValueSource(strings = {"PRAGMA foreign_keys = OFF", "pragma foreign_keys"})
    void pragmasAreNotKept(String pragma) throws SQLException {
        assertThat(isPrepared(used(pragma))).isFalse();
    }

    @Test
    void closedConnectionKeepsNone() throws SQLException {
        PreparedStatement kept = used(ALL);
        PreparedStatement inUse = connection.prepareStatement("SELECT 1");

        connection.close();
        inUse.close();

        assertThat(isPrepared(kept)).isFalse();
        assertThat(isPrepared(inUse)).isFalse();
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connection.prepareStatement(ALL));
    }

    private Connection connect() throws SQLException {
        return StoreConfiguration.sqlite("jdbc:sqlite:" + directory.resolve("linkgate.db"))
                .getConnection();
    }

    /** A statement that was executed and closed. */
    private PreparedStatement used(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.execute();
        statement.close();
        return statement;
    }

    private void update(String sql) throws SQLException {
        try (PreparedStatement statement = other.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private static boolean isPrepared(PreparedStatement statement) {
        return !((CoreStatement) statement).pointer.isClosed();
    }

    private static List<String> rows(Connection from, String sql) throws SQLException {
        try (PreparedStatement statement = from.prepareStatement(sql)) {
            return strings(statement.executeQuery(), 1);
        }
    }

    private static List<String> strings(ResultSet rows, int column) throws SQLException {
        List<String> found = new ArrayList<>();
        while (rows.next()) {
            found.add(rows.getString(column));
        }
        return found;
    }
}
