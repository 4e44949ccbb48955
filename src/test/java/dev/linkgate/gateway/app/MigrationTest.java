package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Patience;
import dev.linkgate.TestDirectories;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Replicas that start together, and versions that follow each other, on one database. */
class MigrationTest {

    private static final int REPLICAS = 3;

    /** They meet where the first one makes Flyway's table: the test has made it, too, and does not commit. */
    @Tag("harness")
    @Test
    void replicasThatStartTogetherMigrateAnEmptyDatabaseOnce() throws SQLException {
        String url = TestDatabase.POSTGRESQL.newUrl();
        List<GatewayProcess> replicas = new ArrayList<>();
        try {
            try (Connection other = new DriverManagerDataSource(url).getConnection();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("CREATE TABLE flyway_schema_history ()");
                for (int i = 0; i < REPLICAS; i++) {
                    replicas.add(start(url));
                }
                Patience.until(() -> waitingToMigrate(url), waiting -> waiting == REPLICAS);
                other.rollback();
            }
            for (GatewayProcess replica : replicas) {
                Caller administrator = replica.awaitReady()
                        .caller(answer -> answer)
                        .with("Authorization", "Bearer " + Gateway.ADMIN_TOKEN);
                assertThat(administrator.get("/admin/teams")).isOk();
            }
        } finally {
            replicas.forEach(GatewayProcess::close);
        }
        assertThat(migrations(url)).isEqualTo(migrations(TestDatabase.POSTGRESQL.migratedUrl()));
    }

    /** A replica of the version before does this when it restarts during a rolling update. */
    @Tag("harness")
    @ParameterizedTest
    @EnumSource
    void aVersionStartsOnTheSchemaOfANewerOne(TestDatabase database) {
        String url = database.migratedUrl();
        client(url).sql("""
                        INSERT INTO flyway_schema_history
                            (installed_rank, version, description, type, script, installed_by, execution_time, success)
                        VALUES (1000, '1000', 'newer', 'SQL', 'V1000__newer.sql', 'newer', 1, TRUE)
                        """).update();
        try (ConfigurableApplicationContext gateway = Gateway.run(
                "linkgate.data-dir=" + TestDirectories.create(),
                "linkgate.admin-token=" + Gateway.ADMIN_TOKEN,
                "linkgate.master-key=" + Gateway.MASTER_KEY,
                "spring.datasource.url=" + url)) {
            assertThat(administrator(gateway).put("/admin/teams/new", "{\"description\":\"\"}"))
                    .hasStatus(201);
        }
    }

    /** The role that docs/install.md describes. */
    @Tag("harness")
    @Test
    void aRoleThatOwnsNoTableSuffices() throws SQLException {
        String url = TestDatabase.POSTGRESQL.newUrl();
        String owner = "owner_" + Gateway.unused(6);
        String role = "role_" + Gateway.unused(6);
        for (String statement : List.of(
                "CREATE ROLE " + owner + " LOGIN PASSWORD 'owner'",
                "CREATE ROLE " + role + " LOGIN PASSWORD 'role'",
                "ALTER SCHEMA public OWNER TO " + owner,
                "ALTER DEFAULT PRIVILEGES FOR ROLE " + owner
                        + " IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + role)) {
            client(url).sql(statement).update();
        }
        String database = url.replaceFirst("\\?.*", "");
        try (ConfigurableApplicationContext gateway = Gateway.run(
                "linkgate.data-dir=" + TestDirectories.create(),
                "linkgate.admin-token=" + Gateway.ADMIN_TOKEN,
                "linkgate.master-key=" + Gateway.MASTER_KEY,
                "spring.datasource.url=" + database,
                "spring.datasource.username=" + role,
                "spring.datasource.password=role",
                "spring.flyway.user=" + owner,
                "spring.flyway.password=owner")) {
            Caller administrator = administrator(gateway);
            assertThat(administrator.put("/admin/teams/new", "{\"description\":\"\"}"))
                    .hasStatus(201);
            assertThat(administrator.post("/admin/teams/new/keys", "{\"label\":\"ci\"}"))
                    .hasStatus(201);
            assertThat(administrator.delete("/admin/teams/new")).hasStatus(204);
            assertThat(administrator.post("/admin/audit/verification", "")).has("/valid", true);
        }
        try (Connection connection = DriverManager.getConnection(database, role, "role");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("ALTER TABLE audit_record DROP COLUMN hash"))
                    .hasMessageContaining("must be owner");
        }
    }

    private static Caller administrator(ConfigurableApplicationContext gateway) {
        String port = Objects.requireNonNull(gateway.getEnvironment().getProperty("local.server.port"));
        return new Caller(URI.create("http://127.0.0.1:" + port), answer -> answer, Map.of())
                .with("Authorization", "Bearer " + Gateway.ADMIN_TOKEN);
    }

    private static GatewayProcess start(String url) {
        return GatewayProcess.start(Map.of(
                "LINKGATE_DATA_DIR",
                TestDirectories.create().toString(),
                "LINKGATE_ADMIN_TOKEN",
                Gateway.ADMIN_TOKEN,
                "LINKGATE_MASTER_KEY",
                Gateway.MASTER_KEY,
                "SPRING_DATASOURCE_URL",
                url));
    }

    /** The connections that make Flyway's table, or wait for the lock that allows it. */
    private static long waitingToMigrate(String url) {
        return client(url).sql("""
                        SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()
                        AND (wait_event_type = 'Lock' OR query LIKE 'SELECT pg_try_advisory_xact_lock%')
                        """).query(Long.class).single();
    }

    private static List<String> migrations(String url) {
        return client(url)
                .sql("SELECT script FROM flyway_schema_history ORDER BY installed_rank")
                .query(String.class)
                .list();
    }

    private static JdbcClient client(String url) {
        return JdbcClient.create(new DriverManagerDataSource(url));
    }
}
