package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.concurrency.PeriodicTask;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Lets the tree follow the trail, in small parts, and makes the checkpoints. */
@Component
final class CheckpointLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CheckpointLoop.class);

    /**
     * The pause between two parts of a tree that is behind. The tree then grows by some 50,000 records a second, and
     * others have time.
     */
    private static final Duration SHORT_PAUSE = Duration.ofMillis(50);

    /** The time for what is under way at a shutdown. */
    private static final Duration END = Duration.ofSeconds(5);

    private final RollbackCheck check;
    private final Checkpoints checkpoints;
    private final Counter failed;
    private final AtomicLong behind = new AtomicLong();
    private final PeriodicTask task;
    private String reported = "";

    /** Holds the trail against its checkpoints at once: other beans may write as soon as all are made. */
    CheckpointLoop(RollbackCheck check, Checkpoints checkpoints, CheckpointSettings settings, MeterRegistry meters) {
        this.check = check;
        this.checkpoints = checkpoints;
        Duration pause = settings.pause();
        this.task = new PeriodicTask("audit-tree", pause, END, () -> work() ? SHORT_PAUSE : pause);
        this.failed = Metric.AUDIT_CHECKPOINTS.counter().tag("result", "failed").register(meters);
        Metric.AUDIT_TREE_BEHIND.gauge(behind, AtomicLong::get).register(meters);
        check.begin();
    }

    /**
     * Does what is due.
     *
     * @return whether the tree is still behind
     */
    boolean work() {
        try {
            OptionalLong missing = check.grow();
            if (missing.isEmpty()) {
                return false;
            }
            behind.set(missing.getAsLong());
            boolean more = missing.getAsLong() > 0;
            if (!more) {
                checkpoints.makeIfDue();
                checkpoints.copyToDirectory();
            }
            reported = "";
            return more;
        } catch (BrokenTree e) {
            failed.increment();
            report("No audit checkpoint can be made: " + e.getMessage());
        } catch (LinkgateException e) {
            failed.increment();
            report("No audit checkpoint can be made: " + e.failure().detail());
        } catch (DataAccessException | TransactionException e) {
            failed.increment();
            report("The tree of the audit trail cannot follow it now: " + e.getMessage());
        } catch (RuntimeException e) {
            failed.increment();
            throw e;
        }
        return false;
    }

    /** Once, as long as it stays the same. */
    private void report(String failure) {
        if (!failure.equals(reported)) {
            reported = failure;
            log.error(failure);
        }
    }

    @Override
    public void start() {
        task.start();
    }

    @Override
    public void stop() {
        task.stop();
    }

    @Override
    public boolean isRunning() {
        return task.isRunning();
    }
}
