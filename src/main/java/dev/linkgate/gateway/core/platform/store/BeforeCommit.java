package dev.linkgate.gateway.core.platform.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Asks, right before a transaction commits, whether it still may: between the beginning of a change and its commit can
 * lie a pause, a lock, an answer of Atlas or a slow database.
 */
@Component
public final class BeforeCommit implements TransactionExecutionListener {

    private static final ThreadLocal<@Nullable Runnable> CONDITION = new ThreadLocal<>();

    BeforeCommit() {}

    /**
     * Does work in this thread.
     *
     * @param condition throws why a transaction of the work must not commit; its exception passes through the work
     */
    public static <T extends @Nullable Object> T ask(Runnable condition, Supplier<T> work) {
        Runnable outer = CONDITION.get();
        CONDITION.set(condition);
        try {
            return work.get();
        } finally {
            CONDITION.set(outer);
        }
    }

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        Runnable condition = CONDITION.get();
        if (condition != null) {
            condition.run();
        }
    }
}
