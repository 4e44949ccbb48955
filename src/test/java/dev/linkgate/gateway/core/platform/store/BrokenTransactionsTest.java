package dev.linkgate.gateway.core.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.core.simple.JdbcClient;

/** SQLite ends a transaction by itself when the database is full. */
class BrokenTransactionsTest {

    @TempDir
    private Path directory;

    private HikariDataSource pool;

    @BeforeEach
    void open() {
        DataSourceProperties properties = new DataSourceProperties();
        properties.setUrl("jdbc:sqlite:" + directory.resolve("linkgate.db"));
        pool = new StoreConfiguration().dataSource(properties, new DataDirectory(directory), new BrokenTransactions());
        JdbcClient.create(pool).sql("CREATE TABLE filling (content BLOB)").update();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void nextUserOfTheConnectionHasATransaction() throws SQLException {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(this::fillUp)
                .withMessageContaining("database or disk is full");

        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            insert(connection, 1);
            connection.rollback();
        }
        assertThat(rows()).isZero();
    }

    private void fillUp() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            // Holds for this connection alone.
            connection.createStatement().execute("PRAGMA max_page_count = 10");
            insert(connection, 1_000_000);
        }
    }

    private static void insert(Connection connection, int bytes) throws SQLException {
        connection.createStatement().execute("INSERT INTO filling VALUES (zeroblob(" + bytes + "))");
    }

    private long rows() {
        return JdbcClient.create(pool)
                .sql("SELECT count(*) FROM filling")
                .query(Long.class)
                .single();
    }
}
