package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.encryption.GatewayKey;
import dev.linkgate.gateway.core.platform.encryption.PublishedKeys;
import dev.linkgate.gateway.core.trail.read.Selection;
import dev.linkgate.gateway.core.trail.record.Phase;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The keys that sign checkpoints, as the trail names them: each when it was made. */
@Repository
public class RecordedKeys implements PublishedKeys {

    private final JdbcClient jdbc;

    RecordedKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean contains(GatewayKey key) {
        return contains(key.encrypted().thing().toString());
    }

    /** @param target as the record has it */
    boolean contains(String target) {
        Selection.Condition about =
                new Selection.Condition("target", "= ?", target, Selection.Condition.Index.BY_SEQUENCE);
        return jdbc.sql("SELECT count(*) FROM audit_record WHERE " + about.sql()
                                + " AND action IN (?, ?) AND phase = ? AND result = 'SUCCEEDED'")
                        .params(
                                target,
                                CheckpointWords.AUDIT_KEY_CREATE.word(),
                                CheckpointWords.AUDIT_KEY_ROTATE.word(),
                                Phase.OUTCOME.name())
                        .query(Long.class)
                        .single()
                > 0;
    }
}
