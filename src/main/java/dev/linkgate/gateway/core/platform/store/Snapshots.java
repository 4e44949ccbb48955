package dev.linkgate.gateway.core.platform.store;

import dev.linkgate.gateway.core.platform.concurrency.PeriodicTask;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Creates {@link Snapshot}s and keeps them fresh: a change on another replica is noticed within two seconds, at the cost
 * of one small query for all of them.
 */
@Component
public final class Snapshots implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

    static final Duration INTERVAL = Duration.ofSeconds(2);

    /** How long the numbers may take; then each snapshot asks, and notices that the database does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** One snapshot whose data the database does not give must not keep the others from being read. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LongSupplier nanoTime;
    private final List<Snapshot<?>> snapshots = new CopyOnWriteArrayList<>();
    private final PeriodicTask task = new PeriodicTask("snapshots", Duration.ZERO, Duration.ZERO, this::pollAgain);

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
     * A snapshot.
     *
     * @param topic names the data among all snapshots
     * @param source reads all of it from the database
     */
    public <T> Snapshot<T> of(String topic, Supplier<T> source) {
        Snapshot<T> snapshot = new Snapshot<>(topic, source, jdbc, transactions, nanoTime);
        snapshots.add(snapshot);
        return snapshot;
    }

    /** Whether all changes of other replicas are known here, as {@link Snapshot#confirm} says. */
    boolean confirm() {
        return snapshots.stream().allMatch(Snapshot::confirm);
    }

    /** Reads what has changed. If the database does not answer, the last snapshot stays in force for a while. */
    public void poll() {
        long asked = nanoTime.getAsLong();
        FutureTask<Map<String, Long>> answer = new FutureTask<>(this::numbers);
        Thread.ofVirtual().name("snapshot-numbers").start(answer);
        try {
            Map<String, Long> numbers = await(answer);
            List<Thread> polls = snapshots.stream()
                    .filter(each -> !each.isStill(numbers, asked))
                    .map(Snapshot::startPoll)
                    .toList();
            long begun = System.nanoTime();
            for (Thread poll : polls) {
                poll.join(Duration.ofNanos(Math.max(1, LONGEST_POLL.toNanos() - (System.nanoTime() - begun))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration pollAgain() {
        poll();
        return INTERVAL;
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

    /** Empty if the database does not answer. */
    private static Map<String, Long> await(FutureTask<Map<String, Long>> answer) throws InterruptedException {
        try {
            return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("The numbers of the last changes could not be read", e); // the snapshots say more
            return Map.of();
        }
    }

    /** The number of the last change of each topic, 0 if there is none. */
    private Map<String, Long> numbers() {
        Map<String, Long> numbers = new HashMap<>();
        snapshots.forEach(each -> numbers.put(each.topic(), 0L));
        jdbc.sql("SELECT topic, number FROM change_counter").query(row -> {
            numbers.put(row.getString("topic"), row.getLong("number"));
        });
        return numbers;
    }
}
