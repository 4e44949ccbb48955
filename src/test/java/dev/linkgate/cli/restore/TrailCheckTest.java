package dev.linkgate.cli.restore;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.sqlite.Unsound;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is found in the trail of a backup. */
class TrailCheckTest {

    private final TestTrail trail = new TestTrail(TestDatabase.SQLITE.migrated());
    private final JdbcClient jdbc = JdbcClient.create(trail.database());

    @BeforeEach
    void write() throws SQLException {
        trail.append("record", 5);
    }

    @AfterEach
    void close() {
        trail.close();
    }

    private void check() throws SQLException, Unsound {
        try (Connection connection = trail.database().getConnection()) {
            TrailCheck.check(connection);
        }
    }

    @Test
    void whatNobodyTouchedIsWhole() {
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void aTrailWithoutRecordsIsWhole() {
        trail.clear();
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remote_address = '192.0.2.1'",
                "time_micros = time_micros + 1",
                "status = 500",
                "status = '200 or so'",
                "layout = 2",
                "dry_run = NULL",
                "change = '{}'",
                "request_id = CAST(x'80' AS TEXT)",
                "request_id = CAST(request_id AS BLOB)"
            })
    void anAlteredRecordIsFound(String alteration) {
        jdbc.sql("UPDATE audit_record SET " + alteration + " WHERE sequence = 3")
                .update();

        assertThatExceptionOfType(Unsound.class)
                .isThrownBy(this::check)
                .withMessageStartingWith("record 3 of its audit trail is not as it was written: ");
    }

    @Test
    void theFirstRecordMustBeThere() {
        jdbc.sql("DELETE FROM audit_record WHERE sequence = 1").update();

        assertThatExceptionOfType(Unsound.class)
                .isThrownBy(this::check)
                .withMessage("record 1 of its audit trail is not as it was written: the record is missing");
    }

    /** Records are removed some time after their archive is noted. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void anArchivedTrailBeginsBehindItsArchive(int removed) {
        archived(3, "(SELECT hash FROM audit_record WHERE sequence = 3)");
        jdbc.sql("DELETE FROM audit_record WHERE sequence <= ?").param(removed).update();

        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void anotherArchiveIsFound(int removed) {
        archived(3, "'" + "0".repeat(64) + "'");
        jdbc.sql("DELETE FROM audit_record WHERE sequence <= ?").param(removed).update();

        assertThatExceptionOfType(Unsound.class).isThrownBy(this::check);
    }

    private void archived(int last, String hash) {
        jdbc.sql("INSERT INTO audit_archive (last_sequence, first_sequence, hash, seals, file, created_at, note)"
                        + " VALUES (?, 1, " + hash + ", '{}', 'file', 0, 'note')")
                .param(last)
                .update();
    }
}
