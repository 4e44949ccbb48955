package dev.linkgate.gateway.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.gateway.platform.store.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RecordHashesTest {

    private static final int RECORDS = 300;

    private final TestTrail trail;
    private final JdbcClient jdbc;
    private final RecordHashes hashes;

    RecordHashesTest(TestDatabase database) {
        trail = new TestTrail(database.migrated());
        jdbc = JdbcClient.create(trail.database());
        hashes = new RecordHashes(trail.database());
    }

    @BeforeEach
    void append() throws SQLException {
        trail.append("some", RECORDS);
    }

    @AfterEach
    void close() {
        trail.close();
    }

    private List<Receipt> expected(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(sequence -> jdbc.sql("SELECT hash FROM audit_record WHERE sequence = ?")
                        .param(sequence)
                        .query(String.class)
                        .optional()
                        .map(hash -> new Receipt(sequence, hash)))
                .flatMap(Optional::stream)
                .toList();
    }

    private void change(int sequence, String hash) {
        jdbc.sql("UPDATE audit_record SET hash = " + hash + " WHERE sequence = ?")
                .param(sequence)
                .update();
    }

    @Test
    void rangeHasTheHashesInTheirOrder() {
        assertThat(hashes.range(1, 256)).hasSize(256).isEqualTo(expected(1, 256));
        assertThat(hashes.range(257, 257)).isEqualTo(expected(257, 257));
    }

    @Test
    void rangeEndsAtTheLastRecord() {
        assertThat(hashes.range(290, 400)).hasSize(11).isEqualTo(expected(290, RECORDS));
        assertThat(hashes.range(RECORDS + 1, 400)).isEmpty();
    }

    @Test
    void rangeShowsWhatIsMissing() {
        jdbc.sql("DELETE FROM audit_record WHERE sequence = 100").update();
        assertThat(hashes.range(1, 256)).hasSize(255).isEqualTo(expected(1, 256));
    }

    /** Whatever is stored in place of a hash, no other record gets a part of it. */
    @Test
    void rangeShowsWhatIsNoHash() {
        change(10, "''");
        change(20, "substr(hash, 1, 63)");
        change(21, "'0' || hash");
        change(30, "'short'");
        change(40, "substr(hash, 1, 63) || ':'");
        assertThat(hashes.range(1, 9)).isEqualTo(expected(1, 9));
        assertThat(hashes.range(10, 10)).isEqualTo(expected(10, 10));
        assertThat(hashes.range(20, 21)).isEqualTo(expected(20, 21));
        assertThat(hashes.range(40, 41)).isEqualTo(expected(40, 41));
        assertThat(hashes.range(1, 256)).isEqualTo(expected(1, 256));
    }
}
