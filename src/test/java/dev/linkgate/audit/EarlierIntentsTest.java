package dev.linkgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.store.TestDatabase;
import java.sql.Types;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Open intents left by crashes of builds without a list of open intents. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class EarlierIntentsTest {

    private static final String BEFORE_OPEN_INTENTS = "7";

    private final TestDatabase database;
    private final DataSource source;

    EarlierIntentsTest(TestDatabase database) {
        this.database = database;
        source = database.migrated(BEFORE_OPEN_INTENTS);
    }

    @Test
    void intentsWithoutAnOutcomeAreOpen() {
        record(1, "INTENT", "req-1", "endpoint.add", "vpce-1");
        record(2, "INTENT", "req-2", "endpoint.add", "vpce-1");
        record(3, "OUTCOME", "req-1", "endpoint.add", "vpce-1");
        record(4, "EVENT", "req-2", "endpoint.get", "vpce-1");
        record(5, "INTENT", "req-3", "key.create", null);
        record(6, "OUTCOME", "req-3", "key.create", null);
        record(7, "INTENT", "req-4", "key.create", null);

        assertThat(open()).containsExactly(2L, 7L);
    }

    @Test
    void resumedOperationLeavesItsFirstTryOpen() {
        record(1, "INTENT", "op_1", "endpoint.remove", "vpce-1");
        record(2, "INTENT", "op_1", "endpoint.remove", "vpce-1");
        record(3, "OUTCOME", "op_1", "endpoint.remove", "vpce-1");

        assertThat(open()).containsExactly(1L);
    }

    @Test
    void oneRequestIdSeparatesItsEndpoints() {
        record(1, "INTENT", "job-7", "endpoint.add", "vpce-1");
        record(2, "INTENT", "job-7", "endpoint.add", "vpce-2");
        record(3, "OUTCOME", "job-7", "endpoint.add", "vpce-1");

        assertThat(open()).containsExactly(2L);
    }

    private void record(long sequence, String phase, String requestId, String action, @Nullable String endpoint) {
        JdbcClient.create(source)
                .sql("INSERT INTO audit_record (sequence, time_micros, phase, request_id, actor_kind, remote_address,"
                        + " action, interface_endpoint_id, previous_hash, hash)"
                        + " VALUES (?, 0, ?, ?, 'team', '', ?, ?, '', '')")
                .param(1, sequence)
                .param(2, phase)
                .param(3, requestId)
                .param(4, action)
                .param(5, endpoint, Types.VARCHAR)
                .update();
    }

    private List<Long> open() {
        database.migrate(source, "latest");
        return new OpenIntents(JdbcClient.create(source), source)
                .all().stream().map(OpenIntents.OpenIntent::sequence).toList();
    }
}
