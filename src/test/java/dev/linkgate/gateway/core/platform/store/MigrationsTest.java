package dev.linkgate.gateway.core.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.kernel.StartRefused;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which databases a start takes. */
class MigrationsTest {

    private static void require(DataSource database, String version) throws SQLException {
        TestDatabase.readBy(version).require(database);
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyDatabaseIsFilled(TestDatabase kind) throws SQLException {
        DataSource database = kind.open(kind.newUrl());
        require(database, "0.4.0");
        StoreConfiguration.migrate(kind.migrations(database).load());
        require(database, "0.4.0");
    }

    /** They were never published. */
    @ParameterizedTest
    @EnumSource
    void aDatabaseFromBeforeTheFirstPublishedVersionIsRefused(TestDatabase kind) {
        DataSource database = kind.open(kind.migratedUrl());
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("DROP TABLE oldest_reader").update();
        List<String> history = history(jdbc);

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> require(database, "0.4.0"))
                .withMessageContaining("before 0.4.0, the first one that was published");

        assertThat(history(jdbc)).as("nothing is changed").isEqualTo(history);
    }

    private static List<String> history(JdbcClient jdbc) {
        return jdbc.sql("SELECT script FROM flyway_schema_history ORDER BY installed_rank")
                .query(String.class)
                .list();
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseOfAnotherProgramIsRefused(TestDatabase kind) {
        DataSource database = kind.open(kind.newUrl());
        JdbcClient.create(database).sql("CREATE TABLE invoice (id BIGINT)").update();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> require(database, "0.4.0"))
                .withMessageContaining("another program");
    }

    @ParameterizedTest
    @CsvSource({
        "0.4.0, 0.4.1, true",
        "0.4.0, 0.10.0, true",
        "0.10.0, 0.4.0, false",
        "1.0.0, 0.9.9, false",
        "0.4.0, 0.4.0, false",
        "0.4.0-SNAPSHOT, 0.4.0, false",
        "0.4.0-rc.1, 0.5.0, true",
        "development, 9.0.0, false"
    })
    void versionsAreComparedByTheirNumbers(String one, String other, boolean older) {
        assertThat(new ProductVersion(one).isOlderThan(new ProductVersion(other)))
                .isEqualTo(older);
    }

    /** Between two releases the last migration may change. */
    @ParameterizedTest
    @EnumSource
    void aDatabaseOfASnapshotIsRefused(TestDatabase kind) {
        DataSource database = kind.open(kind.migratedUrl());
        JdbcClient.create(database)
                .sql("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'")
                .update();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() ->
                        StoreConfiguration.migrate(kind.migrations(database).load()))
                .withMessageContaining("a snapshot between two releases");
    }

    @Test
    void aDatabaseThatLacksTablesBecauseOfASnapshotIsNotSaidToBeHalfRestored() {
        DataSource database = TestDatabase.SQLITE.open(TestDatabase.SQLITE.migratedUrl());
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("DROP TABLE gateway_key").update();
        Flyway flyway = TestDatabase.SQLITE.migrations(database).load();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> StoreConfiguration.requireTables(Path.of("linkgate.db"), flyway))
                .withMessageContaining("it lacks the tables gateway_key");

        jdbc.sql("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'")
                .update();

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> StoreConfiguration.requireTables(Path.of("linkgate.db"), flyway))
                .withMessageContaining("a snapshot between two releases");
    }
}
