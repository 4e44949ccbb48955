package dev.linkgate.gateway.core.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionTemplate;

/** What the databases really answer when they are busy or gone, and when the statement is to blame. */
@OnEachDatabase
class DatabaseFailuresTest {

    private static final String CHANGE = "UPDATE audit_head SET sequence = sequence + 1 WHERE id = 1";

    private final TestDatabase kind;
    private final DataSource database;
    private final Connection other;
    private final Connection connection;
    private final DataSource impatient;

    DatabaseFailuresTest(TestDatabase kind) throws SQLException {
        this.kind = kind;
        String url = kind.migratedUrl();
        database = kind.open(url);
        other = database.getConnection();
        // The connection is like another process's, so that it does not wait for its turn in this one.
        connection = kind.open(url).getConnection();
        impatient = new SingleConnectionDataSource(connection, true);
    }

    @BeforeEach
    void doNotWait() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    switch (kind) {
                        case SQLITE -> "PRAGMA busy_timeout = 0";
                        case POSTGRESQL -> "SET lock_timeout = '1ms'";
                    });
        }
    }

    @AfterEach
    void close() throws SQLException {
        other.close();
        connection.close();
    }

    @Test
    void lockedRowMayPass() throws SQLException {
        lockElsewhere();
        assertThat(DatabaseFailures.mayPass(failureOf(impatient))).isTrue();
    }

    @Test
    void transactionInALockedDatabaseMayPass() throws SQLException {
        lockElsewhere();
        Throwable thrown = catchThrowable(() -> new TransactionTemplate(new JdbcTransactionManager(impatient))
                .executeWithoutResult(
                        status -> JdbcClient.create(impatient).sql(CHANGE).update()));
        assertThat(DatabaseFailures.mayPass(thrown)).as("%s", thrown).isTrue();
    }

    @Test
    void poolWithoutAFreeConnectionMayPass() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(250);
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection inUse = pool.getConnection()) {
            assertThat(inUse.isValid(1)).isTrue();
            assertThat(DatabaseFailures.mayPass(failureOf(pool))).isTrue();
        }
    }

    @Test
    void faultOfTheStatementDoesNotPass() {
        JdbcClient jdbc = JdbcClient.create(database);
        Throwable unknownTable =
                catchThrowable(() -> jdbc.sql("DELETE FROM nothing").update());
        Throwable twice = catchThrowable(
                () -> jdbc.sql("INSERT INTO audit_head (id, sequence, hash, last_write) VALUES (1, 0, 'x', 0)")
                        .update());

        assertThat(DatabaseFailures.mayPass(unknownTable))
                .as("%s", unknownTable)
                .isFalse();
        assertThat(DatabaseFailures.mayPass(twice)).as("%s", twice).isFalse();
        assertThat(DatabaseFailures.mayPass(new IllegalStateException("a bug"))).isFalse();
    }

    @Test
    void onlyALostConnectionLeavesADoubt() throws SQLException {
        lockElsewhere();
        assertThat(DatabaseFailures.mayHaveBeenDone(failureOf(impatient))).isFalse();
        assertThat(DatabaseFailures.mayHaveBeenDone(failureOf(new DriverManagerDataSource("jdbc:away:"))))
                .isFalse();
        assertThat(DatabaseFailures.mayHaveBeenDone(new CannotCreateTransactionException("none is free")))
                .isFalse();
        assertThat(DatabaseFailures.mayHaveBeenDone(new DataAccessResourceFailureException("it broke")))
                .isTrue();
        assertThat(DatabaseFailures.mayHaveBeenDone(new TransactionSystemException("it broke")))
                .isTrue();
    }

    private void lockElsewhere() throws SQLException {
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.executeUpdate(CHANGE);
        }
    }

    private static Throwable failureOf(DataSource source) {
        Throwable thrown =
                catchThrowable(() -> JdbcClient.create(source).sql(CHANGE).update());
        assertThat(thrown).isNotNull();
        return thrown;
    }
}
