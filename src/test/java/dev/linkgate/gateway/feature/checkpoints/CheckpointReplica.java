package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.encryption.GatewayKeys;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.replica.TestLocks;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.trail.audit.RollbackState;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.gateway.feature.webhooks.TestOutbox;
import dev.linkgate.transparency.SignedNote;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What one process of the gateway does about checkpoints, from its start on. Nothing runs by itself. */
final class CheckpointReplica {

    static final Duration INTERVAL = Duration.ofMinutes(5);

    final RollbackState state = new RollbackState();
    private final TrailReader records;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final GatewayKeys secrets;
    final CheckpointKeys keys;
    final CheckpointStore store;
    final CheckpointDirectory directory;
    final RollbackCheck check;
    final Checkpoints checkpoints;
    final CheckpointLoop thread;
    final SignedTrail signed;

    CheckpointReplica(DataSource database, @Nullable Path checkpointDir, ManualClock clock) {
        this(database, checkpointDir, clock, TestKeys.RING);
    }

    CheckpointReplica(DataSource database, @Nullable Path checkpointDir, ManualClock clock, KeyRing masterKeys) {
        JdbcClient jdbc = JdbcClient.create(database);
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        CheckpointSettings settings = new CheckpointSettings(null, INTERVAL, checkpointDir);
        Snapshots snapshots = new Snapshots(jdbc, transactions, clock::read);
        secrets = new GatewayKeys(jdbc, masterKeys, snapshots, key -> true, clock);
        keys = new CheckpointKeys(secrets, masterKeys, settings);
        records = new TrailReader(database);
        TrailBase base = new TrailBase(database);
        store = new CheckpointStore(jdbc, transactions, TestOutbox.on(database, clock));
        directory = new CheckpointDirectory(settings, keys, meters);
        check = new RollbackCheck(records, base, store, directory, keys, state, clock);
        checkpoints = new Checkpoints(
                store, directory, check, keys, records, TestLocks.on(database, clock), settings, clock, meters);
        thread = new CheckpointLoop(check, checkpoints, settings, meters);
        signed = new SignedTrail(store, check, records, base, keys);
    }

    /** The sequence of the last record. */
    long end() {
        return records.head().orElseThrow().sequence();
    }

    /** Does all that is due. */
    void work() {
        while (thread.work()) {
            // the tree is still behind
        }
    }

    boolean accepts(String note) {
        return keys.accepts(SignedNote.parse(note));
    }

    String reason() {
        return state.reason().orElse("");
    }
}
