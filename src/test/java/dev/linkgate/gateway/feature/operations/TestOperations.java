package dev.linkgate.gateway.feature.operations;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import dev.linkgate.gateway.feature.tasks.TaskQueue;
import dev.linkgate.gateway.feature.tasks.TaskSettings;
import dev.linkgate.gateway.feature.webhooks.TestOutbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The operations of one replica, whose steps are tried when a test says so. */
public final class TestOperations {

    static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private static final OperationSettings SETTINGS = new OperationSettings(Duration.ofHours(1), Duration.ofDays(30));

    private final OperationStore store;
    private final OperationNotifier notifier;
    private final TransactionTemplate transactions;
    private final ManualClock clock;
    private final Operations operations;
    private final MeterRegistry meters = new SimpleMeterRegistry();

    public TestOperations(DataSource database, ManualClock clock) {
        this.clock = clock;
        JdbcClient jdbc = JdbcClient.create(database);
        store = new OperationStore(jdbc, TestOutbox.on(database, clock), TestVocabulary.ALL);
        notifier = new OperationNotifier(store);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        operations = new Operations(store, new TaskQueue(database, clock), notifier, transactions, SETTINGS, clock);
    }

    public Operations operations() {
        return operations;
    }

    /** How operations have ended, as the metric counts them: {@code failed 1}. */
    public List<String> endings() {
        return meters.find(Metric.OPERATIONS.meterName()).counters().stream()
                .map(counter -> counter.getId().getTag("result") + " " + (long) counter.count())
                .sorted()
                .toList();
    }

    OperationStore store() {
        return store;
    }

    /** The operation as it is stored now. */
    public Operation stored(Operation operation) {
        return store.find(operation.id()).orElseThrow();
    }

    /** Proceeds with an operation as far as it gets at once. Empty if it has ended. */
    public Optional<Duration> proceed(Operation operation, OperationHandler... handlers) {
        return proceed(operation, Right.PERMANENT, handlers);
    }

    /** Proceeds while a lease holds. */
    public Optional<Duration> proceed(Operation operation, Right lease, OperationHandler... handlers) {
        return new OperationExecutor(
                        store,
                        List.of(handlers),
                        notifier,
                        transactions,
                        new TaskSettings(Duration.ofSeconds(20), POLL_INTERVAL),
                        clock,
                        meters)
                .proceed(operation.id(), lease);
    }
}
