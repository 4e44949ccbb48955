package dev.linkgate.gateway.core.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What PostgreSQL does by itself when a replica sleeps in the middle of its work. */
class SessionTimeoutsTest {

    private static final String CHANGE = "UPDATE change_counter SET number = number + 1 WHERE topic = 'access'";

    @AutoClose
    private final HikariDataSource pool;

    private final JdbcClient jdbc;

    SessionTimeoutsTest() {
        String url = TestDatabase.POSTGRESQL.migratedUrl();
        pool = TestDatabase.pool(url + (url.contains("?") ? "&" : "?") + "options=-c%20statement_timeout=77s");
        jdbc = JdbcClient.create(pool);
        jdbc.sql("INSERT INTO change_counter (topic, number) VALUES ('access', 1)")
                .update();
    }

    @Test
    void transactionThatIsAskedNothingHoldsItsLocksForSeconds() throws SQLException {
        try (Connection sleeping = pool.getConnection();
                Statement statement = sleeping.createStatement()) {
            sleeping.setAutoCommit(false);
            statement.execute(CHANGE);

            assertThat(jdbc.sql(CHANGE).update()).as("changes by another").isEqualTo(1);

            Throwable awake = catchThrowable(() -> JdbcClient.create(new SingleConnectionDataSource(sleeping, true))
                    .sql(CHANGE)
                    .update());
            assertThat(DatabaseFailures.mayPass(awake)).as("%s", awake).isTrue();
        }
        assertThat(jdbc.sql("SELECT number FROM change_counter")
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    /** Beside what the operator has set by the URL. */
    @Test
    void allConnectionsHaveTheTimeouts() {
        assertThat(setting("idle_in_transaction_session_timeout")).isEqualTo("2s");
        assertThat(setting("lock_timeout")).isEqualTo("4s");
        assertThat(setting("tcp_keepalives_idle")).isEqualTo("2");
        assertThat(setting("tcp_keepalives_interval")).isEqualTo("1");
        assertThat(setting("tcp_keepalives_count")).isEqualTo("2");
        assertThat(setting("tcp_user_timeout")).isEqualTo("4000");
        assertThat(setting("statement_timeout")).isEqualTo("77s");
    }

    private String setting(String name) {
        return jdbc.sql("SELECT current_setting(?)")
                .param(name)
                .query(String.class)
                .single();
    }
}
