package dev.linkgate.operation;

import dev.linkgate.ManualClock;
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

    private final OperationStore store;
    private final OperationNotifier notifier;
    private final TransactionTemplate transactions;
    private final OperationSettings settings = new OperationSettings(
            Duration.ofHours(1),
            Duration.ofDays(30),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            3,
            Duration.ofSeconds(1),
            Duration.ofMinutes(2));
    private final ManualClock clock;
    private final Operations operations;

    public TestOperations(DataSource database, ManualClock clock) {
        this.clock = clock;
        store = new OperationStore(JdbcClient.create(database));
        notifier = new OperationNotifier(store);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        operations = new Operations(store, new WorkQueue(database, clock), notifier, transactions, settings, clock);
    }

    public Operations operations() {
        return operations;
    }

    /** Proceeds with an operation as far as it gets at once. Empty if it has ended. */
    public Optional<Duration> proceed(Operation operation, OperationHandler... handlers) {
        return new OperationExecutor(
                        store, List.of(handlers), notifier, transactions, settings, clock, new SimpleMeterRegistry())
                .proceed(operation.id());
    }
}
