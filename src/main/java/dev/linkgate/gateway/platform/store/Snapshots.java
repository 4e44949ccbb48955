package dev.linkgate.gateway.platform.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Creates {@link Snapshot}s and keeps them fresh: a change on another replica is noticed within {@value #POLL_MILLIS}
 * ms, at the cost of one small query a snapshot.
 */
@Component
public class Snapshots {

    private static final long POLL_MILLIS = 2_000;

    /** Spring's scheduler has other work, too, so a database that hangs does not hold it for longer. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LongSupplier nanoTime;
    private final List<Snapshot<?>> snapshots = new CopyOnWriteArrayList<>();

    @Autowired
    public Snapshots(JdbcClient jdbc, TransactionTemplate transactions) {
        this(jdbc, transactions, System::nanoTime);
    }

    /** @param nanoTime monotonic, as {@link System#nanoTime()} */
    public Snapshots(JdbcClient jdbc, TransactionTemplate transactions, LongSupplier nanoTime) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.nanoTime = nanoTime;
    }

    /**
     * A snapshot of the source's data.
     *
     * @param topic names the data among all snapshots
     */
    public <T> Snapshot<T> of(String topic, Snapshot.Source<T> source) {
        Snapshot<T> snapshot = new Snapshot<>(topic, source, jdbc, transactions, nanoTime);
        snapshots.add(snapshot);
        return snapshot;
    }

    /** Whether all changes of other replicas are known here, as {@link Snapshot#confirm} says. */
    boolean confirm() {
        return snapshots.stream().allMatch(Snapshot::confirm);
    }

    /** Reads what has changed. If the database does not answer, the last snapshot stays in force for a while. */
    @Scheduled(fixedDelay = POLL_MILLIS)
    public void poll() {
        List<Thread> polls = snapshots.stream().map(Snapshot::startPoll).toList();
        long begun = System.nanoTime();
        try {
            for (Thread poll : polls) {
                poll.join(Duration.ofNanos(Math.max(1, LONGEST_POLL.toNanos() - (System.nanoTime() - begun))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
