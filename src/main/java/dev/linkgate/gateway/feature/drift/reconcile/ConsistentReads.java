package dev.linkgate.gateway.feature.drift.reconcile;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets several queries see the database as it was at one moment, whatever is committed between them. Writers are not
 * held up.
 */
@Component
public class ConsistentReads {

    private final TransactionTemplate transactions;

    public ConsistentReads(PlatformTransactionManager manager) {
        transactions = new TransactionTemplate(manager);
        transactions.setReadOnly(true);
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    public <T> T of(Supplier<T> queries) {
        return Objects.requireNonNull(transactions.execute(status -> queries.get()));
    }
}
